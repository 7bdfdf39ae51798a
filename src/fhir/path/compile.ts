// FHIRPath of search parameters compiled to plain functions. R4 searchparameter.html, fhirpath N1.

import type { TypeModel } from '../elements.ts';
import { compileExpression } from './evaluate.ts';
import { type Environment, type Item, type Items, type Located, makeItem } from './item.ts';
import { parseExpression } from './parse.ts';
import { resolveByText } from './references.ts';

export type { Located } from './item.ts';

/**
 * Never throws on odd data: what is not there or of another shape is not found. `focus` is a resource, or the
 * element that a composite's part is looked up in; `root` is then the resource around it (default: the focus).
 * Throws TooCostly for an expression that walks over everything for everything.
 */
export type CompiledPath = (focus: object, root?: object) => Located[];

/** Steps of one evaluation at most: some tenths of a second, and far more than the largest resources need. */
const STEPS_MAX = 1_000_000;

/**
 * `type` is that of the focus: a resource type, or an element's such as `Observation.component`. A focus that
 * names its resourceType is taken as that. Throws PathSyntaxError or Unsupported for what it cannot compile.
 */
export function compilePath(expression: string, type: string, model: TypeModel): CompiledPath {
  const evaluate = compileExpression(parseExpression(expression), model, { keepDuplicates: true });
  const itemOf = (value: object): Item => {
    const named = (value as { resourceType?: unknown }).resourceType;
    const known = typeof named === 'string' && (named === type || model.kind(named) === 'resource');
    return makeItem(value, known ? named : type, value, '', undefined);
  };
  const resolve = (reference: Item, env: Environment) => resolveByText(reference, env.resource, model);
  return (focus, root) => {
    const item = itemOf(focus);
    const resource = root === undefined || root === focus ? item : itemOf(root);
    try {
      const work = { left: STEPS_MAX };
      const env = { resource, rootResource: resource, context: item, resolve, work };
      return locatedOf(evaluate([item], env), focus);
    } catch (error) {
      // Data of an unexpected shape, such as several items where the expression means one.
      if ((error as { kind?: unknown }).kind === 'undecided') return [];
      throw error;
    }
  };
}

/** A primitive that has only extensions has no value to find; a computed boolean stands in the resource. */
function locatedOf(items: Items, focus: object): Located[] {
  const located: Located[] = [];
  for (const item of items) {
    if (item.value === undefined) continue;
    const isComputed = item.type === 'System.Boolean';
    located.push(isComputed ? { value: item.value, type: 'boolean', parent: focus, member: '' } : item);
  }
  return located;
}
