// Every literal reference in a resource, wherever it stands: elements, extensions, contained resources.
// Those inside the entries of a Bundle or the parts of Parameters are left alone: they are resolved there.
// R4 references.html#literal, bundle.html#references.

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
    if (node !== resource && typeof node.resourceType === 'string' && path[0] !== 'contained') return;
    if (typeof node.reference === 'string') {
      const { expression, type } = placeOf(path, resource, model);
      // A few elements called `reference` are plain URIs: in Expression, DetectedIssue, Immunization.education.
      if (type === 'Reference' || type === '') {
        found.push({ expression, text: node.reference, target: parseReference(node.reference, local) });
      }
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
function placeOf(
  path: readonly (string | number)[],
  resource: Resource,
  model: TypeModel,
): { expression: string /** '' where the model does not know the element. */; type: string } {
  let type = resource.resourceType;
  let expression = type;
  let node: unknown = resource;
  for (const step of path) {
    node = (node as Record<string | number, unknown>)[step];
    if (typeof step === 'number') expression += `[${step}]`;
    else {
      // `_birthDate` holds the extensions of `birthDate`.
      const name = step.startsWith('_') ? step.slice(1) : step;
      const member = model.member(type, name);
      expression += `.${member?.shape.name ?? name}`;
      type = member?.type ?? '';
    }
    const inner = (node as { resourceType?: unknown }).resourceType;
    if (typeof inner === 'string') type = inner;
  }
  return { expression, type };
}
