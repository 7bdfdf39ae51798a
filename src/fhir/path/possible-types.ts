// Which FHIR types an expression may answer, found out without data: for checking expressions when they are stored.
// Careful rather than clever: what is not plain to see is not judged.

import type { TypeModel } from '../elements.ts';
import type { Expression } from './expression.ts';

/** undefined: cannot be told. An empty set: the expression never finds anything. */
export type PossibleTypes = ReadonlySet<string> | undefined;

/** A step to an element that none of the possible types has. */
export class NoSuchElement extends Error {
  readonly kind = 'no-such-element';
}

const NONE: PossibleTypes = new Set();
const BOOLEAN: PossibleTypes = new Set(['boolean']);
/** Functions that hand on some of what they are given. */
const SAME = new Set([
  'where',
  'first',
  'last',
  'tail',
  'single',
  'skip',
  'take',
  'distinct',
  'trace',
  'intersect',
  'exclude',
]);
const TRUTHS = new Set([
  'exists',
  'empty',
  'not',
  'all',
  'allTrue',
  'anyTrue',
  'allFalse',
  'anyFalse',
  'hasValue',
  'is',
  'matches',
  'startsWith',
  'endsWith',
  'contains',
  'isDistinct',
  'subsetOf',
  'supersetOf',
]);
const TRUTH_OPERATORS = new Set([
  'and',
  'or',
  'xor',
  'implies',
  '=',
  '!=',
  '~',
  '!~',
  '<',
  '>',
  '<=',
  '>=',
  'in',
]);
/** What they hold is of any type. */
const ANY = new Set(['Resource', 'DomainResource', 'Element', 'BackboneElement']);

/** Of an expression whose focus is of `type`. Throws NoSuchElement. */
export function possibleTypes(expression: Expression, type: string, model: TypeModel): PossibleTypes {
  const ofFocus: PossibleTypes = new Set([type]);

  function of(node: Expression | undefined): PossibleTypes {
    if (!node) return ofFocus;
    switch (node.kind) {
      case 'member':
        return ofMember(node);
      case 'call':
        return ofCall(node);
      case 'item':
        return of(node.on);
      case 'type':
        return node.operator === 'is' ? BOOLEAN : narrowed(of(node.on), node.type);
      case 'binary':
        if (TRUTH_OPERATORS.has(node.operator)) return BOOLEAN;
        return node.operator === '|' ? union(of(node.left), of(node.right)) : undefined;
      default:
        return undefined;
    }
  }

  function ofMember({ on, name }: Extract<Expression, { kind: 'member' }>): PossibleTypes {
    if (!on && name[0]! <= 'Z' && model.kind(name) !== undefined) {
      return model.isA(type, name) ? ofFocus : NONE;
    }
    const from = of(on);
    if (from === undefined || from.size === 0) return from;
    if ([...from].some((one) => ANY.has(one))) return undefined;
    const shapes = [...from].flatMap((one) => model.elements(one)?.get(name) ?? []);
    if (shapes.length === 0) throw noSuchElement(name, from);
    return new Set(shapes.flatMap((shape) => shape.types));
  }

  function ofCall({ on, name, args }: Extract<Expression, { kind: 'call' }>): PossibleTypes {
    if (TRUTHS.has(name)) return BOOLEAN;
    const from = of(on);
    if (SAME.has(name)) return from;
    if (name === 'ofType' || name === 'as') {
      const [asked] = args;
      return asked?.kind === 'member' ? narrowed(from, asked.name) : undefined;
    }
    if (name === 'extension') return new Set(['Extension']);
    if ((name === 'union' || name === 'combine') && args[0]) return union(from, of(args[0]));
    return undefined;
  }

  function narrowed(from: PossibleTypes, text: string): PossibleTypes {
    const asked = text.replace(/^(?:FHIR|System)\./, '');
    if (from === undefined) return new Set([asked]);
    const fits = [...from].some(
      (one) => ANY.has(one) || one === asked || model.isA(one, asked) || model.isA(asked, one),
    );
    return fits ? new Set([asked]) : NONE;
  }

  return of(expression);
}

function union(a: PossibleTypes, b: PossibleTypes): PossibleTypes {
  return a === undefined || b === undefined ? undefined : new Set([...a, ...b]);
}

function noSuchElement(name: string, from: ReadonlySet<string>): NoSuchElement {
  return new NoSuchElement(`${[...from].slice(0, 3).join(', ')} has no element "${name}"`);
}
