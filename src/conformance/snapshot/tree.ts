// A snapshot's flat list of elements as a tree with slices (R4 elementdefinition.html#id, profiling.html#slicing).

import type { ElementDefinition, StructureDefinition } from 'fhir/r4.js';

export interface ElementNode {
  def: ElementDefinition;
  /** Last part of the path: `component`, `value[x]`, or `valueQuantity` where a profile writes it so. */
  name: string;
  children: ElementNode[];
  /** In the order of the snapshot. A re-slice `a/b` is a slice of the slice `a`. */
  slices: ElementNode[];
}

/** The root element of the snapshot with everything below it. Throws when there is no snapshot. */
export function buildTree(structure: StructureDefinition): ElementNode {
  const [first, ...rest] = structure.snapshot?.element ?? [];
  if (!first) throw new Error(`${structure.url} has no snapshot`);
  const root = toNode(first);
  // The open elements from the root down to the last one read. A slice takes the place of its element.
  const open: ElementNode[] = [root];
  for (const def of rest) {
    const node = toNode(def);
    while (open.length > 1 && !isBelow(def.path, open[open.length - 1]!)) open.pop();
    const parent = open[open.length - 1]!;
    if (def.sliceName) attachSlice(parent, node, def.sliceName);
    else parent.children.push(node);
    open.push(node);
  }
  return root;
}

function toNode(def: ElementDefinition): ElementNode {
  return { def, name: def.path.slice(def.path.lastIndexOf('.') + 1), children: [], slices: [] };
}

function isBelow(path: string, node: ElementNode): boolean {
  return path.startsWith(`${node.def.path}.`);
}

function attachSlice(parent: ElementNode, node: ElementNode, sliceName: string): void {
  let element = parent.children.findLast((child) => child.name === node.name);
  if (!element) {
    // `value[x]:valueQuantity` may be written with the path `valueQuantity`: then it is an element of its own.
    parent.children.push(node);
    return;
  }
  for (let cut = sliceName.lastIndexOf('/'); cut > 0; cut = sliceName.lastIndexOf('/', cut - 1)) {
    const outer = findSlice(element, sliceName.slice(0, cut));
    if (outer) {
      element = outer;
      break;
    }
  }
  element.slices.push(node);
}

function findSlice(element: ElementNode, sliceName: string): ElementNode | undefined {
  for (const slice of element.slices) {
    if (slice.def.sliceName === sliceName) return slice;
    const inner = findSlice(slice, sliceName);
    if (inner) return inner;
  }
  return undefined;
}

/** A copy whose tree can be changed; definitions are shared and never changed in place. */
export function cloneNode(node: ElementNode): ElementNode {
  return { ...node, children: node.children.map(cloneNode), slices: node.slices.map(cloneNode) };
}

/** The list again, with paths and ids by where each element stands now. */
export function flatten(root: ElementNode): ElementDefinition[] {
  const elements: ElementDefinition[] = [];
  const add = (node: ElementNode, path: string, id: string, named: string): void => {
    elements.push({ ...node.def, id, path });
    for (const child of node.children)
      add(child, `${path}.${child.name}`, `${id}.${child.name}`, `${id}.${child.name}`);
    for (const slice of node.slices) add(slice, path, `${named}:${slice.def.sliceName}`, named);
  };
  add(root, root.name, root.name, root.name);
  return elements;
}

/** The value of `fixed[x]`, `pattern[x]`, `minValue[x]` … of an element, with the name of its type (`Quantity`). */
export function choiceOf(def: ElementDefinition, stem: string): { value: unknown; type: string } | undefined {
  for (const [name, value] of Object.entries(def)) {
    if (value !== undefined && name.length > stem.length && name.startsWith(stem)) {
      const type = name.slice(stem.length);
      if (type[0] === type[0]!.toUpperCase()) return { value, type };
    }
  }
  return undefined;
}
