// Instances made from the definitions alone, so that every resource type and data type is asked about: each element
// of R4 now and then, codes out of the sets they are bound to.

import type { ElementDefinition } from 'fhir/r4.js';
import type { Definitions } from '../../../src/conformance/definitions.ts';
import type { Json, JsonObject } from '../../../src/fhir/json/tree.ts';
import type { Dice } from './dice.ts';
import { childrenOf, isNested, namesOf } from './typed-nodes.ts';

const DEPTH_MAX = 5;
const LOOSE = new Set([
  'id',
  'extension',
  'modifierExtension',
  'contained',
  'implicitRules',
  'language',
  'meta',
]);

const PRIMITIVES: Record<string, Json[]> = {
  boolean: [true, false],
  integer: [1, 2, 7],
  unsignedInt: [1, 5],
  positiveInt: [1, 2, 3],
  decimal: [1.5, 20, 0.25],
  string: ['a text', '一段文字'],
  markdown: ['*some* text'],
  code: ['en'],
  id: ['a1'],
  uri: ['https://example.org/a', 'urn:oid:1.2.156.112635.1'],
  url: ['https://example.org/a'],
  canonical: ['https://example.org/canonical/a'],
  oid: ['urn:oid:1.2.156.112635.1'],
  uuid: ['urn:uuid:c757873d-ec9a-4326-a141-556f43239520'],
  base64Binary: ['U2hhbmdoYWk='],
  date: ['2021', '2021-05', '2021-05-21'],
  dateTime: ['2021-05-21', '2021-05-21T10:15:00+08:00'],
  instant: ['2021-05-21T10:15:00.000+08:00'],
  time: ['10:15:00'],
};

/** Codes of a value set that can be told without expanding filters. */
export function codesOfSet(definitions: Definitions, url: string): { system?: string; code: string }[] {
  const includes = definitions.valueSet(url)?.compose?.include ?? [];
  return includes.flatMap(({ system, concept, filter, valueSet }) => {
    if (concept) return concept.map(({ code }) => ({ system, code }));
    if (filter || system === undefined)
      return (valueSet ?? []).flatMap((one) => codesOfSet(definitions, one));
    const { concept: all = [] } = definitions.codeSystem(system) ?? {};
    return all.map(({ code }) => ({ system, code }));
  });
}

export function madeResource(definitions: Definitions, type: string, dice: Dice): JsonObject {
  const bound = (element: ElementDefinition) =>
    element.binding?.valueSet === undefined ? [] : codesOfSet(definitions, element.binding.valueSet);

  function madeOf(element: ElementDefinition, owner: string, kind: string, depth: number): Json | undefined {
    if (isNested(kind)) return objectOf(owner, element.path, depth + 1);
    if (kind === 'Resource') return { resourceType: 'Basic', code: { text: 'a thing' } };
    if (kind === 'xhtml') return '<div xmlns="http://www.w3.org/1999/xhtml"><p>A text</p></div>';
    const codes = bound(element);
    const code = codes.length > 0 ? dice.one(codes) : undefined;
    if (kind === 'code')
      return code?.code ?? (element.binding?.valueSet?.includes('mimetypes') ? 'text/plain' : 'en');
    // It would have to be that of the data.
    if (element.path.endsWith('.hash')) return undefined;
    if (PRIMITIVES[kind]) return dice.one(PRIMITIVES[kind]);
    if (kind === 'Coding') return code ?? { system: 'https://example.org/codes', code: 'a' };
    if (kind === 'CodeableConcept')
      return code && dice.chance(0.8) ? { coding: [{ ...code }] } : { text: 'in words' };
    if (kind === 'Reference') {
      const targets = (element.type ?? []).flatMap(({ targetProfile }) => targetProfile ?? []);
      const target = targets.length > 0 ? dice.one(targets).replace(/^.*\//, '') : 'Patient';
      return { reference: `${target === 'Resource' ? 'Patient' : target}/a1` };
    }
    if (kind === 'Narrative') return { status: 'generated', div: madeOf(element, owner, 'xhtml', depth)! };
    if (kind === 'Period') return { start: '2021-05-21', end: '2021-05-22' };
    if (kind === 'Range') return { low: { value: 1 }, high: { value: 2 } };
    if (/^(Quantity|Age|Duration|Distance|Count|SimpleQuantity)$/.test(kind)) {
      const unit = { Age: 'a', Duration: 'h', Distance: 'm', Count: '1' }[kind] ?? 'kg';
      return { value: 3, unit, system: 'http://unitsofmeasure.org', code: unit };
    }
    return objectOf(kind, kind, depth + 1);
  }

  function objectOf(owner: string, path: string, depth: number): JsonObject | undefined {
    const made: JsonObject = {};
    for (const element of childrenOf(definitions, owner, path)) {
      const last = element.path.slice(element.path.lastIndexOf('.') + 1);
      const isRequired = (element.min ?? 0) > 0;
      if (!isRequired && (LOOSE.has(last) || depth > DEPTH_MAX || !dice.chance(depth > 2 ? 0.25 : 0.5)))
        continue;
      const { name, type: kind } = dice.one(namesOf(element));
      const value = madeOf(element, owner, kind, depth);
      if (value === undefined) continue;
      made[name] = element.max === '1' || element.max === '0' ? value : [value];
    }
    return Object.keys(made).length > 0 ? made : undefined;
  }

  return { resourceType: type, ...objectOf(type, type, 0) };
}
