// Templates of resources: JSON with `${name}` where values go. Compiled once, filled for every line.
//   "${name}"          the value, of whatever type; without a value the member is left out
//   "text ${name}"     text; left out when a name in it has no value
//   "$when": "a !b"   the object is there only if a has a value and b has none
//   "$with": "name"   the members of templates/name.json
// Objects and arrays that end up empty are left out.

import { NumberSources } from '../fhir/json/numbers.ts';
import { isObject, type Json, type JsonObject, type Resource } from '../fhir/json/tree.ts';
import { Decimal } from './decimal.ts';
import type { Value } from './transforms/transform.ts';

/** Values by name; a map, because every line has its own and names are looked up thousands of times. */
export type Scope = ReadonlyMap<string, Value>;
/** Throws when nothing gives a value of that name. */
export type CheckName = (name: string) => void;

/** A filled template: the tree, its compact JSON text, and the digits of its numbers. */
export interface Filled {
  resource: Resource;
  text: string;
  numbers: NumberSources;
}

/** Text grows along with the tree, so that nothing is written out twice. */
interface Writer {
  id: string;
  text: string;
  numbers: NumberSources;
}

/** Undefined, and nothing written, when there is no value. */
type Fill = (scope: Scope, writer: Writer) => Value;

const WHOLE = /^\$\{([^{}]+)\}$/;
/** A name that only templates of resources know. */
const ID = 'self.id';
const INSIDE = /\$\{([^{}]+)\}/g;

/** A resource: the id is put behind its type. */
export function compileTemplate(
  template: JsonObject,
  check: CheckName,
): (scope: Scope, id: string) => Filled {
  const { resourceType, ...rest } = template;
  const fill = compileNode({ resourceType, id: `\${${ID}}`, ...rest }, check);
  return (scope, id) => {
    const writer: Writer = { id, text: '', numbers: new NumberSources() };
    const resource = fill(scope, writer) as Resource;
    return { resource, text: writer.text, numbers: writer.numbers };
  };
}

/** Text with placeholders; undefined when one has no value. */
export function compileText(text: string, check: CheckName): (scope: Scope) => string | undefined {
  const names = [...text.matchAll(INSIDE)].map((match) => match[1]!);
  names.forEach(check);
  if (names.length === 0) return () => text;
  return (scope) => {
    let missing = false;
    const filled = text.replace(INSIDE, (_, name: string) => {
      const value = scope.get(name);
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
  return (scope) => wanted.every(({ plain, absent }) => (scope.get(plain) === undefined) === absent);
}

function compileNode(template: Json, check: CheckName): Fill {
  if (isFixed(template)) return constant(frozen(template));
  if (typeof template === 'string') return compileString(template, check);
  if (Array.isArray(template)) return compileArray(template, check);
  return compileObject(template as JsonObject, check);
}

/** Without a name or a condition in it: most of a resource is the same for every line. */
function isFixed(template: Json): boolean {
  if (typeof template === 'string') return !template.includes('${');
  if (Array.isArray(template)) return template.length > 0 && template.every(isFixed);
  if (!isObject(template)) return true;
  const members = Object.entries(template);
  return members.length > 0 && members.every(([member, value]) => member !== '$when' && isFixed(value!));
}

/** Shared by all resources of a template, so nobody may change it. */
function frozen(value: Json): Json {
  if (typeof value === 'object' && value !== null) {
    for (const inner of Object.values(value)) frozen(inner!);
    Object.freeze(value);
  }
  return value;
}

function constant(value: Json): Fill {
  const text = JSON.stringify(value);
  return (_, writer) => {
    writer.text += text;
    return value;
  };
}

function compileString(template: string, check: CheckName): Fill {
  const name = WHOLE.exec(template)?.[1];
  if (name === ID) return writeId;
  if (name !== undefined) check(name);
  const read = name === undefined ? compileText(template, check) : (scope: Scope) => scope.get(name);
  return (scope, writer) => {
    const value = read(scope);
    if (value === undefined) return undefined;
    writer.text += value instanceof Decimal ? value.text : JSON.stringify(value);
    return value;
  };
}

function writeId(_: Scope, writer: Writer): string {
  writer.text += `"${writer.id}"`;
  return writer.id;
}

function compileArray(items: Json[], check: CheckName): Fill {
  const fills = items.map((item) => compileNode(item, check));
  return (scope, writer) => {
    const before = writer.text;
    writer.text += '[';
    const result: Json[] = [];
    for (const fill of fills) {
      const mark = writer.text;
      if (result.length > 0) writer.text += ',';
      const value = fill(scope, writer);
      if (value === undefined) writer.text = mark;
      else result.push(plain(value, result, result.length, writer));
    }
    writer.text = result.length > 0 ? `${writer.text}]` : before;
    return result.length > 0 ? result : undefined;
  };
}

function compileObject(object: JsonObject, check: CheckName): Fill {
  const { $when, ...members } = object;
  const when = $when === undefined ? undefined : compileWhen(String($when).split(/\s+/), check);
  const fills = Object.entries(members).map(([member, value]) => ({
    member,
    label: `${JSON.stringify(member)}:`,
    fill: compileNode(value!, check),
  }));
  return (scope, writer) => {
    if (when && !when(scope)) return undefined;
    const before = writer.text;
    writer.text += '{';
    const result: JsonObject = {};
    let empty = true;
    for (const { member, label, fill } of fills) {
      const mark = writer.text;
      writer.text += empty ? label : `,${label}`;
      const value = fill(scope, writer);
      if (value === undefined) {
        writer.text = mark;
        continue;
      }
      empty = false;
      result[member] = plain(value, result, member, writer);
    }
    writer.text = empty ? before : `${writer.text}}`;
    return empty ? undefined : result;
  };
}

function plain(value: Json | Decimal, container: object, member: string | number, { numbers }: Writer): Json {
  if (!(value instanceof Decimal)) return value;
  if (String(value.value) !== value.text) numbers.add(container, member, value.text);
  return value.value;
}
