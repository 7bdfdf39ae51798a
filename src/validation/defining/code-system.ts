// A CodeSystem of its own: its count, supplements, and properties as they are defined and used. R4 codesystem.html.

import type { Definitions } from '../../conformance/definitions.ts';
import { isObject, type JsonObject } from '../../fhir/json/tree.ts';
import type { ItemCheck, Visit } from '../visit.ts';
import { checkPropertyDefinitions, checkPropertyValue, type Properties } from './code-system-properties.ts';
import { type HasCode, placed } from './codes.ts';

const RULE = 'code-system';

export function checkCodeSystem(definitions: Definitions, hasCode: HasCode): ItemCheck {
  return (system, _extra, _type, visit) => {
    if (!isObject(system)) return;
    const codes = new Set<string>();
    countCodes(system, codes);
    checkContent(system, codes.size, visit);
    checkSupplement(system, codes, definitions, hasCode, visit);
    const properties = checkPropertyDefinitions(system, visit);
    if (properties.size > 0) checkConcepts(system, '', properties, codes, visit);
  };
}

function countCodes(holder: JsonObject, codes: Set<string>): void {
  for (const { item } of placed(holder.concept, '')) {
    if (typeof item.code === 'string') codes.add(item.code);
    countCodes(item, codes);
  }
}

function checkContent({ content, count, concept }: JsonObject, codes: number, visit: Visit): void {
  if (content === 'not-present' && concept !== undefined) {
    const diagnostics =
      'The content is said not to be present and there are concepts: remove them, or correct content.';
    visit.error('business-rule', RULE, diagnostics, 'concept');
  }
  if (typeof count !== 'number') return;
  if (content === 'complete' && count !== codes) {
    const diagnostics = `count says ${count} concepts and there are ${codes}: correct the count, or content.`;
    visit.error('business-rule', RULE, diagnostics, 'count');
  } else if ((content === 'fragment' || content === 'example') && count < codes) {
    const diagnostics = `count says ${count} concepts in all and ${codes} are here already: correct the count.`;
    visit.warning('business-rule', RULE, diagnostics, 'count');
  }
}

function checkSupplement(
  system: JsonObject,
  codes: ReadonlySet<string>,
  definitions: Definitions,
  hasCode: HasCode,
  visit: Visit,
): void {
  const { content, supplements, caseSensitive, hierarchyMeaning } = system;
  const report = (text: string, below: string) => visit.error('business-rule', RULE, text, below);
  if ((content === 'supplement') !== (supplements !== undefined)) {
    report(
      supplements === undefined
        ? 'A supplement names the code system it adds to: add supplements.'
        : 'A code system with supplements has the content "supplement": correct one of them.',
      'content',
    );
  }
  if (typeof supplements !== 'string') return;
  if (caseSensitive !== undefined) {
    report('A supplement compares codes as its code system does: remove caseSensitive.', 'caseSensitive');
  }
  const [url = '', version] = supplements.split('|');
  const meaning = definitions.codeSystem(supplements)?.hierarchyMeaning;
  if (hierarchyMeaning !== undefined && meaning !== undefined && meaning !== hierarchyMeaning) {
    report(`The hierarchy of ${url} means ${meaning}: say the same.`, 'hierarchyMeaning');
  }
  for (const code of codes) {
    if (hasCode(url, version, code) === 'no')
      report(`${url} has no code "${code}": correct or remove it.`, 'concept');
  }
}

function checkConcepts(
  holder: JsonObject,
  prefix: string,
  properties: Properties,
  codes: ReadonlySet<string>,
  visit: Visit,
): void {
  for (const { item, place } of placed(holder.concept, `${prefix}concept`)) {
    for (const property of placed(item.property, `${place}.property`)) {
      checkPropertyValue(property.item, property.place, properties, codes, visit);
    }
    checkConcepts(item, `${place}.`, properties, codes, visit);
  }
}
