// Slices as they come into a snapshot: what a new one takes from its element, and the slices of a choice by type.
// R4 profiling.html#slicing.

import type { ElementDefinition } from 'fhir/r4.js';
import { cloneNode, type ElementNode } from './tree.ts';

type Slicing = NonNullable<ElementDefinition['slicing']>;

/** The slice of this name: there already, or new; of a choice for this type, or for the one that its name tells. */
export function addSlice(node: ElementNode, name: string, type?: string): ElementNode {
  const holder = holderOf(node, name);
  const known = holder.slices.find(({ def }) => def.sliceName === name);
  if (known) return known;
  holder.def = { ...holder.def, slicing: holder.def.slicing ?? implied(node) };
  const { slicing: _slicing, ...def } = holder.def;
  // Only what is said to be mandatory is; an element that must be there need not be of this slice.
  const slice: ElementNode = {
    ...cloneNode(holder),
    def: { ...def, sliceName: name, min: 0 },
    slices: [],
  };
  if (node.name.endsWith('[x]')) {
    const types = node.def.type?.filter(({ code }) => code === type || memberName(node.name, code) === name);
    if (types && types.length > 0) slice.def.type = types;
  }
  holder.slices.push(slice);
  return slice;
}

/** `a/b` is a slice of the slice `a`, where there is one. */
function holderOf(node: ElementNode, name: string): ElementNode {
  for (let cut = name.lastIndexOf('/'); cut > 0; cut = name.lastIndexOf('/', cut - 1)) {
    const outer = findSlice(node, name.slice(0, cut));
    if (outer) return outer;
  }
  return node;
}

export function findSlice(node: ElementNode, name: string): ElementNode | undefined {
  for (const slice of node.slices) {
    if (slice.def.sliceName === name) return slice;
    const inner = findSlice(slice, name);
    if (inner) return inner;
  }
  return undefined;
}

/** Extensions are told apart by url and choices by type. */
function implied({ name, def }: ElementNode): Slicing | undefined {
  if (name === 'extension' || name === 'modifierExtension') return slicingBy('value', 'url');
  return isChoice(name, def) ? slicingBy('type', '$this') : undefined;
}

function slicingBy(type: 'value' | 'type', path: string): Slicing {
  return { discriminator: [{ type, path }], ordered: false, rules: 'open' };
}

/** A choice that a profile leaves one type is still told apart by type. */
function isChoice(name: string, { base }: ElementDefinition): boolean {
  return name.endsWith('[x]') || base?.path?.endsWith('[x]') === true;
}

/** The choice that `valueQuantity` is a member of, and the type it has there. */
export function typedChoice(
  node: ElementNode,
  name: string,
): { choice: ElementNode; type: string } | undefined {
  for (const choice of node.children) {
    if (!choice.name.endsWith('[x]')) continue;
    const type = choice.def.type?.find(({ code }) => memberName(choice.name, code) === name);
    if (type) return { choice, type: type.code };
  }
  return undefined;
}

function memberName(choice: string, type: string): string {
  return choice.slice(0, -3) + type[0]!.toUpperCase() + type.slice(1);
}

/** Where a profile speaks of `valueQuantity` and does not slice `value[x]` itself, it leaves only the types it names. */
export function narrowToTypes(choice: ElementNode, types: ReadonlySet<string>): void {
  const left = choice.def.type?.filter(({ code }) => types.has(code)) ?? [];
  choice.def = {
    ...choice.def,
    slicing: { ...choice.def.slicing!, rules: 'closed' },
    ...(left.length > 0 && { type: left }),
  };
}
