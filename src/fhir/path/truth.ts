// Conditions compiled to functions that answer true, false or nothing (undefined), without collections of items.
// Invariants are made of them: this is where most of their time goes. http://hl7.org/fhirpath/N1/#boolean-logic

import { areEqual } from './compare.ts';
import type { Expression } from './expression.ts';
import type { Tools } from './functions/function.ts';
import { type Environment, type Evaluate, type Items, toBoolean } from './item.ts';
import { compileAnyText, compilePlainText, PLAIN_TEXT } from './plain-text.ts';

export type Truth = (focus: Items, env: Environment) => boolean | undefined;

/** undefined: the expression is of another kind, and its items must be asked. */
export function compileTruth(expression: Expression, tools: Tools): Truth | undefined {
  if (expression.kind === 'binary') return ofOperator(expression, tools);
  if (expression.kind !== 'call' || !expression.on) return undefined;
  if (expression.args.length > 0) return ofAnyText(expression, tools);
  switch (expression.name) {
    case 'exists': {
      const found = tools.compile(expression.on);
      return (focus, env) => found(focus, env).length > 0;
    }
    case 'empty': {
      const found = tools.compile(expression.on);
      return (focus, env) => found(focus, env).length === 0;
    }
    case 'not': {
      const inner = truthOf(expression.on, tools);
      return (focus, env) => {
        const value = inner(focus, env);
        return value === undefined ? undefined : !value;
      };
    }
    default:
      return undefined;
  }
}

/** The same for any expression: one item that is no boolean counts as true. */
export function truthOf(expression: Expression, tools: Tools): Truth {
  return compileTruth(expression, tools) ?? ofItems(tools.compile(expression));
}

function ofItems(evaluate: Evaluate): Truth {
  return (focus, env) => toBoolean(evaluate(focus, env));
}

/** `coding.exists(code = 'a')`. */
function ofAnyText(expression: Expression & { kind: 'call' }, tools: Tools): Truth | undefined {
  const { on, name, args } = expression;
  const plain =
    on && name === 'exists' && args.length === 1 ? compileAnyText(on, args[0]!, tools.model) : undefined;
  if (!plain) return undefined;
  const byItems = ofItems(tools.compile(expression));
  return (focus, env) => plain(focus, env) ?? byItems(focus, env);
}

function ofOperator(expression: Expression & { kind: 'binary' }, tools: Tools): Truth | undefined {
  const { operator, left, right } = expression;
  switch (operator) {
    case 'and':
      return both(truthOf(left, tools), truthOf(right, tools));
    case 'or':
      return either(truthOf(left, tools), truthOf(right, tools));
    case 'implies':
      return follows(truthOf(left, tools), truthOf(right, tools));
    case 'xor':
      return differ(truthOf(left, tools), truthOf(right, tools));
    case '=':
      return equal(left, right, tools);
    case '!=': {
      const same = equal(left, right, tools);
      return (focus, env) => {
        const value = same(focus, env);
        return value === undefined ? undefined : !value;
      };
    }
    default:
      return undefined;
  }
}

function both(left: Truth, right: Truth): Truth {
  return (focus, env) => {
    const a = left(focus, env);
    if (a === false) return false;
    const b = right(focus, env);
    return b === false ? false : a === undefined || b === undefined ? undefined : true;
  };
}

function either(left: Truth, right: Truth): Truth {
  return (focus, env) => {
    const a = left(focus, env);
    if (a === true) return true;
    const b = right(focus, env);
    return b === true ? true : a === undefined || b === undefined ? undefined : false;
  };
}

function follows(left: Truth, right: Truth): Truth {
  return (focus, env) => {
    const a = left(focus, env);
    if (a === false) return true;
    const b = right(focus, env);
    return a === true ? b : b === true ? true : undefined;
  };
}

function differ(left: Truth, right: Truth): Truth {
  return (focus, env) => {
    const a = left(focus, env);
    const b = right(focus, env);
    return a === undefined || b === undefined ? undefined : a !== b;
  };
}

function equal(left: Expression, right: Expression, tools: Tools): Truth {
  const a = tools.compile(left);
  const b = tools.compile(right);
  const { model } = tools;
  if (right.kind !== 'literal' || right.type !== 'String') {
    return (focus, env) => areEqual(a(focus, env), b(focus, env), model);
  }
  // `status = 'final'`, the usual condition.
  const text = right.value;
  const plain = compilePlainText(left, model);
  return (focus, env) => {
    const read = plain?.(focus);
    if (read !== undefined) return read === text;
    const found = a(focus, env);
    const only = found.length === 1 ? found[0]! : undefined;
    return only !== undefined && typeof only.value === 'string' && PLAIN_TEXT.has(only.type)
      ? only.value === text
      : areEqual(found, b(focus, env), model);
  };
}
