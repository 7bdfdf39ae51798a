// A snapshot out of a differential and what it is built on: the base's tree, with what is said merged into it. Elements
// of data types come from the type or from the profile that the element names. R4 profiling.html#snapshot.

import type { ElementDefinition, StructureDefinition } from 'fhir/r4.js';
import type { TypeModel } from '../../fhir/elements.ts';
import { readDifferential, type Said } from './differential.ts';
import { expandContent, type SnapshotSource } from './expand.ts';
import { mergeElement } from './merge-element.ts';
import { Problems, type SnapshotProblem } from './problems.ts';
import { addSlice, narrowToTypes, typedChoice } from './slices.ts';
import { buildTree, cloneNode, type ElementNode, flatten } from './tree.ts';

export interface Generated {
  elements: ElementDefinition[];
  /** Where the differential asks for what its base does not allow. */
  problems: SnapshotProblem[];
}

/** `source` answers structures with snapshots. Throws when the base is not known or has none. */
export function generateSnapshot(
  structure: StructureDefinition,
  source: SnapshotSource,
  model: TypeModel,
): Generated {
  const { baseDefinition, url, type } = structure;
  const base = baseDefinition === undefined ? undefined : source.structure(baseDefinition);
  if (!base?.snapshot)
    throw new Error(`${url} is built on ${baseDefinition ?? 'nothing'}, which is not known here`);
  const root = cloneNode(buildTree(base));
  const isNew = structure.derivation === 'specialization';
  if (isNew) rename(root, type);
  const problems = new Problems(model);
  const elements = (structure.differential?.element ?? []).filter(({ path }) => {
    const isOfType = path === type || path.startsWith(`${type}.`);
    if (!isOfType) problems.elsewhere(path, type);
    return isOfType;
  });
  const said = readDifferential(elements, type);
  apply(root, said, root.name);

  function apply(node: ElementNode, { def, children, slices }: Said, place: string): void {
    problems.judge(node.def, def, place);
    node.def = mergeElement(node.def, def);
    if (children.length > 0) {
      expandContent(node, root, source);
      for (const child of children) applyChild(node, child, `${place}.${child.name}`);
      narrowChoices(node, children);
    }
    for (const slice of slices) {
      const target = addSlice(node, slice.slice!);
      apply(target, slice, `${place}:${slice.slice}`);
    }
  }

  function applyChild(node: ElementNode, child: Said, place: string): void {
    const target = node.children.find(({ name }) => name === child.name) ?? namedOtherwise(node, child.name);
    if (target) {
      apply(target, child, place);
      return;
    }
    const typed = typedChoice(node, child.name);
    if (typed) {
      applyToType(typed.choice, typed.type, child, place);
      return;
    }
    if (isNew) {
      const path = `${node.def.path}.${child.name}`;
      const added: ElementNode = {
        def: { path, min: 0, max: '1' },
        name: child.name,
        children: [],
        slices: [],
      };
      node.children.push(added);
      apply(added, child, place);
      return;
    }
    problems.missing(place, node);
  }

  /** `valueQuantity`: the slice of `value[x]` that has this type. */
  function applyToType(choice: ElementNode, type: string, said: Said, place: string): void {
    const { slices, ...whole } = said;
    if (slices.length === 0 || Object.keys(said.def).length > 0 || said.children.length > 0) {
      apply(addSlice(choice, said.name, type), { ...whole, slices: [] }, place);
    }
    for (const slice of slices) apply(addSlice(choice, slice.slice!, type), slice, place);
  }

  function narrowChoices(node: ElementNode, said: readonly Said[]): void {
    const types = new Map<ElementNode, Set<string>>();
    for (const { name } of said) {
      const typed = node.children.some((child) => child.name === name) ? undefined : typedChoice(node, name);
      if (!typed) continue;
      const { choice, type } = typed;
      if (said.some((other) => other.name === choice.name && other.def.slicing)) continue;
      types.set(choice, (types.get(choice) ?? new Set()).add(type));
    }
    for (const [choice, left] of types) narrowToTypes(choice, left);
  }

  return { elements: flatten(root), problems: problems.found };
}

/** The name of the type in the paths of a new type's elements. */
function rename(root: ElementNode, type: string): void {
  root.name = type;
  root.def = { ...root.def, path: type, id: type };
}

/** A base may have narrowed `value[x]` to `valueQuantity` in its very path, or the differential speaks of the whole. */
function namedOtherwise(node: ElementNode, name: string): ElementNode | undefined {
  if (!name.endsWith('[x]')) return undefined;
  const stem = name.slice(0, -3);
  return node.children.find(
    (child) => child.name.startsWith(stem) && child.def.base?.path?.endsWith(`.${name}`) === true,
  );
}
