// The name of a search parameter taken apart: modifiers, chains and _has. R4 search.html#modifiers, #chaining, #has.

import { fhirError } from '../fhir/error.ts';
import { clip } from './types/asked.ts';

export type SearchName =
  | { kind: 'plain'; code: string; modifier?: string }
  /** `subject:Patient.rest` */
  | { kind: 'chain'; code: string; type?: string; rest: SearchName }
  /** `_has:Observation:patient:rest` */
  | { kind: 'has'; type: string; code: string; rest: SearchName };

/** Steps of a chain and levels of _has together. */
export const CHAIN_DEPTH_MAX = 8;

const WORD = /^[A-Za-z_][A-Za-z0-9_-]*$/;
const MODIFIER = /^[A-Za-z][A-Za-z-]*$/;

/** Throws FhirError 400 for a name that is not formed like one. What its words mean is not looked at here. */
export function parseName(text: string, depth = 0): SearchName {
  if (depth > CHAIN_DEPTH_MAX) {
    throw fhirError(
      'invalid',
      `A search may follow references over at most ${CHAIN_DEPTH_MAX} steps. Ask in smaller steps.`,
      {
        code: 'too-costly',
      },
    );
  }
  if (text.startsWith('_has:')) return parseHas(text, depth);
  const dot = text.indexOf('.');
  const [code, modifier, ...more] = (dot < 0 ? text : text.slice(0, dot)).split(':') as [string, ...string[]];
  if (!WORD.test(code) || more.length > 0 || (modifier !== undefined && !MODIFIER.test(modifier)))
    throw malformed(text);
  if (dot < 0) return modifier === undefined ? { kind: 'plain', code } : { kind: 'plain', code, modifier };
  const rest = parseName(text.slice(dot + 1), depth + 1);
  return modifier === undefined
    ? { kind: 'chain', code, rest }
    : { kind: 'chain', code, type: modifier, rest };
}

export function formatName(name: SearchName): string {
  switch (name.kind) {
    case 'plain':
      return name.modifier === undefined ? name.code : `${name.code}:${name.modifier}`;
    case 'chain':
      return `${name.type === undefined ? name.code : `${name.code}:${name.type}`}.${formatName(name.rest)}`;
    case 'has':
      return `_has:${name.type}:${name.code}:${formatName(name.rest)}`;
  }
}

function parseHas(text: string, depth: number): SearchName {
  const match = /^_has:([A-Za-z]+):([A-Za-z0-9_-]+):(.+)$/s.exec(text);
  if (!match) {
    throw fhirError(
      'invalid',
      `"${clip(text)}" is not a complete _has. Write _has:[type]:[reference parameter]:[parameter], e.g. _has:Observation:patient:code.`,
    );
  }
  return { kind: 'has', type: match[1]!, code: match[2]!, rest: parseName(match[3]!, depth + 1) };
}

function malformed(text: string) {
  return fhirError(
    'invalid',
    `"${clip(text)}" is not the name of a search parameter. Write name, name:modifier or name.name.`,
  );
}
