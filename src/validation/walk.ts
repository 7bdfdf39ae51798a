// The walk over a resource against the R4 base types: members, JSON shapes, cardinality, primitive values,
// choices, and the checks of each element. R4 json.html, element.html, datatypes.html.

import { isObject, type Json, type JsonObject } from '../fhir/json/tree.ts';
import type { BaseElement, BaseType, BaseTypes, Member } from './base-types.ts';
import { describe, primitiveFault } from './checks/primitive.ts';
import { reportUnknownMember } from './checks/unknown-member.ts';
import type { Visit } from './visit.ts';

export interface Walk {
  types: BaseTypes;
  /** Those a resource can have: abstract ones are no types of resources. */
  resourceTypes: ReadonlySet<string>;
  /** Applies the profiles a resource claims, when it has been walked. */
  applyProfiles(resource: JsonObject, type: string, visit: Visit): void;
}

/** Walks the resource at hand. */
export function walkResource(walk: Walk, resource: JsonObject, visit: Visit): void {
  const type = beginResource(walk, resource, visit);
  if (!type) return;
  walkObject(walk, resource, type, visit);
  endResource(walk, resource, type, visit);
}

/** The same; the entries of a Bundle come after its other elements and are parts of the work. */
export function* walkResourceInParts(
  walk: Walk,
  resource: JsonObject,
  visit: Visit,
): Generator<undefined, void> {
  const type = beginResource(walk, resource, visit);
  if (!type) return;
  const entries = type.name === 'Bundle' && Array.isArray(resource.entry) ? resource.entry : [];
  const later = entries.length > 0 ? type.members.get('entry') : undefined;
  walkObject(walk, resource, type, visit, later);
  for (let i = 0; later && i < entries.length; i++) {
    yield;
    visit.enter('entry', i, resource, type.name);
    walkItem(walk, entries, i, later, entries[i], undefined, visit);
    visit.leave();
  }
  yield;
  endResource(walk, resource, type, visit);
}

function beginResource(walk: Walk, resource: JsonObject, visit: Visit): BaseType | undefined {
  const name = resource.resourceType;
  const type = typeof name === 'string' && walk.resourceTypes.has(name) ? walk.types.get(name) : undefined;
  if (typeof name !== 'string' || !type) {
    const said = name === undefined ? 'resourceType is missing' : `${describe(name)} is no R4 resource type`;
    visit.error('structure', 'type', `${said}: name the type of the resource, such as "Patient".`);
    return undefined;
  }
  return type;
}

function endResource(walk: Walk, resource: JsonObject, type: BaseType, visit: Visit): void {
  for (const check of type.checks) check(resource, undefined, type.name, visit);
  walk.applyProfiles(resource, type.name, visit);
}

/** `later` is not gone into: its occurrences are walked afterwards. */
function walkObject(walk: Walk, object: JsonObject, type: BaseType, visit: Visit, later?: Member): void {
  let choice: Member | undefined;
  let choices: Member[] | undefined;
  let content = 0;
  let requiredMet = 0;
  // Most objects have nothing beside their primitives: then it need not be asked for each.
  let hasBeside = false;
  for (const name in object) {
    if (name.charCodeAt(0) === 95) {
      hasBeside = true;
      break;
    }
  }
  for (const name in object) {
    const member = type.members.get(name);
    if (member === undefined) {
      if (name === 'resourceType' && type.kind === 'resource') continue;
      content++;
      reportUnknownMember(name, type, visit);
      continue;
    }
    if (name !== 'id') content++;
    if (member === later) continue;
    const { primitive } = member;
    let extra: Json | undefined;
    let value = object[name];
    if (primitive) {
      if (name === member.beside) {
        // Looked at together with the value, when there is one.
        if (object[member.json] !== undefined) continue;
        extra = value;
        value = undefined;
      } else {
        extra = !hasBeside || member.beside === undefined ? undefined : object[member.beside];
      }
    }
    if (value === undefined && extra === undefined) continue;
    const { element } = member;
    if (element.min > 0) requiredMet++;
    if (element.choice) {
      if (choice === undefined) choice = member;
      else {
        choices ??= [choice];
        reportSecondChoice(choices, member, visit);
        choices.push(member);
      }
    }
    if (element.list) walkList(walk, object, type, member, value, extra, visit);
    else {
      visit.enter(element.name, -1, object, type.name);
      walkItem(walk, object, member.json, member, value, extra, visit);
      visit.leave();
    }
  }
  if (content === 0 && type.kind !== 'resource') reportEmpty(visit);
  // Each is met once, but for a choice that is made twice: they need not be looked for one by one.
  if (requiredMet === type.required.length && choices === undefined) return;
  for (const element of type.required) {
    if (!isPresent(object, element)) reportMissing(element, visit);
  }
}

function walkList(
  walk: Walk,
  object: JsonObject,
  type: BaseType,
  member: Member,
  value: Json | undefined,
  extra: Json | undefined,
  visit: Visit,
): void {
  const { element } = member;
  if (isMisshapenList(value) || isMisshapenList(extra)) {
    const what = value !== undefined && !Array.isArray(value) ? 'repeats: write its value in a list [ ]' : '';
    const why = what || 'is an empty or misshapen list: leave it out, or give it values';
    visit.error('structure', 'type', `${member.json} ${why}.`, element.name);
    return;
  }
  const values = value as Json[] | undefined;
  const extras = extra as Json[] | undefined;
  if (values && extras && values.length !== extras.length) {
    const lengths = `${values.length} and ${extras.length}`;
    // What stands beside each value is clear all the same.
    visit.warning(
      'structure',
      'type',
      `${member.json} and ${member.beside} have ${lengths} entries: fill the shorter one with null.`,
      element.name,
    );
  }
  const count = Math.max(values?.length ?? 0, extras?.length ?? 0);
  for (let i = 0; i < count; i++) {
    visit.enter(element.name, i, object, type.name);
    walkItem(walk, (values ?? extras)!, i, member, values?.[i], extras?.[i], visit);
    visit.leave();
  }
  if (count > element.max) {
    const diagnostics = `${element.name} occurs ${count} times and R4 allows ${element.max}.`;
    visit.error('structure', 'cardinality', diagnostics, element.name);
  }
}

function isMisshapenList(value: Json | undefined): boolean {
  return value !== undefined && (!Array.isArray(value) || value.length === 0);
}

/** One occurrence. `holder` and `at` say where the value stands, for the number as it was written. */
function walkItem(
  walk: Walk,
  holder: object,
  at: string | number,
  member: Member,
  value: Json | undefined,
  extra: Json | undefined,
  visit: Visit,
): void {
  const { primitive, type } = member;
  if (primitive) {
    if (!walkPrimitive(walk, holder, at, member, value, extra, visit)) return;
    const given = value === null ? undefined : value;
    for (const check of member.checks) check(given, isObject(extra) ? extra : undefined, type, visit);
    return;
  }
  if (!isObject(value)) {
    const what = Array.isArray(value)
      ? 'does not repeat: write it without a list [ ]'
      : 'must be an object { }';
    visit.error('structure', 'type', `${describe(value)} is not of type ${type}: ${member.json} ${what}.`);
    return;
  }
  if (type === 'Resource') {
    visit.inResource(value, member.json === 'contained', () => walkResource(walk, value, visit));
    return;
  }
  member.content ??= walk.types.get(type);
  const base = member.content;
  if (base === undefined) return;
  walkObject(walk, value, base, visit);
  for (const check of base.checks) check(value, undefined, type, visit);
  for (const check of member.checks) check(value, undefined, type, visit);
}

/** False when the occurrence has no right value, so that nothing else need be asked of it. */
function walkPrimitive(
  walk: Walk,
  holder: object,
  at: string | number,
  member: Member,
  value: Json | undefined,
  extra: Json | undefined,
  visit: Visit,
): boolean {
  // Only a list has places to fill.
  const beside = extra === null && typeof at === 'number' ? undefined : extra;
  if (beside !== undefined) {
    const element = walk.types.get(member.type) ?? walk.types.get('Element');
    if (!isObject(beside)) {
      visit.error('structure', 'type', `${member.beside} must be an object { } with id or extension.`);
      return false;
    }
    if (element) walkBeside(walk, beside, element, value !== undefined && value !== null, visit);
  }
  if (value === undefined || (value === null && typeof at === 'number')) {
    if (beside === undefined) reportEmpty(visit);
    return beside !== undefined;
  }
  const fault = primitiveFault(
    member.primitive!,
    member.type,
    value,
    typeof value === 'number' ? visit.numbers?.get(holder, at) : undefined,
  );
  if (fault === undefined) return true;
  const code = typeof value === 'string' && member.primitive!.json === 'string' ? 'value' : 'structure';
  visit.error(typeof value === member.primitive!.json ? 'value' : code, 'primitive', fault);
  return false;
}

/** The `_name` object: id and extensions. An id alone is enough only beside a value. */
function walkBeside(
  walk: Walk,
  beside: JsonObject,
  element: BaseType,
  hasValue: boolean,
  visit: Visit,
): void {
  if (hasValue && 'id' in beside && Object.keys(beside).length === 1) {
    const member = element.members.get('id')!;
    const fault = primitiveFault(member.primitive!, 'string', beside.id!, undefined);
    if (fault) visit.error('value', 'primitive', fault, 'id');
    else for (const check of member.checks) check(beside.id, undefined, member.type, visit);
    return;
  }
  walkObject(walk, beside, element, visit);
}

function isPresent(object: JsonObject, element: BaseElement): boolean {
  for (const member of element.members) {
    if (object[member.json] !== undefined) return true;
    if (member.beside !== undefined && object[member.beside] !== undefined) return true;
  }
  return false;
}

function reportMissing(element: BaseElement, visit: Visit): void {
  const name = element.choice ? `${element.name}[x]` : element.name;
  visit.error('required', 'cardinality', `${element.path} is required in R4: add ${name}.`, element.name);
}

function reportEmpty(visit: Visit): void {
  const diagnostics = 'The element is empty: an element has a value, or members other than id. Leave it out.';
  visit.error('invariant', 'ele-1', diagnostics);
}

function reportSecondChoice(earlier: readonly Member[], member: Member, visit: Visit): void {
  const other = earlier.find((candidate) => candidate.element === member.element);
  if (!other) return;
  const diagnostics = `${other.json} and ${member.json} exclude each other: keep one of them.`;
  visit.error('structure', 'choice', diagnostics, member.element.name);
}
