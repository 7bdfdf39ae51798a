// Every literal reference in a resource, wherever it stands: elements, extensions, contained resources.
// R4 references.html#literal. An object with a text in `reference` is a Reference; R4 has no other.

import type { TypeModel } from '../fhir/elements.ts';
import type { JsonObject, Resource } from '../fhir/json/tree.ts';
import { type LocalBases, type ParsedReference, parseReference } from '../fhir/reference.ts';

export interface LiteralReference {
  /** FHIRPath of the Reference: `Observation.performer[0]`. */
  expression: string;
  /** As written. */
  text: string;
  target: ParsedReference;
}

export function literalReferences(
  resource: Resource,
  model: TypeModel,
  local: LocalBases,
): LiteralReference[] {
  const found: LiteralReference[] = [];
  const path: (string | number)[] = [];

  function walk(node: JsonObject): void {
    if (typeof node.reference === 'string') {
      found.push({
        expression: expressionOf(resource.resourceType, path, resource, model),
        text: node.reference,
        target: parseReference(node.reference, local),
      });
    }
    for (const name in node) {
      const value = node[name];
      if (typeof value !== 'object' || value === null) continue;
      path.push(name);
      if (Array.isArray(value)) walkList(value);
      else walk(value);
      path.pop();
    }
  }

  function walkList(list: readonly unknown[]): void {
    for (let index = 0; index < list.length; index++) {
      const value = list[index];
      if (typeof value !== 'object' || value === null || Array.isArray(value)) continue;
      path.push(index);
      walk(value as JsonObject);
      path.pop();
    }
  }

  walk(resource);
  return found;
}

/** `valueReference` is `value` in FHIRPath; `contained` and `Bundle.entry.resource` go on with the type found there. */
function expressionOf(
  resourceType: string,
  path: readonly (string | number)[],
  resource: Resource,
  model: TypeModel,
): string {
  let type = resourceType;
  let text = resourceType;
  let node: unknown = resource;
  for (const step of path) {
    node = (node as Record<string | number, unknown>)[step];
    if (typeof step === 'number') {
      text += `[${step}]`;
    } else {
      const member = model.member(type, step);
      text += `.${member?.shape.name ?? step}`;
      type = member?.type ?? '';
    }
    const inner = (node as { resourceType?: unknown }).resourceType;
    if (typeof inner === 'string') type = inner;
  }
  return text;
}
