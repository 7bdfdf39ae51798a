// What a slice says at the end of a discriminator's path: through its own elements, the profiles of their types and
// targets, and required slices on the way.

import type { ElementDefinition } from 'fhir/r4.js';
import { elementOfProfile } from '../conformance/snapshot/expand.ts';
import { buildTree, choiceOf, type ElementNode } from '../conformance/snapshot/tree.ts';
import type { Step } from './discriminator-path.ts';
import type { ProfileContext } from './profile-context.ts';

export interface Nodes {
  /** Several only where a reference may lead to several targets. */
  own: ElementNode[];
  /** Those reached through required slices of elements on the path. */
  sliced: ElementNode[];
}

/** The elements at the end of the path; through the profiles of types and targets where it says so there. */
export function findNodes(slice: ElementNode, steps: readonly Step[], context: ProfileContext): Nodes {
  const nodes: Nodes = { own: [slice], sliced: [] };
  for (const step of steps) {
    const own = nodes.own.flatMap((node) => stepTo(node, step, context));
    const sliced = nodes.sliced.flatMap((node) => stepTo(node, step, context));
    nodes.sliced = [...sliced, ...own.flatMap((node) => node.slices.filter(({ def }) => (def.min ?? 0) > 0))];
    nodes.own = own;
  }
  return nodes;
}

function stepTo(node: ElementNode, step: Step, context: ProfileContext): readonly ElementNode[] {
  switch (step.kind) {
    case 'child':
      return listed(childOf(node, step.name, context));
    case 'extension':
      return listed(extensionOf(node, step.url));
    case 'resolve':
      return targetsOf(node, context);
    case 'ofType':
      return [node];
  }
}

function childOf(node: ElementNode, name: string, context: ProfileContext): ElementNode | undefined {
  const own = node.children.find(
    (child) => child.name === name || child.name === `${name}[x]` || isTypedChoice(child, name),
  );
  if (own && says(own)) return own;
  const tree = profileTree(node.def, context);
  const inProfile = tree?.children.find((child) => child.name === name || child.name === `${name}[x]`);
  return inProfile ?? own;
}

/** Something that a value can be told by; without it the profile of the type is asked. */
function says({ def, children, slices }: ElementNode): boolean {
  return (
    choiceOf(def, 'fixed') !== undefined ||
    choiceOf(def, 'pattern') !== undefined ||
    children.some(says) ||
    slices.some(says)
  );
}

/** The profile on the element's type, or the element of it that is meant. */
function profileTree({ type }: ElementDefinition, context: ProfileContext): ElementNode | undefined {
  const url = type?.[0]?.profile?.[0];
  const structure = url === undefined ? undefined : context.definitions.structure(url);
  return structure?.snapshot && elementOfProfile(structure, type![0]!);
}

/** `valueQuantity` where the path says `value`. */
function isTypedChoice(child: ElementNode, name: string): boolean {
  return child.def.base?.path.endsWith(`.${name}[x]`) ?? false;
}

function extensionOf(node: ElementNode, url: string): ElementNode | undefined {
  const extension = node.children.find((child) => child.name === 'extension');
  return extension?.slices.find((slice) => profileUrl(slice.def) === url || slice.def.sliceName === url);
}

function targetsOf(node: ElementNode, context: ProfileContext): ElementNode[] {
  const targets = node.def.type?.flatMap((type) => type.targetProfile ?? []) ?? [];
  return targets.flatMap((target) => listed(treeOf(target, context)));
}

function listed(node: ElementNode | undefined): ElementNode[] {
  return node ? [node] : [];
}

function treeOf(profile: string, context: ProfileContext): ElementNode | undefined {
  const structure = context.definitions.structure(profile);
  return structure?.snapshot ? buildTree(structure) : undefined;
}

export function profileUrl(def: ElementDefinition): string | undefined {
  return def.type?.[0]?.profile?.[0]?.split('|', 1)[0];
}
