// $diff: what changed between two versions of a resource, or between two resources of one type, as a FHIRPath Patch
// with the previous values beside the new ones. An operation of our own: capability/OperationDefinition/Resource-diff.json.

import { fhirError } from '../fhir/error.ts';
import { removeAt } from '../fhir/json/change.ts';
import { parseReference } from '../fhir/reference.ts';
import type { Context, Operation, OperationTarget } from '../interactions/context.ts';
import type { FhirRequest, FhirResponse } from '../interactions/request.ts';
import { differences } from './diff/differences.ts';
import { simpleParameters } from './parameters.ts';

export const diffOperation: Operation = {
  name: '$diff',
  levels: ['system', 'instance'],
  affectsState: false,
  run,
};

interface Side {
  type: string;
  id: string;
  /** undefined: the current one. */
  version?: string;
}

async function run(
  request: FhirRequest,
  context: Context,
  { type, id }: OperationTarget,
): Promise<FhirResponse> {
  const [from, to] =
    type === undefined || id === undefined
      ? sidesNamed(request, context)
      : await sidesOf(request, { type, id }, context);
  if (from.type !== to.type) {
    throw fhirError('invalid', `A ${from.type} and a ${to.type} cannot be compared. Name two of one type.`);
  }
  const [before, after] = [await textOf(from, context), await textOf(to, context)];
  const found = differences(before, after, from.type, context.definitions.model);
  const parameter = found.length === 0 ? '' : `,"parameter":[${found.join(',')}]`;
  return { status: 200, headers: {}, body: `{"resourceType":"Parameters"${parameter}}` };
}

/** `fromVersion`, or the one before `toVersion`; `toVersion`, or the current one. */
async function sidesOf(request: FhirRequest, key: Side, context: Context): Promise<[Side, Side]> {
  const given = new Map(simpleParameters(request, '$diff', ['fromVersion', 'toVersion']));
  const to: Side = { ...key, version: given.get('toVersion') };
  const version = given.get('fromVersion') ?? String((await versionOf(to, context)) - 1);
  if (version === '0') {
    throw fhirError(
      'invalid',
      `${key.type}/${key.id} has one version; there is none before it to compare with.`,
    );
  }
  return [{ ...key, version }, to];
}

async function versionOf({ type, id, version }: Side, context: Context): Promise<number> {
  if (version !== undefined && /^\d{1,15}$/.test(version)) return Number(version);
  const [current] = await context.store.read([{ type, id }]);
  if (!current) throw fhirError('not-found', `There is no ${type}/${id}.`);
  return current.version;
}

/** `from` and `to`: references, with or without a version. */
function sidesNamed(request: FhirRequest, context: Context): [Side, Side] {
  const given = new Map(simpleParameters(request, '$diff', ['from', 'to']));
  const side = (name: string): Side => {
    const target = parseReference(given.get(name) ?? '', context.local);
    if (target.kind === 'local') return target;
    throw fhirError(
      'invalid',
      `$diff needs ${name}: a reference to a resource of this server, e.g. ${name}=Patient/1/_history/2.`,
      { code: 'required' },
    );
  };
  return [side('from'), side('to')];
}

/** Read as any other, so that rights and tombstones count; what the server itself counts up is no difference. */
async function textOf({ type, id, version }: Side, context: Context): Promise<string> {
  const path = version === undefined ? [type, id] : [type, id, '_history', version];
  const { body } = await context.dispatch({ method: 'GET', path, query: [], headers: {} }, context);
  const without = (text: string, ...at: string[]) => removeAt(text, at) ?? text;
  const text = without(without(body!, 'meta', 'versionId'), 'meta', 'lastUpdated');
  return text.replace(/,"meta":\{\}/, '');
}
