// The values that a whole file shares, such as the day of the examination: from a column, a title cell, the file
// name or `--set`, in that order. The clock and the date of the file are never used.

import { FhirError } from '../fhir/error.ts';
import type { Issue } from '../fhir/issue.ts';
import type { ParameterSpec } from './mapping.ts';
import { readDate } from './transforms/date.ts';

export type ParameterOrigin =
  | 'column'
  | 'title'
  | 'file name'
  | '--set'
  | 'default'
  | 'the values themselves';

export interface Parameter {
  name: string;
  value: string;
  from: ParameterOrigin;
}

export interface ParameterSources {
  /** The first cell of the parameter's column, where it has one and the file too. */
  column(name: string): string | undefined;
  titles: readonly string[];
  fileName: string;
  set: Readonly<Record<string, string>>;
}

export interface ResolvedParameters {
  parameters: Parameter[];
  /** A `--set` that was not used because the file says something else. */
  notes: string[];
}

/** Throws FhirError('unprocessable') naming each missing or unreadable parameter and the ways to give it. */
export function resolveParameters(
  specs: Readonly<Record<string, ParameterSpec>>,
  sources: ParameterSources,
): ResolvedParameters {
  const parameters: Parameter[] = [];
  const notes: string[] = [];
  const issues: Issue[] = [];
  for (const [name, spec] of Object.entries(specs)) {
    const found = find(name, spec, sources);
    if (!found) {
      if (spec.required) issues.push(missing(name, spec));
      continue;
    }
    const value = readValue(spec, found.text);
    if (value === undefined) {
      issues.push(unreadable(name, spec, found));
      continue;
    }
    parameters.push({ name, value, from: found.from });
    const set = sources.set[name];
    if (set !== undefined && found.from !== '--set' && readValue(spec, set) !== value) {
      notes.push(`--set ${name}=${set} was not used: the ${found.from} says ${value}.`);
    }
  }
  for (const name of Object.keys(sources.set)) {
    if (!(name in specs)) {
      const known = Object.keys(specs).join(', ');
      issues.push(issue(`--set ${name}: this mapping has no such parameter. It has ${known}.`));
    }
  }
  if (issues.length > 0) throw new FhirError('unprocessable', issues);
  return { parameters, notes };
}

interface FoundText {
  text: string;
  from: ParameterOrigin;
}

function find(name: string, spec: ParameterSpec, sources: ParameterSources): FoundText | undefined {
  const column = sources.column(name)?.trim();
  if (column) return { text: column, from: 'column' };
  for (const title of sources.titles) {
    const text = firstMatch(spec.titleCell, title);
    if (text) return { text, from: 'title' };
  }
  const named = firstMatch(spec.fileName, sources.fileName);
  if (named) return { text: named, from: 'file name' };
  const set = sources.set[name];
  if (set !== undefined) return { text: set, from: '--set' };
  return spec.default === undefined ? undefined : { text: spec.default, from: 'default' };
}

function firstMatch(patterns: readonly string[] | undefined, text: string): string | undefined {
  const short = text.normalize('NFKC').slice(0, 500);
  for (const pattern of patterns ?? []) {
    const value = new RegExp(pattern, 'u').exec(short)?.groups?.value?.trim();
    if (value) return value;
  }
  return undefined;
}

function readValue(spec: ParameterSpec, text: string): string | undefined {
  if (spec.type === 'date') return readDate(text.normalize('NFKC').trim())?.date;
  if (spec.type === 'code') {
    const code = spec.words?.[text] ?? text;
    return spec.codes?.includes(code) ? code : undefined;
  }
  return text.trim() === '' ? undefined : text.trim();
}

function missing(name: string, { label, column, type }: ParameterSpec): Issue {
  const ways = [
    column ? `a column (${column})` : undefined,
    'the title row above the header',
    'the name of the file',
    `--set ${name}=${type === 'date' ? '2021-05-21' : '…'}`,
  ].filter((way) => way !== undefined);
  const listed = `${ways.slice(0, -1).join(', ')} or ${ways.at(-1)}`;
  return issue(`The file does not say ${name} (${label.zh}, ${label.en}). Give it by ${listed}.`);
}

function unreadable(name: string, spec: ParameterSpec, { text, from }: FoundText): Issue {
  const expected =
    spec.type === 'date'
      ? 'a date such as 2021-05-21'
      : spec.type === 'code'
        ? `one of ${spec.codes?.join(', ')}`
        : 'text';
  return issue(`${name} from ${from} is "${text}", but ${expected} was expected.`);
}

function issue(diagnostics: string): Issue {
  return { severity: 'error', code: 'required', diagnostics, rule: 'parameter' };
}
