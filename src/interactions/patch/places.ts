// Where the elements that a FHIRPath names stand in the tree, as paths for changes of the text.

import type { TypeModel } from '../../fhir/elements.ts';
import { fhirError } from '../../fhir/error.ts';
import type { Path } from '../../fhir/json/splice.ts';
import type { Resource } from '../../fhir/json/tree.ts';
import { type CompiledPath, compilePath } from '../../fhir/path/compile.ts';
import { TooCostly } from '../../fhir/path/work.ts';

export interface Place {
  path: Path;
  /** FHIR type of the element there. */
  type: string;
  value: unknown;
}

/** Throws 400 for an expression that cannot be compiled. */
export function placesOf(expression: string, resource: Resource, model: TypeModel): Place[] {
  const compiled = compile(expression, resource.resourceType, model);
  const paths = pathsOf(resource);
  return found(compiled, resource, expression).flatMap(({ value, type, parent, member }): Place[] => {
    if (value === resource) return [{ path: [], type, value }];
    const above = paths.get(parent);
    return above ? [{ path: member === '' ? above : [...above, member], type, value }] : [];
  });
}

function found(compiled: CompiledPath, resource: Resource, expression: string): ReturnType<CompiledPath> {
  try {
    return compiled(resource);
  } catch (error) {
    if (!(error instanceof TooCostly)) throw error;
    throw fhirError(
      'invalid',
      `The path ${expression.slice(0, 120)} takes too many steps on this resource: name the elements that are meant.`,
      { code: 'too-costly' },
    );
  }
}

function compile(expression: string, type: string, model: TypeModel): CompiledPath {
  try {
    return compilePath(expression, type, model);
  } catch {
    throw fhirError(
      'invalid',
      `The path ${expression.slice(0, 120)} is not one that this server can follow.`,
    );
  }
}

/** Path of every object and array of the tree. */
function pathsOf(resource: Resource): Map<object, Path> {
  const paths = new Map<object, Path>();
  const visit = (node: unknown, path: Path): void => {
    if (typeof node !== 'object' || node === null) return;
    paths.set(node, path);
    for (const [name, child] of Object.entries(node))
      visit(child, [...path, Array.isArray(node) ? Number(name) : name]);
  };
  visit(resource, []);
  return paths;
}
