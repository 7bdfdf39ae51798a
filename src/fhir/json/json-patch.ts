// JSON Patch on text: what the patch does not touch keeps its digits and order, and so do the patch's own values.
// RFC 6902, RFC 6901.

import { isDeepStrictEqual } from 'node:util';
import { type FhirError, fhirError } from '../error.ts';
import { addAt, find, lengthAt, removeAt, replaceAt } from './change.ts';
import type { JsonDocument } from './parse.ts';
import { elementsOf, membersOf, skipSpace } from './scan.ts';
import type { Path } from './splice.ts';
import { isObject, type JsonObject } from './tree.ts';

const OPERATIONS_MAX = 1000;

/** The patched text, parsed by nobody yet. Throws FhirError: 400 for what is no patch, 422 for one that does not apply. */
export function applyJsonPatch(text: string, patch: JsonDocument): string {
  if (!Array.isArray(patch.value))
    throw fhirError('structure', 'A JSON Patch is an array of operations (RFC 6902).');
  if (patch.value.length > OPERATIONS_MAX) {
    throw fhirError('too-large', `A patch has at most ${OPERATIONS_MAX} operations.`);
  }
  const spans = elementsOf(patch.text, skipSpace(patch.text, 0));
  return patch.value.reduce<string>((current, operation, index) => {
    if (!isObject(operation)) throw malformed(index, 'is not an object');
    return applyOne(current, { index, operation, source: valueText(patch.text, spans[index]!.start) });
  }, text);
}

interface Step {
  index: number;
  operation: JsonObject;
  /** Text of its `value`. */
  source: string | undefined;
}

function applyOne(text: string, step: Step): string {
  const { operation, source } = step;
  const path = pointer(operation.path, 'path', step);
  switch (operation.op) {
    case 'add':
      return add(text, path, needed(source, step), step);
    case 'replace':
      return replaceAt(text, resolved(text, path), needed(source, step)) ?? missing(path, step);
    case 'remove':
      return removeAt(text, resolved(text, path)) ?? missing(path, step);
    case 'test':
      return test(text, path, needed(source, step), step);
    case 'copy':
      return add(text, path, valueAt(text, pointer(operation.from, 'from', step), step), step);
    case 'move':
      return move(text, pointer(operation.from, 'from', step), path, step);
    default:
      throw malformed(
        step.index,
        `has the op ${JSON.stringify(operation.op)?.slice(0, 40)}; known are add, remove, replace, move, copy and test`,
      );
  }
}

function add(text: string, path: string[], value: string, step: Step): string {
  const parent = resolved(text, path.slice(0, -1));
  const last = path.at(-1);
  const length = lengthAt(text, parent);
  if (last !== undefined && length !== undefined) {
    const index = last === '-' ? length : indexOf(last);
    return (index === undefined ? undefined : addAt(text, [...parent, index], value)) ?? missing(path, step);
  }
  return addAt(text, last === undefined ? [] : [...parent, last], value) ?? missing(path, step);
}

function move(text: string, from: string[], path: string[], step: Step): string {
  if (path.length > from.length && from.every((part, i) => part === path[i])) {
    throw malformed(step.index, 'moves a value into itself');
  }
  const value = valueAt(text, from, step);
  const without = removeAt(text, resolved(text, from)) ?? missing(from, step);
  return add(without, path, value, step);
}

function test(text: string, path: string[], value: string, step: Step): string {
  const found = valueAt(text, path, step);
  if (isDeepStrictEqual(JSON.parse(found), JSON.parse(value))) return text;
  throw failed(step.index, `the test of ${shown(path)} fails: the value there is another`);
}

function valueAt(text: string, path: string[], step: Step): string {
  const span = find(text, resolved(text, path));
  return span ? text.slice(span.start, span.end) : missing(path, step);
}

/** Pointer parts as steps: digits are indexes where they meet an array. */
function resolved(text: string, parts: string[]): Path {
  const path: (string | number)[] = [];
  for (const part of parts) {
    const index = lengthAt(text, path) === undefined ? undefined : indexOf(part);
    path.push(index ?? part);
  }
  return path;
}

/** RFC 6901: no leading zeros. */
function indexOf(part: string): number | undefined {
  return /^(0|[1-9]\d{0,8})$/.test(part) ? Number(part) : undefined;
}

function pointer(value: unknown, name: string, step: Step): string[] {
  if (typeof value !== 'string' || (value !== '' && !value.startsWith('/'))) {
    throw malformed(step.index, `needs a ${name} that is empty or starts with "/"`);
  }
  if (/~(?![01])/.test(value))
    throw malformed(step.index, `has a "~" in its ${name} that is neither ~0 nor ~1`);
  return value
    .split('/')
    .slice(1)
    .map((part) => part.replaceAll('~1', '/').replaceAll('~0', '~'));
}

function needed(source: string | undefined, step: Step): string {
  if (source === undefined) throw malformed(step.index, 'has no value');
  return source;
}

function valueText(text: string, at: number): string | undefined {
  if (text[at] !== '{') return undefined;
  const member = membersOf(text, at).find(({ name }) => name === 'value');
  return member && text.slice(member.start, member.end);
}

function missing(path: string[], step: Step): never {
  throw failed(step.index, `there is nothing at ${shown(path)}`);
}

function shown(path: string[]): string {
  return `/${path.join('/')}`.slice(0, 120);
}

function malformed(index: number, what: string): FhirError {
  return fhirError('structure', `Operation ${index} of the patch ${what}.`);
}

function failed(index: number, what: string): FhirError {
  return fhirError(
    'unprocessable',
    `Operation ${index} of the patch cannot be done: ${what}. Nothing was changed.`,
  );
}
