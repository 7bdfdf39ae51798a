// Operators of FHIRPath, http://hl7.org/fhirpath/N1/#operations. Booleans have three values: undefined is empty.

import type { TypeModel } from '../elements.ts';
import { areEqual, distinct, isAmong, order } from './compare.ts';
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
  toBoolean,
  Undecided,
  Unsupported,
} from './item.ts';

type Truth = (focus: Items, env: Environment) => boolean | undefined;

/** Throws Unsupported for operators that are not known here. */
export function compileOperator(
  operator: Operator,
  left: Evaluate,
  right: Evaluate,
  model: TypeModel,
): Evaluate {
  switch (operator) {
    case 'and':
    case 'or':
    case 'xor':
    case 'implies': {
      const decide = logic(operator, truth(left), truth(right));
      return (focus, env) => ofBoolean(decide(focus, env));
    }
    case '=':
      return (focus, env) => ofBoolean(areEqual(left(focus, env), right(focus, env), model));
    case '!=':
      return (focus, env) => {
        const equal = areEqual(left(focus, env), right(focus, env), model);
        return ofBoolean(equal === undefined ? undefined : !equal);
      };
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
      return (focus, env) => distinct([...left(focus, env), ...right(focus, env)], model);
    case '&':
      return (focus, env) => [
        computed(textOf(left(focus, env)) + textOf(right(focus, env)), 'System.String'),
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

function truth(evaluate: Evaluate): Truth {
  return (focus, env) => toBoolean(evaluate(focus, env));
}

/** http://hl7.org/fhirpath/N1/#boolean-logic */
function logic(operator: 'and' | 'or' | 'xor' | 'implies', left: Truth, right: Truth): Truth {
  if (operator === 'and') {
    return (focus, env) => {
      const a = left(focus, env);
      if (a === false) return false;
      const b = right(focus, env);
      return b === false ? false : a === undefined || b === undefined ? undefined : true;
    };
  }
  if (operator === 'or') {
    return (focus, env) => {
      const a = left(focus, env);
      if (a === true) return true;
      const b = right(focus, env);
      return b === true ? true : a === undefined || b === undefined ? undefined : false;
    };
  }
  if (operator === 'implies') {
    return (focus, env) => {
      const a = left(focus, env);
      if (a === false) return true;
      const b = right(focus, env);
      return a === true ? b : b === true ? true : undefined;
    };
  }
  return (focus, env) => {
    const a = left(focus, env);
    const b = right(focus, env);
    return a === undefined || b === undefined ? undefined : a !== b;
  };
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
    return ofBoolean(isAmong(item, many(focus, env), model));
  };
}

/** Numbers and, for `+`, strings; an operand that is not there gives nothing. */
function arithmetic(operator: Parameters<typeof calculate>[0], left: Evaluate, right: Evaluate): Evaluate {
  return (focus, env) => {
    const a = single(left(focus, env))?.value;
    const b = single(right(focus, env))?.value;
    if (a === undefined || b === undefined) return NOTHING;
    if (operator === '+' && typeof a === 'string' && typeof b === 'string')
      return [computed(a + b, 'System.String')];
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
