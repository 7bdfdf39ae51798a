// Properties of concepts: defined once, as the specification defines its own, and used with their type.
// R4 codesystem.html#properties, codesystem-concept-properties.html.

import type { JsonObject } from '../../fhir/json/tree.ts';
import { choiceIn } from '../questionnaire/form.ts';
import type { Visit } from '../visit.ts';
import { placed } from './codes.ts';

const RULE = 'code-system';
const STANDARD = 'http://hl7.org/fhir/concept-properties#';

/** The specification's own, with their types. */
const TYPES: Readonly<Record<string, string>> = {
  status: 'code',
  inactive: 'boolean',
  effectiveDate: 'dateTime',
  deprecated: 'dateTime',
  deprecationDate: 'dateTime',
  retirementDate: 'dateTime',
  notSelectable: 'boolean',
  parent: 'code',
  child: 'code',
  partOf: 'code',
  synonym: 'code',
  alternateCode: 'code',
  comment: 'string',
  itemWeight: 'decimal',
  order: 'decimal',
  definition: 'string',
};

/** Their values are codes of the same system. */
const RELATIONS: ReadonlySet<string> = new Set(['parent', 'child', 'partOf', 'synonym']);

interface Property {
  type: string;
  /** The name of the specification's own, when the uri says so. */
  standard: string | undefined;
}

export type Properties = ReadonlyMap<string, Property>;

/** By their codes. */
export function checkPropertyDefinitions(system: JsonObject, visit: Visit): Properties {
  const properties = new Map<string, Property>();
  const uris = new Set<string>();
  for (const { item, place } of placed(system.property, 'property')) {
    const { code, uri, type } = item;
    const report = (text: string, below: string) =>
      visit.error('business-rule', RULE, text, `${place}.${below}`);
    let standard: string | undefined;
    if (typeof uri === 'string') {
      if (!uri.includes(':')) report(`The uri ${uri} is not absolute: write it in full.`, 'uri');
      if (uris.has(uri)) report(`The uri ${uri} is that of an earlier property: define it once.`, 'uri');
      uris.add(uri);
      standard = standardName(uri);
    }
    if (typeof code !== 'string') continue;
    if (properties.has(code)) report(`The property "${code}" is defined already: define it once.`, 'code');
    if (standard !== undefined) checkStandard(standard, code, type, report);
    if (typeof type === 'string' && !properties.has(code)) properties.set(code, { type, standard });
  }
  return properties;
}

function standardName(uri: string): string | undefined {
  return uri.startsWith(STANDARD) ? uri.slice(STANDARD.length) : undefined;
}

function checkStandard(
  name: string,
  code: string,
  type: unknown,
  report: (text: string, below: string) => void,
): void {
  const wanted = Object.hasOwn(TYPES, name) ? TYPES[name] : undefined;
  if (wanted === undefined) {
    report(`FHIR defines no property ${name}: use a uri of your own.`, 'uri');
    return;
  }
  if (type !== undefined && type !== wanted)
    report(`The property ${name} of FHIR has the type ${wanted}: use it.`, 'type');
  if (code !== name && Object.hasOwn(TYPES, code)) {
    report(
      `The property ${name} of FHIR is not called ${code}, which is another one: call it ${name}.`,
      'code',
    );
  }
}

/** One property of a concept. */
export function checkPropertyValue(
  property: JsonObject,
  place: string,
  properties: Properties,
  codes: ReadonlySet<string>,
  visit: Visit,
): void {
  const { code } = property;
  const value = choiceIn(property, 'value');
  if (typeof code !== 'string' || !value) return;
  const defined = properties.get(code);
  if (!defined) {
    const diagnostics = `The property "${code}" is not defined: add it to CodeSystem.property.`;
    visit.warning('business-rule', RULE, diagnostics, `${place}.code`);
    return;
  }
  const type = value.type === 'Coding' ? 'Coding' : value.type[0]!.toLowerCase() + value.type.slice(1);
  if (type !== defined.type) {
    const diagnostics = `The property "${code}" has the type ${defined.type} and this value is a ${type}: correct one of them.`;
    visit.error('business-rule', RULE, diagnostics, `${place}.value`);
  } else if (
    defined.standard !== undefined &&
    RELATIONS.has(defined.standard) &&
    typeof value.value === 'string' &&
    !codes.has(value.value)
  ) {
    const diagnostics = `The property "${code}" leads to ${value.value}, which is no code of this system: correct it.`;
    visit.error('business-rule', RULE, diagnostics, `${place}.value`);
  }
}
