// What a reference says about its target without looking it up, R4 references.html#literal.

import type { TypeModel } from '../elements.ts';
import { type Item, makeItem } from './item.ts';

const LITERAL = /(?:^|\/)([A-Z][A-Za-z]+)\/[A-Za-z0-9\-.]{1,64}(?:\/_history\/[A-Za-z0-9\-.]{1,64})?$/;
const STRUCTURE = 'http://hl7.org/fhir/StructureDefinition/';

/**
 * An item of the target's type: the contained resource itself, or else an empty stand-in for the type that the
 * reference text or Reference.type names. undefined when neither does.
 */
export function resolveByText(reference: Item, root: Item, model: TypeModel): Item | undefined {
  const { value } = reference;
  const text = typeof value === 'string' ? value : (value as { reference?: unknown } | undefined)?.reference;
  if (typeof text === 'string') {
    if (text.startsWith('#')) return containedIn(root, text.slice(1));
    const type = LITERAL.exec(text)?.[1];
    if (type !== undefined && model.kind(type) === 'resource') return standIn(type);
  }
  const named = (value as { type?: unknown } | undefined)?.type;
  if (typeof named !== 'string') return undefined;
  const type = named.startsWith(STRUCTURE) ? named.slice(STRUCTURE.length) : named;
  return model.kind(type) === 'resource' ? standIn(type) : undefined;
}

function standIn(type: string): Item {
  const value = { resourceType: type };
  return makeItem(value, type, value, '', undefined);
}

/** `#` alone is the container itself. */
function containedIn(root: Item, id: string): Item | undefined {
  if (id === '') return root;
  const contained = (root.value as { contained?: unknown }).contained;
  if (!Array.isArray(contained)) return undefined;
  const index = contained.findIndex((resource) => (resource as { id?: unknown } | null)?.id === id);
  if (index < 0) return undefined;
  const resource = contained[index] as { resourceType?: unknown };
  return makeItem(resource, String(resource.resourceType), contained, index, undefined);
}
