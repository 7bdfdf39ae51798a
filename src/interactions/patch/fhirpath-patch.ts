// FHIRPath Patch: Parameters that say what to add, insert, delete, replace and move. R4 fhirpatch.html.

import type { TypeModel } from '../../fhir/elements.ts';
import { FhirError, fhirError } from '../../fhir/error.ts';
import { addAt, find, lengthAt, removeAt, replaceAt } from '../../fhir/json/change.ts';
import type { Path } from '../../fhir/json/splice.ts';
import { isObject, type JsonObject, type Resource } from '../../fhir/json/tree.ts';
import type { ResourceBody } from '../request.ts';
import { memberFor, patchValue } from './patch-value.ts';
import { type Place, placesOf } from './places.ts';

interface Operation {
  index: number;
  /** Named parts: type, path, name, value, index, source, destination. */
  parts: Map<string, { part: JsonObject; at: Path }>;
  /** Text of the Parameters. */
  source: string;
  model: TypeModel;
}

/** The patched text. Throws 400 for what is no patch, 422 for one that does not apply; both name the operation. */
export function applyFhirpathPatch(text: string, patch: ResourceBody, model: TypeModel): string {
  const { parameter } = patch.resource;
  if (!Array.isArray(parameter) || parameter.length === 0) {
    throw fhirError(
      'structure',
      'A FHIRPath Patch is Parameters with one parameter "operation" for each change.',
    );
  }
  return parameter.reduce<string>((current, item, index) => {
    if (!isObject(item) || item.name !== 'operation' || !Array.isArray(item.part)) {
      throw malformed(index, 'is not a parameter "operation" with parts');
    }
    const parts = new Map(
      item.part
        .filter(isObject)
        .map((part, i) => [String(part.name), { part, at: ['parameter', index, 'part', i] as Path }]),
    );
    return naming(index, () => applyOne(current, { index, parts, source: patch.text, model }));
  }, text);
}

/** A failure that does not name the operation yet does so afterwards. */
function naming(index: number, run: () => string): string {
  try {
    return run();
  } catch (error) {
    if (!(error instanceof FhirError) || error.message.startsWith('Operation ')) throw error;
    throw fhirError(error.kind, `Operation ${index} of the patch: ${error.message}`);
  }
}

function applyOne(text: string, operation: Operation): string {
  switch (stringOf('type', operation)) {
    case 'add':
      return add(text, operation);
    case 'insert':
      return insert(text, operation);
    case 'delete':
      return remove(text, operation);
    case 'replace':
      return replace(text, operation);
    case 'move':
      return move(text, operation);
    default:
      throw malformed(operation.index, 'has no type that is known: add, insert, delete, replace or move');
  }
}

function add(text: string, operation: Operation): string {
  const container = single(text, operation) ?? nothing(operation);
  const name = stringOf('name', operation);
  const value = partOf('value', operation);
  const place = memberFor({ ...value.part, name }, container.type, operation.model);
  const { text: added } = patchValue(value.part, value.at, operation.source, place.type, operation.model);
  const path = [...container.path, place.name];
  const length = lengthAt(text, path);
  if (length !== undefined) return addAt(text, [...path, length], added)!;
  if (!place.repeats && find(text, path))
    throw failed(operation.index, `${name} is there already; use replace`);
  return addAt(text, path, place.repeats ? `[${added}]` : added)!;
}

function insert(text: string, operation: Operation): string {
  const list = listOf(text, operation);
  const value = partOf('value', operation);
  const { text: added } = patchValue(value.part, value.at, operation.source, list.type, operation.model);
  const index = integerOf('index', operation);
  if (!find(text, list.path) && index === 0)
    return addAt(text, list.path, `[${added}]`) ?? nothing(operation);
  return addAt(text, [...list.path, index], added) ?? outside(index, operation);
}

/** What is not there is deleted already. */
function remove(text: string, operation: Operation): string {
  const place = single(text, operation);
  if (!place) return text;
  if (place.path.length === 0) throw failed(operation.index, 'a resource cannot be patched away; use DELETE');
  const parent = place.path.slice(0, -1);
  const last = place.path.at(-1)!;
  // The last element takes its list with it, and a primitive its extensions.
  if (typeof last === 'number' && lengthAt(text, parent) === 1) return removeAt(text, parent)!;
  const without = removeAt(text, place.path)!;
  return typeof last === 'string' ? (removeAt(without, [...parent, `_${last}`]) ?? without) : without;
}

function replace(text: string, operation: Operation): string {
  const place = single(text, operation) ?? nothing(operation);
  const value = partOf('value', operation);
  const { text: added } = patchValue(value.part, value.at, operation.source, place.type, operation.model);
  return replaceAt(text, place.path, added)!;
}

function move(text: string, operation: Operation): string {
  const { path } = listOf(text, operation);
  const [from, to] = [integerOf('source', operation), integerOf('destination', operation)];
  const span = find(text, [...path, from]) ?? outside(from, operation);
  const value = text.slice(span.start, span.end);
  return addAt(removeAt(text, [...path, from])!, [...path, to], value) ?? outside(to, operation);
}

/** The one element that the path names; undefined when it names none. */
function single(text: string, operation: Operation): Place | undefined {
  const expression = stringOf('path', operation);
  const places = placesOf(expression, JSON.parse(text) as Resource, operation.model);
  if (places.length > 1)
    throw failed(operation.index, `${expression.slice(0, 120)} names ${places.length} elements, not one`);
  return places[0];
}

/** The list that the path names by its elements, or by where they would stand. */
function listOf(text: string, operation: Operation): { path: Path; type: string } {
  const expression = stringOf('path', operation);
  const resource = JSON.parse(text) as Resource;
  const [first] = placesOf(expression, resource, operation.model);
  if (first && typeof first.path.at(-1) === 'number')
    return { path: first.path.slice(0, -1), type: first.type };
  const split = /^(.+)\.([A-Za-z]+)$/.exec(expression);
  const [above] = split ? placesOf(split[1]!, resource, operation.model) : [];
  const shape = above && operation.model.elements(above.type)?.get(split![2]!);
  if (!above || !shape || shape.max <= 1)
    throw failed(operation.index, `${expression.slice(0, 120)} is no list`);
  return { path: [...above.path, shape.name], type: shape.types[0]! };
}

function partOf(name: string, operation: Operation): { part: JsonObject; at: Path } {
  const part = operation.parts.get(name);
  if (!part) throw malformed(operation.index, `has no part "${name}"`);
  return part;
}

function stringOf(name: string, operation: Operation): string {
  const { part } = partOf(name, operation);
  const value = part.valueString ?? part.valueCode;
  if (typeof value !== 'string') throw malformed(operation.index, `needs a string in its part "${name}"`);
  return value;
}

function integerOf(name: string, operation: Operation): number {
  const value = partOf(name, operation).part.valueInteger;
  if (!Number.isInteger(value)) throw malformed(operation.index, `needs an integer in its part "${name}"`);
  return value as number;
}

function nothing(operation: Operation): never {
  throw failed(operation.index, `there is nothing at ${stringOf('path', operation).slice(0, 120)}`);
}

function outside(index: number, operation: Operation): never {
  throw failed(operation.index, `the list has no place ${index}`);
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
