// What changed between two versions, as the operations of a FHIRPath Patch that makes the second of the first. Only
// extensions of primitives are beyond what such a patch can write; they are shown all the same. R4 fhirpatch.html.

import type { TypeModel } from '../../fhir/elements.ts';
import { type Elements, elementsIn, isSameElement } from './element-tree.ts';
import { type ElementText, valuePart } from './value-part.ts';

/** JSON texts of parameters "operation", in the order in which they apply. `type` is the resource type of both. */
export function differences(before: string, after: string, type: string, model: TypeModel): string[] {
  const found: string[] = [];
  compareObjects(before, after, { path: type, type, model, found });
  return found;
}

interface Place {
  /** FHIRPath of the object. */
  path: string;
  type: string;
  model: TypeModel;
  found: string[];
}

function compareObjects(before: string, after: string, place: Place): void {
  const [old, fresh] = [
    elementsIn(before, place.type, place.model),
    elementsIn(after, place.type, place.model),
  ];
  // What goes, goes first: a choice may come back under another type.
  for (const [name, elements] of old) if (!fresh.has(name)) deleteAll(elements, place);
  for (const [name, elements] of fresh) {
    const known = old.get(name);
    if (!known) addAll(elements, place);
    else compareLists(known, elements, place);
  }
}

function compareLists(old: Elements, fresh: Elements, place: Place): void {
  const [a, b] = [old.items, fresh.items];
  let start = 0;
  while (start < a.length && start < b.length && isSameElement(a[start]!, b[start]!)) start++;
  let tail = 0;
  while (
    tail < Math.min(a.length, b.length) - start &&
    isSameElement(a[a.length - 1 - tail]!, b[b.length - 1 - tail]!)
  )
    tail++;
  const both = Math.min(a.length, b.length) - tail;
  for (let i = start; i < both; i++) compareItems(a[i]!, b[i]!, old, i, place);
  for (let i = a.length - tail - 1; i >= both; i--)
    write('delete', pathOf(old, i, place), { old: a[i] }, place);
  for (let i = both; i < b.length - tail; i++) {
    write('insert', `${place.path}.${fresh.name}`, { fresh: b[i], index: i }, place);
  }
}

function compareItems(a: ElementText, b: ElementText, of: Elements, index: number, place: Place): void {
  if (isSameElement(a, b)) return;
  const path = pathOf(of, index, place);
  const kind = place.model.kind(of.type);
  if (kind === 'primitive' || kind === 'resource') write('replace', path, { old: a, fresh: b }, place);
  else compareObjects(a.value!, b.value!, { ...place, path, type: of.type });
}

function deleteAll(elements: Elements, place: Place): void {
  for (let i = elements.items.length - 1; i >= 0; i--) {
    write('delete', pathOf(elements, i, place), { old: elements.items[i] }, place);
  }
}

function addAll(elements: Elements, place: Place): void {
  for (const fresh of elements.items) write('add', place.path, { fresh, name: elements.name }, place);
}

function pathOf({ name, repeats }: Elements, index: number, { path }: Place): string {
  return repeats ? `${path}.${name}[${index}]` : `${path}.${name}`;
}

interface Change {
  old?: ElementText;
  fresh?: ElementText;
  name?: string;
  index?: number;
}

function write(what: string, path: string, { old, fresh, name, index }: Change, place: Place): void {
  const parts = [
    `{"name":"type","valueCode":"${what}"}`,
    `{"name":"path","valueString":${JSON.stringify(path)}}`,
  ];
  if (name !== undefined) parts.push(`{"name":"name","valueString":"${name}"}`);
  if (index !== undefined) parts.push(`{"name":"index","valueInteger":${index}}`);
  if (old) parts.push(valuePart('previousValue', old, place.model));
  if (fresh) parts.push(valuePart('value', fresh, place.model));
  place.found.push(`{"name":"operation","part":[${parts.join(',')}]}`);
}
