// A ConceptMap of its own: its codes exist, where their systems are known here. R4 conceptmap.html.

import { isObject, type JsonObject } from '../../fhir/json/tree.ts';
import type { ItemCheck, Visit } from '../visit.ts';
import { type HasCode, placed } from './codes.ts';

export function checkConceptMap(hasCode: HasCode): ItemCheck {
  return (map, _extra, _type, visit) => {
    if (!isObject(map)) return;
    for (const { item: group, place } of placed(map.group, 'group')) checkGroup(group, place, hasCode, visit);
  };
}

function checkGroup(group: JsonObject, place: string, hasCode: HasCode, visit: Visit): void {
  const { source, sourceVersion, target, targetVersion } = group;
  const check = (system: unknown, version: JsonObject[string], code: unknown, at: string) => {
    if (typeof system !== 'string' || typeof code !== 'string' || hasCode(system, version, code) !== 'no')
      return;
    const diagnostics = `${system} has no code "${code.slice(0, 100)}": correct or remove it.`;
    visit.error('business-rule', 'concept-map', diagnostics, `${at}.code`);
  };
  for (const { item: element, place: at } of placed(group.element, `${place}.element`)) {
    check(source, sourceVersion, element.code, at);
    for (const { item, place: below } of placed(element.target, `${at}.target`)) {
      check(target, targetVersion, item.code, below);
    }
  }
}
