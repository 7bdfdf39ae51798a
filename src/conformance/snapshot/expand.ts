// The elements below an element that has none yet: those of its type, of the profile on its type, or of the element
// that it refers to. R4 elementdefinition.html#interpretation.

import type { ElementDefinition, StructureDefinition } from 'fhir/r4.js';
import { buildTree, cloneNode, type ElementNode } from './tree.ts';

export interface SnapshotSource {
  /** By canonical URL or name of a type; with a snapshot where one can be made. */
  structure(url: string): StructureDefinition | undefined;
}

/** Says in a type's `_profile` which element of the profile is meant. */
export const PROFILE_ELEMENT = 'http://hl7.org/fhir/StructureDefinition/elementdefinition-profile-element';

const SYSTEM = 'http://hl7.org/fhirpath/System.';

/** `root`: of the snapshot that the element belongs to. */
export function expandContent(node: ElementNode, root: ElementNode, source: SnapshotSource): void {
  if (node.children.length > 0) return;
  const { contentReference } = node.def;
  const content = contentReference ? referredTo(contentReference, root) : contentOf(node.def, source);
  if (!content) return;
  node.children = cloneNode(content).children;
  if (contentReference) {
    const { contentReference: _gone, ...def } = node.def;
    node.def = { ...def, type: content.def.type };
  }
}

/** `#Observation.referenceRange` */
function referredTo(reference: string, root: ElementNode): ElementNode | undefined {
  const names = reference.slice(reference.indexOf('#') + 1).split('.');
  let at: ElementNode | undefined = root;
  for (const name of names.slice(1)) at = at?.children.find((child) => child.name === name);
  return at;
}

function contentOf({ type = [] }: ElementDefinition, source: SnapshotSource): ElementNode | undefined {
  const codes = new Set(type.map(({ code }) => code));
  const profiles = type.flatMap(({ profile = [] }) => profile);
  const [profile] = profiles;
  if (profile !== undefined && profiles.length === 1 && codes.size === 1) {
    const structure = source.structure(profile);
    if (structure?.snapshot) return elementOfProfile(structure, type[0]!);
  }
  // Of several types only what every element has can be spoken of.
  const [code = 'Element'] = codes;
  const name = codes.size > 1 || code.startsWith(SYSTEM) ? 'Element' : code;
  const structure = source.structure(name);
  return structure?.snapshot && buildTree(structure);
}

type ElementType = NonNullable<ElementDefinition['type']>[number];

/** A profile's root, or the element of it that the type names. */
export function elementOfProfile(structure: StructureDefinition, type: ElementType): ElementNode | undefined {
  const id = profileElementOf(type);
  const root = buildTree(structure);
  return id === undefined ? root : findById(root, id);
}

export function profileElementOf(type: ElementType): string | undefined {
  const told = type._profile?.[0]?.extension?.find(({ url }) => url === PROFILE_ELEMENT);
  return told?.valueString;
}

/** `Composition.section:codeA.focus` */
export function findById(root: ElementNode, id: string): ElementNode | undefined {
  let at: ElementNode | undefined = root;
  for (const part of id.split('.').slice(1)) {
    const colon = part.indexOf(':');
    const name = colon < 0 ? part : part.slice(0, colon);
    at = at?.children.find((child) => child.name === name);
    if (colon > 0) at = at?.slices.find(({ def }) => def.sliceName === part.slice(colon + 1));
  }
  return at;
}
