// One ElementDefinition: what it asks for is what its types can do. R4 elementdefinition.html#type-specific.

import type { ElementDefinition, ElementDefinitionType, StructureDefinition } from 'fhir/r4.js';
import type { Definitions } from '../../conformance/definitions.ts';
import type { JsonObject } from '../../fhir/json/tree.ts';
import { typeName } from '../base-types.ts';
import { choiceIn } from '../questionnaire/form.ts';
import type { Visit } from '../visit.ts';
import { placed } from './codes.ts';

const RULE = 'structure-definition';

/** What an element is looked at with. */
export interface Around {
  part: 'differential' | 'snapshot';
  structure: JsonObject;
  base: StructureDefinition | undefined;
  definitions: Definitions;
  /** Expressions by key, as met so far in this part. */
  constraints: Map<string, string>;
}

const BINDABLE = words(
  'string code uri url oid uuid CodeableConcept Coding Quantity Age Distance Duration Count Range Extension MoneyQuantity SimpleQuantity',
);
const MEASURED = words(
  'integer decimal instant string uri date dateTime time canonical code id markdown oid positiveInt unsignedInt url uuid base64Binary',
);
const ORDERED = words(
  'integer decimal instant date dateTime time positiveInt unsignedInt Age Count Distance Duration Money Quantity MoneyQuantity SimpleQuantity',
);

function words(text: string): ReadonlySet<string> {
  return new Set(text.split(' '));
}

export function checkElement(element: JsonObject, place: string, around: Around, visit: Visit): void {
  const { path, slicing } = element;
  const { part, structure } = around;
  const report = (text: string, below?: string) =>
    visit.error('business-rule', RULE, text, below === undefined ? place : `${place}.${below}`);
  if (typeof path !== 'string') return;
  if (
    part === 'differential' &&
    !path.includes('.') &&
    slicing !== undefined &&
    structure.derivation === 'constraint'
  ) {
    report('The root of a type cannot be sliced: slice the elements below it.', 'slicing');
  }
  const types = typesOf(element, path, around.base);
  if (types) checkAbilities(element, types, around.definitions, report);
  for (const { item, place: at } of placed(element.type, 'type'))
    checkType(item, at, path, around.definitions, report);
  checkConstraints(element, around, report);
}

/** Its own types, or those its base has at the same path; undefined when nobody says. */
function typesOf(
  element: JsonObject,
  path: string,
  base: StructureDefinition | undefined,
): string[] | undefined {
  if (!path.includes('.') || element.contentReference !== undefined) return undefined;
  const own = placed(element.type, '').map(({ item }) => item as unknown as ElementDefinitionType);
  const inherited = base?.snapshot?.element.find((one) => one.path === path);
  const listed = own.length > 0 ? own : inherited?.type;
  if (!listed || listed.length === 0) return undefined;
  const holder = (own.length > 0 ? element : inherited) as ElementDefinition;
  return listed.every(({ code }) => typeof code === 'string')
    ? listed.map((type) => typeName(holder, type))
    : undefined;
}

function checkAbilities(
  element: JsonObject,
  types: readonly string[],
  { model }: Definitions,
  report: (text: string, below: string) => void,
): void {
  // Of types that R4 does not have nothing is known.
  if (types.some((type) => model.kind(type) === undefined)) return;
  const names = types.slice(0, 5).join(', ');
  const can = (able: ReadonlySet<string>) => types.some((type) => able.has(type));
  if (element.binding !== undefined && !can(BINDABLE)) {
    report(`Codes cannot be bound to an element of type ${names}: remove the binding.`, 'binding');
  }
  if (element.maxLength !== undefined && !can(MEASURED)) {
    report(`An element of type ${names} has no length: remove maxLength.`, 'maxLength');
  }
  for (const stem of ['minValue', 'maxValue']) {
    if (choiceIn(element, stem) && !can(ORDERED)) {
      report(`Values of type ${names} have no order: remove ${stem}.`, stem);
    }
  }
  for (const stem of ['fixed', 'pattern', 'defaultValue']) {
    const value = choiceIn(element, stem);
    if (!value || types.some((type) => type.toLowerCase() === value.type.toLowerCase())) continue;
    report(`${value.member} is not of the type of the element, which is ${names}: use one of these.`, stem);
  }
}

function checkType(
  type: JsonObject,
  place: string,
  path: string,
  { structure: find, model }: Definitions,
  report: (text: string, below: string) => void,
): void {
  const { code, profile, targetProfile } = type;
  if (typeof code !== 'string') return;
  for (const url of listed(profile)) {
    const known = find(url);
    if (!known || model.kind(code) === undefined || model.kind(known.type) === undefined) continue;
    if (!model.isA(known.type, code)) {
      report(
        `${url} is for ${known.type} and the element is of type ${code}: name a profile of ${code}.`,
        `${place}.profile`,
      );
    } else if (known.type === 'Extension') checkModifier(known, url, path, place, report);
  }
  if (code !== 'Reference') return;
  for (const url of listed(targetProfile)) {
    const known = find(url);
    if (!known || known.kind === 'resource' || known.kind === 'logical') continue;
    report(
      `${url} is no resource, and a reference leads to one: name another profile.`,
      `${place}.targetProfile`,
    );
  }
}

function checkModifier(
  { snapshot }: StructureDefinition,
  url: string,
  path: string,
  place: string,
  report: (text: string, below: string) => void,
): void {
  const isModifier = snapshot?.element[0]?.isModifier === true;
  if (!snapshot || isModifier === path.endsWith('.modifierExtension')) return;
  const right = isModifier ? 'modifierExtension' : 'extension';
  report(`The extension ${url} belongs into ${right}: put it there.`, `${place}.profile`);
}

/** A key stands for one expression. */
function checkConstraints(
  element: JsonObject,
  { part, base, constraints, structure }: Around,
  report: (text: string, below: string) => void,
): void {
  for (const { item, place } of placed(element.constraint, 'constraint')) {
    const { key, expression, source } = item;
    if (typeof key !== 'string' || typeof expression !== 'string' || key === 'ele-1') continue;
    const other = constraints.get(key) ?? (part === 'differential' ? expressionIn(base, key) : undefined);
    if (other !== undefined && other !== expression && (source === undefined || source === structure.url)) {
      report(
        `The key ${key} stands for another expression already (${other.slice(0, 200)}): choose another key.`,
        `${place}.key`,
      );
    }
    constraints.set(key, expression);
  }
}

function expressionIn(base: StructureDefinition | undefined, key: string): string | undefined {
  for (const { constraint } of base?.snapshot?.element ?? []) {
    const known = constraint?.find((one) => one.key === key);
    if (known) return known.expression;
  }
  return undefined;
}

function listed(urls: JsonObject[string]): string[] {
  return Array.isArray(urls) ? urls.filter((url) => typeof url === 'string') : [];
}
