// Operators of FHIRPath that do not answer a condition alone (those are in truth.ts): http://hl7.org/fhirpath/N1/#operations.

import type { TypeModel } from '../elements.ts';
import { distinct, isAmong, order } from './compare.ts';
import { calculate } from './decimal.ts';
import type { Operator } from './expression.ts';
import {
  computed,
  type Environment,
  type Evaluate,
  type Items,
  NOTHING,
  ofBoolean,
  single,
  Undecided,
  Unsupported,
} from './item.ts';
import { spend, spendText } from './work.ts';

/** Throws Unsupported for operators that are not known here. */
export function compileOperator(
  operator: Operator,
  left: Evaluate,
  right: Evaluate,
  model: TypeModel,
): Evaluate {
  switch (operator) {
    case '<':
      return comparison(left, right, model, (found) => found < 0);
    case '>':
      return comparison(left, right, model, (found) => found > 0);
    case '<=':
      return comparison(left, right, model, (found) => found <= 0);
    case '>=':
      return comparison(left, right, model, (found) => found >= 0);
    case 'in':
      return membership(left, right, model);
    case 'contains':
      return membership(right, left, model);
    case '|':
      return (focus, env) => {
        const all = [...left(focus, env), ...right(focus, env)];
        spend(env, all.length);
        return distinct(all, model, env);
      };
    case '&':
      return (focus, env) => [
        computed(joined(textOf(left(focus, env)), textOf(right(focus, env)), env), 'System.String'),
      ];
    case '+':
    case '-':
    case '*':
    case '/':
    case 'div':
    case 'mod':
      return arithmetic(operator, left, right);
    default:
      throw new Unsupported(`the operator ${operator}`);
  }
}

function comparison(
  left: Evaluate,
  right: Evaluate,
  model: TypeModel,
  holds: (order: number) => boolean,
): Evaluate {
  return (focus, env) => {
    const a = single(left(focus, env));
    const b = single(right(focus, env));
    if (!a || !b) return NOTHING;
    const found = order(a, b, model);
    return ofBoolean(found === undefined ? undefined : holds(found));
  };
}

function membership(one: Evaluate, many: Evaluate, model: TypeModel): Evaluate {
  return (focus, env) => {
    const item = single(one(focus, env));
    if (!item) return NOTHING;
    const all = many(focus, env);
    spend(env, all.length);
    return ofBoolean(isAmong(item, all, model));
  };
}

/** Numbers and, for `+`, strings; an operand that is not there gives nothing. */
function arithmetic(operator: Parameters<typeof calculate>[0], left: Evaluate, right: Evaluate): Evaluate {
  return (focus, env) => {
    const a = single(left(focus, env))?.value;
    const b = single(right(focus, env))?.value;
    if (a === undefined || b === undefined) return NOTHING;
    if (operator === '+' && typeof a === 'string' && typeof b === 'string')
      return [computed(joined(a, b, env), 'System.String')];
    if (typeof a !== 'number' || typeof b !== 'number') throw new Undecided('operands that are no numbers');
    const result = calculate(operator, a, b);
    if (result === undefined) return NOTHING;
    return [computed(result, Number.isInteger(result) ? 'System.Integer' : 'System.Decimal')];
  };
}

function textOf(items: Items): string {
  const value = single(items)?.value;
  if (value === undefined) return '';
  if (typeof value !== 'string') throw new Undecided('a string is expected');
  return value;
}

function joined(a: string, b: string, env: Environment): string {
  spendText(env, a.length + b.length);
  return a + b;
}
