// FHIRPath constraints of ElementDefinitions as plain functions. R4 conformance-rules.html#constraints.

import type { TypeModel } from '../elements.ts';
import { compileCondition } from './evaluate.ts';
import type { Environment, Item } from './item.ts';
import { parseExpression } from './parse.ts';
import type { ShareParts } from './shared-parts.ts';

export type { Environment, Item } from './item.ts';
export { createSharedParts } from './shared-parts.ts';

/**
 * True when the constraint holds for the focus; no answer counts as false. Throws Undecided when the data ask
 * for something that is not worked out here, such as quantities in different units: ask another engine then; and
 * TooCostly when it needs more than `env.work` allows.
 */
export type Invariant = (focus: Item, env: Environment) => boolean;

/**
 * undefined when the expression uses what this engine does not know. Throws PathSyntaxError. Constraints compiled
 * with the same `share` work out common parts once, as long as they are given the same item and environment.
 */
export function compileInvariant(
  expression: string,
  model: TypeModel,
  share?: ShareParts,
): Invariant | undefined {
  const tree = parseExpression(expression);
  try {
    const holds = compileCondition(tree, model, { share });
    return (focus, env) => holds([focus], env) === true;
  } catch (error) {
    if ((error as { kind?: unknown }).kind === 'unsupported') return undefined;
    throw error;
  }
}
