// A ValueSet of its own: what it includes is there, as far as it is known here. R4 valueset.html#compositions.

import type { CodeSystem } from 'fhir/r4.js';
import type { Definitions } from '../../conformance/definitions.ts';
import { isSupplement } from '../../conformance/terminology/code-table.ts';
import { isObject, type JsonObject } from '../../fhir/json/tree.ts';
import type { ItemCheck, Visit } from '../visit.ts';
import { type HasCode, placed } from './codes.ts';
import { filterFault } from './value-set-filter.ts';

const RULE = 'value-set';

export function checkValueSet(definitions: Definitions, hasCode: HasCode): ItemCheck {
  return (set, _extra, _type, visit) => {
    const compose = isObject(set) ? set.compose : undefined;
    if (!isObject(compose)) return;
    for (const part of ['include', 'exclude']) {
      for (const { item, place } of placed(compose[part], `compose.${part}`)) {
        refuseItself(set as JsonObject, item, place, visit);
        checkInclude(item, place, definitions, hasCode, visit);
      }
    }
  };
}

/** A set of itself says nothing. One that comes back to itself through others is refused where it is worked out. */
function refuseItself({ url }: JsonObject, include: JsonObject, place: string, visit: Visit): void {
  if (typeof url !== 'string' || !Array.isArray(include.valueSet)) return;
  const at = include.valueSet.findIndex((one) => typeof one === 'string' && one.split('|')[0] === url);
  if (at < 0) return;
  const diagnostics =
    'The value set includes itself: name the code systems or the other value sets that it takes codes from.';
  visit.error('processing', RULE, diagnostics, `${place}.valueSet[${at}]`);
}

function checkInclude(
  include: JsonObject,
  place: string,
  definitions: Definitions,
  hasCode: HasCode,
  visit: Visit,
): void {
  const { system, version } = include;
  if (typeof system !== 'string') return;
  const report = (text: string, below: string) =>
    visit.error('business-rule', RULE, text, `${place}.${below}`);
  if (!/^[a-zA-Z][a-zA-Z0-9+.-]*:/.test(system)) {
    report(
      system.startsWith('#')
        ? `${system} is no code system: write its URL here, and ${system} into the extension valueset-system.`
        : `${system.slice(0, 200)} is not absolute: write the whole URL of the code system.`,
      'system',
    );
    return;
  }
  const codeSystem = definitions.codeSystem(typeof version === 'string' ? `${system}|${version}` : system);
  if (codeSystem && isSupplement(codeSystem)) {
    report(`${system} is a supplement of ${codeSystem.supplements}: name that code system.`, 'system');
    return;
  }
  if (!definitions.codeSystem(system) && definitions.valueSet(system)) {
    report(`${system} is a value set: name it in valueSet, or name its code system.`, 'system');
    return;
  }
  for (const { item, place: below } of placed(include.concept, 'concept')) {
    if (typeof item.code !== 'string' || hasCode(system, version, item.code) !== 'no') continue;
    report(`${system} has no code "${item.code}": correct or remove it.`, `${below}.code`);
  }
  for (const { item, place: below } of placed(include.filter, 'filter')) {
    checkFilter(item, `${place}.${below}`, system, codeSystem, hasCode, visit);
  }
}

function checkFilter(
  filter: JsonObject,
  place: string,
  system: string,
  codeSystem: CodeSystem | undefined,
  hasCode: HasCode,
  visit: Visit,
): void {
  const { property, op, value } = filter;
  if (typeof property !== 'string' || typeof op !== 'string' || typeof value !== 'string') return;
  const found = filterFault({ property, op, value }, system, codeSystem, hasCode);
  if (found) visit.add(found.severity, 'business-rule', RULE, found.diagnostics, place);
}
