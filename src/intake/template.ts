// Templates of resources: JSON with `${name}` where values go. Compiled once, filled for every line.
//   "${name}"          the value, of whatever type; without a value the member is left out
//   "text ${name}"     text; left out when a name in it has no value
//   "$when": "a !b"   the object is there only if a has a value and b has none
//   "$with": "name"   the members of templates/name.json
// Objects and arrays that end up empty are left out.

import type { NumberSources } from '../fhir/json/numbers.ts';
import { isObject, type Json, type JsonObject } from '../fhir/json/tree.ts';
import { Decimal } from './decimal.ts';
import type { Value, Values } from './transforms/transform.ts';

export type Scope = Readonly<Values>;
export type Template = (scope: Scope, numbers: NumberSources) => Value;
/** Throws when nothing gives a value of that name. */
export type CheckName = (name: string) => void;

const WHOLE = /^\$\{([^{}]+)\}$/;
const INSIDE = /\$\{([^{}]+)\}/g;

export function compileTemplate(template: Json, check: CheckName): Template {
  if (typeof template === 'string') return compileString(template, check);
  if (Array.isArray(template)) return compileArray(template, check);
  if (isObject(template)) return compileObject(template, check);
  return () => template;
}

/** Text with placeholders; undefined when one has no value. */
export function compileText(text: string, check: CheckName): (scope: Scope) => string | undefined {
  const names = [...text.matchAll(INSIDE)].map((match) => match[1]!);
  names.forEach(check);
  if (names.length === 0) return () => text;
  return (scope) => {
    let missing = false;
    const filled = text.replace(INSIDE, (_, name: string) => {
      const value = scope[name];
      if (value === undefined) missing = true;
      return value instanceof Decimal ? value.text : String(value);
    });
    return missing ? undefined : filled;
  };
}

/** `a !b`: a has a value and b has none. */
export function compileWhen(names: readonly string[], check: CheckName): (scope: Scope) => boolean {
  const wanted = names.map((name) => {
    const absent = name.startsWith('!');
    const plain = absent ? name.slice(1) : name;
    check(plain);
    return { plain, absent };
  });
  return (scope) => wanted.every(({ plain, absent }) => (scope[plain] === undefined) === absent);
}

/** Puts the members of another template where `"$with": "<name>"` stands. Throws through `find` for unknown names. */
export function include(template: Json, find: (name: string) => JsonObject): Json {
  if (Array.isArray(template)) return template.map((item) => include(item, find));
  if (!isObject(template)) return template;
  const result: JsonObject = {};
  for (const [member, value] of Object.entries(template)) {
    if (member === '$with') Object.assign(result, include(find(String(value)), find));
    else result[member] = include(value!, find);
  }
  return result;
}

/** `<name>` in every string and member name of a template, for resources that are written once for each eye. */
export function substitute<T extends Json>(template: T, variables: Record<string, string>): T {
  const text = JSON.stringify(template).replace(/<(\w+)>/g, (whole, name: string) => {
    const value = variables[name];
    return value === undefined ? whole : JSON.stringify(value).slice(1, -1);
  });
  return JSON.parse(text) as T;
}

function compileString(text: string, check: CheckName): Template {
  const name = WHOLE.exec(text)?.[1];
  if (name === undefined) return compileText(text, check);
  check(name);
  return (scope) => scope[name];
}

function compileArray(items: Json[], check: CheckName): Template {
  const templates = items.map((item) => compileTemplate(item, check));
  return (scope, numbers) => {
    const result: Json[] = [];
    for (const template of templates) {
      const value = template(scope, numbers);
      if (value instanceof Decimal) {
        keepDigits(numbers, result, result.length, value);
        result.push(value.value);
      } else if (value !== undefined) result.push(value);
    }
    return result.length > 0 ? result : undefined;
  };
}

function compileObject(object: JsonObject, check: CheckName): Template {
  const { $when, ...members } = object;
  const when = $when === undefined ? undefined : compileWhen(String($when).split(/\s+/), check);
  const templates = Object.entries(members).map(
    ([member, value]) => [member, compileTemplate(value!, check)] as const,
  );
  return (scope, numbers) => {
    if (when && !when(scope)) return undefined;
    const result: JsonObject = {};
    let empty = true;
    for (const [member, template] of templates) {
      const value = template(scope, numbers);
      if (value === undefined) continue;
      empty = false;
      if (value instanceof Decimal) {
        keepDigits(numbers, result, member, value);
        result[member] = value.value;
      } else result[member] = value;
    }
    return empty ? undefined : result;
  };
}

function keepDigits(
  numbers: NumberSources,
  container: object,
  member: string | number,
  value: Decimal,
): void {
  if (String(value.value) !== value.text) numbers.add(container, member, value.text);
}
