// What a FHIRPath function is made of: it is built once from its arguments and called with each input.

import type { TypeModel } from '../../elements.ts';
import type { Expression } from '../expression.ts';
import { type Environment, type Evaluate, type Items, Unsupported } from '../item.ts';

/** `input` is the collection before the dot, `focus` what `$this` is outside of the call. */
export type Invoke = (input: Items, focus: Items, env: Environment) => Items;

export interface Tools {
  model: TypeModel;
  compile(expression: Expression): Evaluate;
}

/** Throws Unsupported when the arguments are not of the kind that it knows. */
export type BuildFunction = (args: readonly Expression[], tools: Tools) => Invoke;

/** A function without arguments. */
export function plain(invoke: (input: Items) => Items): BuildFunction {
  return (args) => {
    arity(args, 0);
    return invoke;
  };
}

export function arity(args: readonly Expression[], least: number, most = least): void {
  if (args.length < least || args.length > most) throw new Unsupported('another number of arguments');
}

/** An argument that names a type: `Patient`, `FHIR.Patient`, `System.String`. */
export function typeArgument(expression: Expression | undefined): string {
  if (expression?.kind !== 'member') throw new Unsupported('a type is expected');
  return expression.on ? `${typeArgument(expression.on)}.${expression.name}` : expression.name;
}
