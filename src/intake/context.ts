// What the whole file shares, made or found before its lines: organisations, place, device, roster and order.
// An organisation or device is found by name, by `system|value` or by `Type/id`; if unknown it is made.

import { fhirError } from '../fhir/error.ts';
import type { JsonObject, Resource } from '../fhir/json/tree.ts';
import type { CompiledContext, CompiledMapping } from './compile-mapping.ts';
import { idOf } from './keys.ts';
import type { IntakeAnswer, Submit } from './submit.ts';
import type { Scope } from './template.ts';
import type { BundlePart } from './transaction.ts';
import type { Value } from './transforms/transform.ts';

export interface FileContext {
  /** `param.…`, `ref.…`, `key.…`: what templates of lines see. */
  scope: Map<string, Value>;
  /** To be written with the first transaction. */
  made: BundlePart[];
  /** `Group/…` of all children of the file. */
  roster: string | undefined;
  /** True when the sitting is already known: lines may have been stored before. */
  orderKnown: boolean;
}

/** Reads only. Throws FhirError('unprocessable') when a name fits none or several. */
export async function resolveContext(
  mapping: CompiledMapping,
  parameters: Readonly<Record<string, string>>,
  submit: Submit,
): Promise<FileContext> {
  const scope = new Map<string, Value>();
  for (const [name, value] of Object.entries(parameters)) scope.set(`param.${name}`, value);
  const made: BundlePart[] = [];
  let roster: string | undefined;
  let orderKnown = false;
  for (const spec of mapping.context) {
    if (spec.parameter !== undefined && parameters[spec.parameter] === undefined) continue;
    const id = contextId(spec, scope);
    scope.set(`key.${spec.as}`, id);
    const found = await find(spec, id, parameters, scope, submit);
    const reference = found ?? `${spec.type}/${id}`;
    if (!found) made.push({ reference, ...spec.fill(scope, id) });
    scope.set(`ref.${spec.as}`, reference);
    if (spec.members) roster = reference;
    if (spec.as === mapping.document.order) orderKnown = found !== undefined;
  }
  return { scope, made, roster, orderKnown };
}

function contextId(spec: CompiledContext, scope: Scope): string {
  return idOf('c', spec.type, ...spec.key.map((text) => text(scope) ?? ''));
}

async function find(
  spec: CompiledContext,
  id: string,
  parameters: Readonly<Record<string, string>>,
  scope: Scope,
  submit: Submit,
): Promise<string | undefined> {
  const given = spec.parameter === undefined ? undefined : parameters[spec.parameter];
  if (given?.startsWith(`${spec.type}/`)) return known(given, spec, submit);
  if ((await submit({ method: 'GET', path: `${spec.type}/${id}` })).status === 200)
    return `${spec.type}/${id}`;
  if (spec.search === undefined) return undefined;
  const value = spec.searchValue ? spec.searchValue(scope) : given;
  if (value === undefined) return undefined;
  const byIdentifier = given?.includes('|') === true;
  const matches = await search(spec.type, byIdentifier ? 'identifier' : spec.search, value, submit);
  if (matches.length === 1) return matches[0];
  if (matches.length > 1 && given !== undefined) throw several(spec, given, matches);
  if (byIdentifier) throw none(spec, given!);
  return undefined;
}

async function known(reference: string, spec: CompiledContext, submit: Submit): Promise<string> {
  if ((await submit({ method: 'GET', path: reference })).status === 200) return reference;
  throw none(spec, reference);
}

async function search(type: string, parameter: string, value: string, submit: Submit): Promise<string[]> {
  const escaped = value.replace(/[\\,$|]/g, (c) => (parameter === 'identifier' && c === '|' ? c : `\\${c}`));
  const path = `${type}?${parameter}=${encodeURIComponent(escaped)}&_count=5`;
  const answer = await submit({ method: 'GET', path });
  if (answer.status !== 200) throw fhirError('unprocessable', `${path} was refused with ${answer.status}.`);
  return matchesOf(answer).map(({ id }) => `${type}/${id}`);
}

/** Resources of a searchset that matched. */
export function matchesOf(answer: IntakeAnswer): Resource[] {
  const entries = (answer.body?.entry ?? []) as JsonObject[];
  return entries
    .filter(({ search: mode }) => (mode as JsonObject | undefined)?.mode !== 'outcome')
    .map(({ resource }) => resource as Resource);
}

function several(spec: CompiledContext, given: string, matches: string[]) {
  const sentence = `${spec.parameter} "${given}" fits ${matches.join(' and ')}. Choose one: --set ${spec.parameter}=${matches[0]}.`;
  return fhirError('unprocessable', sentence, { rule: 'parameter' });
}

function none(spec: CompiledContext, given: string) {
  const sentence = `${spec.parameter} "${given}" fits no ${spec.type} on this server. Create it first, or give its name.`;
  return fhirError('unprocessable', sentence, { rule: 'parameter' });
}
