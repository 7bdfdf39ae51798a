// Criteria written as _filter. R4 search_filter.html.

import type { Asked, Criterion } from './asked.ts';
import { nameOf, writtenOf } from './asked.ts';

/** Undefined for what a filter says in another way. */
export function filterOf(criterion: Criterion, base: string): string | undefined {
  const { steps, modifier, alternatives, isMissing } = criterion;
  if (steps.some(({ kind }) => kind === 'has')) return undefined;
  // A filter asks for the values at the end of a path, and where the path leads nowhere, there are none.
  if (steps.length > 0 && (modifier === 'not' || isMissing === true)) return undefined;
  const name = nameOf({ ...criterion, modifier: undefined });
  if (isMissing !== undefined) return `${name} pr ${!isMissing}`;
  if (modifier !== undefined && modifier !== 'not' && modifier !== 'contains') return undefined;
  const tests = alternatives.map((asked) => testOf(name, asked, modifier, base));
  if (tests.some((test) => test === undefined)) return undefined;
  const any = tests.join(' or ');
  return modifier === 'not' ? `not (${any})` : `(${any})`;
}

function testOf(name: string, asked: Asked, modifier: string | undefined, base: string): string | undefined {
  const plain = (one: Asked) => JSON.stringify(writtenOf({ alternatives: [one] }, base));
  switch (asked.kind) {
    case 'text':
      return `${name} ${modifier === 'contains' ? 'co' : 'sw'} ${JSON.stringify(asked.text)}`;
    case 'token':
      return `${name} eq ${plain(asked)}`;
    case 'reference':
      return `${name} re ${plain(asked)}`;
    case 'date':
    case 'number':
    case 'quantity':
      return `${name} ${asked.prefix || 'eq'} ${plain({ ...asked, prefix: '' })}`;
    default:
      return undefined;
  }
}
