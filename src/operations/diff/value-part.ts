// An element as a part of Parameters: value[x] where there is one for its type, otherwise a part for each of its
// own elements. The text of values is kept as it was written. R4 parameters.html, fhirpatch.html.

import type { TypeModel } from '../../fhir/elements.ts';
import { membersOf } from '../../fhir/json/scan.ts';
import { itemsOf } from './items.ts';

/** JSON text of an element: its value and, for a primitive, what stands under its name with an underscore. */
export interface ElementText {
  /** FHIR type: `string`, `HumanName`, `Patient.contact`, `Resource`. */
  type: string;
  value?: string;
  extra?: string;
}

/** JSON text of the part. */
export function valuePart(name: string, element: ElementText, model: TypeModel): string {
  const { type, value, extra } = element;
  const named = `{"name":${JSON.stringify(name)}`;
  if (model.kind(type) === 'resource') return `${named},"resource":${value}}`;
  if (model.kind(type) !== 'primitive' && !hasValueMember(type, model)) {
    return `${named},"part":[${innerParts(value!, type, model).join(',')}]}`;
  }
  const member = `value${upperFirst(type === 'xhtml' ? 'string' : type)}`;
  const written = value === undefined ? '' : `,"${member}":${value}`;
  return `${named}${written}${extra === undefined ? '' : `,"_${member}":${extra}`}}`;
}

/** Whether a parameter can hold the type in a value[x] of its own. */
function hasValueMember(type: string, model: TypeModel): boolean {
  return model.member('Parameters.parameter', `value${upperFirst(type)}`) !== undefined;
}

function innerParts(text: string, type: string, model: TypeModel): string[] {
  const members = membersOf(text, 0);
  const names = new Set(members.map(({ name }) => plainName(name)));
  return [...names].flatMap((name) => {
    const found = model.member(type, name);
    if (!found) return [];
    const [values, extras] = [itemsOf(text, members, name), itemsOf(text, members, `_${name}`)];
    return Array.from({ length: Math.max(values.length, extras.length) }, (_, i) =>
      valuePart(found.shape.name, { type: found.type, value: values[i], extra: extras[i] }, model),
    );
  });
}

function plainName(name: string): string {
  return name.startsWith('_') ? name.slice(1) : name;
}

function upperFirst(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
