// Syntax tree → function. Search paths and invariants are both made here.

import type { TypeModel } from '../elements.ts';
import type { Expression } from './expression.ts';
import { type Tools, typeArgument } from './functions/function.ts';
import { FUNCTIONS } from './functions/index.ts';
import {
  computed,
  type Environment,
  type Evaluate,
  type Item,
  type Items,
  NOTHING,
  ofBoolean,
  single,
  Unsupported,
} from './item.ts';
import { compileSteps, type Step } from './members.ts';
import { compileOperator } from './operators.ts';
import type { ShareParts } from './shared-parts.ts';
import { compileTruth, type Truth, truthOf } from './truth.ts';
import { compileTypeTest } from './types.ts';
import { spend } from './work.ts';

export interface EvaluateOptions {
  /** Keep items that equal each other on both sides of `|`: a search index wants to place each of them. */
  keepDuplicates?: boolean;
  /** Shares filters of the focus with other expressions that were compiled with the same. */
  share?: ShareParts;
}

const CONSTANTS: Record<string, string> = {
  ucum: 'http://unitsofmeasure.org',
  sct: 'http://snomed.info/sct',
  loinc: 'http://loinc.org',
};

/** For what is the same whatever the data. */
const NO_DATA: Environment = (() => {
  const nothing = computed(undefined, 'Resource');
  return { resource: nothing, rootResource: nothing, context: nothing };
})();

/** Throws Unsupported when the expression uses what is not known here. */
export function compileExpression(
  root: Expression,
  model: TypeModel,
  options: EvaluateOptions = {},
): Evaluate {
  return createCompiler(model, options).compile(root);
}

/** The same for an expression that is true, false or neither. */
export function compileCondition(root: Expression, model: TypeModel, options: EvaluateOptions = {}): Truth {
  return truthOf(root, createCompiler(model, options));
}

function createCompiler(model: TypeModel, options: EvaluateOptions): Tools {
  const tools: Tools = { model, compile };
  /** Above zero inside the arguments of a function, where the focus is another. */
  let nesting = 0;
  return tools;

  function compile(expression: Expression): Evaluate {
    switch (expression.kind) {
      case 'literal':
        return constant([computed(expression.value, `System.${expression.type}`)]);
      case 'nothing':
        return constant(NOTHING);
      case 'variable':
        return variable(expression.name);
      case 'special':
        if (expression.name === 'this') return (focus) => focus;
        if (expression.name === 'index') return indexOf;
        if (expression.name === 'total') return (_, env) => env.total ?? NOTHING;
        throw new Unsupported(`$${expression.name}`);
      case 'negative':
        return compile({
          kind: 'binary',
          operator: '-',
          left: { kind: 'literal', type: 'Integer', value: 0 },
          right: expression.operand,
        });
      case 'item':
        return itemAt(compile(expression.on), compile(expression.index));
      case 'member':
        return compileChain(expression);
      case 'type':
        if (expression.operator === 'as' && expression.on.kind === 'member') return compileChain(expression);
        return typeTest(compile(expression.on), expression.operator, expression.type);
      case 'call':
        if (isTypedMember(expression)) return compileChain(expression);
        return compileCall(expression);
      case 'binary': {
        const truth = compileTruth(expression, tools);
        if (truth) return (focus, env) => ofBoolean(truth(focus, env));
        const left = compile(expression.left);
        const right = compile(expression.right);
        if (expression.operator === '|' && options.keepDuplicates) {
          return (focus, env) => joined(left(focus, env), right(focus, env));
        }
        const evaluate = compileOperator(expression.operator, left, right, model);
        if (expression.operator !== '|' || !isUnionOfLiterals(expression)) return evaluate;
        return constant(evaluate(NOTHING, NO_DATA));
      }
      default:
        throw new Unsupported(expression.kind);
    }
  }

  /** `a.b.as(T).c` in one go, with the choices narrowed to T. */
  function compileChain(expression: Expression): Evaluate {
    const steps: Step[] = [];
    let at: Expression | undefined = expression;
    let only: string | undefined;
    for (;;) {
      if (at?.kind === 'member' && (at.on !== undefined || only !== undefined || !isTypeName(at.name))) {
        steps.unshift({ name: at.name, only });
        only = undefined;
        at = at.on;
      } else if (at?.kind === 'type' && at.operator === 'as' && at.on.kind === 'member') {
        only = knownType(at.type);
        at = at.on;
      } else if (at?.kind === 'call' && isTypedMember(at)) {
        only = knownType(typeArgument(at.args[0]));
        at = at.on;
      } else break;
    }
    const follow = steps.length === 0 ? undefined : compileSteps(steps, model);
    const start = at?.kind === 'member' ? typeFilter(at.name) : at && compile(at);
    if (!follow) return start!;
    if (!start) return (focus) => follow(focus);
    return (focus, env) => {
      const found = follow(start(focus, env));
      spend(env, found.length);
      return found;
    };
  }

  /** A leading type name stands for the focus itself, when it is of that type. */
  function typeFilter(name: string): Evaluate {
    const isOfType = compileTypeTest(name, model);
    return (focus) => {
      if (focus.length === 1) return isOfType(focus[0]!) ? focus : NOTHING;
      return focus.filter(isOfType);
    };
  }

  function isTypeName(name: string): boolean {
    return name[0]! <= 'Z' && model.kind(name) !== undefined;
  }

  function isTypedMember(call: Expression & { kind: 'call' }): boolean {
    return (
      (call.name === 'as' || call.name === 'ofType') && call.on?.kind === 'member' && call.args.length === 1
    );
  }

  function knownType(specifier: string): string {
    const name = specifier.startsWith('FHIR.') ? specifier.slice(5) : specifier;
    if (model.kind(name) === undefined) throw new Unsupported(`the type ${specifier}`);
    return name;
  }

  function compileCall(expression: Expression & { kind: 'call' }): Evaluate {
    const { share } = options;
    if (!share || nesting > 0 || expression.name !== 'where') return compileOwnCall(expression);
    return share(JSON.stringify(expression), () => compileOwnCall(expression));
  }

  function compileOwnCall({ on, name, args }: Expression & { kind: 'call' }): Evaluate {
    const build = FUNCTIONS.get(name);
    if (!build) throw new Unsupported(`the function ${name}()`);
    nesting++;
    const invoke = build(args, tools);
    nesting--;
    if (!on) return (focus, env) => counted(invoke(focus, focus, env), focus, env);
    const input = name === 'where' ? compileInput(on) : compile(on);
    return (focus, env) => {
      const from = input(focus, env);
      return counted(invoke(from, focus, env), from, env);
    };
  }

  /** `component` in `component.where(…)` and in all other filters of it. */
  function compileInput(on: Expression): Evaluate {
    const { share } = options;
    if (!share || nesting > 0 || on.kind !== 'member') return compile(on);
    return share(JSON.stringify(on), () => compile(on));
  }

  function typeTest(on: Evaluate, operator: 'is' | 'as', type: string): Evaluate {
    const isOfType = compileTypeTest(type, model);
    if (operator === 'as') return (focus, env) => on(focus, env).filter(isOfType);
    return (focus, env) => {
      const item = single(on(focus, env));
      return item ? [computed(isOfType(item), 'System.Boolean')] : NOTHING;
    };
  }
}

function counted(found: Items, from: Items, env: Environment): Items {
  spend(env, 1 + found.length + from.length);
  return found;
}

/** `'a' | 'b'` is the same for every focus. */
function isUnionOfLiterals(expression: Expression): boolean {
  if (expression.kind === 'literal') return true;
  if (expression.kind !== 'binary' || expression.operator !== '|') return false;
  return isUnionOfLiterals(expression.left) && isUnionOfLiterals(expression.right);
}

const indexOf: Evaluate = (_, { index }) =>
  index === undefined ? NOTHING : [computed(index, 'System.Integer')];

function constant(items: Items): Evaluate {
  return () => items;
}

function variable(name: string): Evaluate {
  if (name === 'resource' || name === 'rootResource' || name === 'context') {
    return (_, env: Environment) => [env[name]];
  }
  const text = CONSTANTS[name] ?? canonicalOf(name);
  if (text === undefined) throw new Unsupported(`%${name}`);
  return constant([computed(text, 'System.String')]);
}

/** R4 fhirpath.html#variables: `%vs-name` and `%ext-name` are canonical URLs. */
function canonicalOf(name: string): string | undefined {
  if (name.startsWith('vs-')) return `http://hl7.org/fhir/ValueSet/${name.slice(3)}`;
  if (name.startsWith('ext-')) return `http://hl7.org/fhir/StructureDefinition/${name.slice(4)}`;
  return undefined;
}

function itemAt(on: Evaluate, index: Evaluate): Evaluate {
  return (focus, env) => {
    const items = on(focus, env);
    if (items.length === 0) return NOTHING;
    const at = single(index(focus, env))?.value;
    const item: Item | undefined = typeof at === 'number' ? items[at] : undefined;
    return item ? [item] : NOTHING;
  };
}

function joined(left: Items, right: Items): Items {
  if (left.length === 0) return right;
  return right.length === 0 ? left : [...left, ...right];
}
