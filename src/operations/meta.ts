// $meta: which profiles, security labels and tags there are: of a resource, of one of its versions, or in use on a
// type or the whole server. R4 resource-operation-meta.html.

import { authorize, seeOf } from '../authorization/policy.ts';
import { fhirError } from '../fhir/error.ts';
import { type MetaSets, mergeMeta, metaOf, metaSets } from '../fhir/meta.ts';
import type { Context, Operation, OperationTarget } from '../interactions/context.ts';
import type { FhirRequest, FhirResponse } from '../interactions/request.ts';
import type { Where } from '../storage/query.ts';
import { returnMeta, simpleParameters } from './parameters.ts';

export const metaOperation: Operation = {
  name: '$meta',
  levels: ['system', 'type', 'instance', 'version'],
  affectsState: false,
  run,
};

const PAGE = 1000;

/** Resources with profiles or labels that one answer looks through. */
const READ_MAX = 50_000;

const HAS_META: Where = {
  kind: 'or',
  any: ['_profile', '_security', '_tag'].map((param) => ({ kind: 'not', where: { kind: 'missing', param } })),
};

async function run(
  request: FhirRequest,
  context: Context,
  { type, id, vid }: OperationTarget,
): Promise<FhirResponse> {
  simpleParameters(request, '$meta', []);
  if (type === undefined || id === undefined) return inUse(type, context);
  const path = vid === undefined ? [type, id] : [type, id, '_history', vid];
  const { body, headers, at } = await context.dispatch(
    { method: 'GET', path, query: [], headers: {} },
    context,
  );
  return { status: 200, headers, at, body: returnMeta(metaOf(body!)) };
}

/** All that this caller may see; the time says of which state. */
async function inUse(type: string | undefined, context: Context): Promise<FhirResponse> {
  if (type !== undefined) authorize(context.principal, 'read', type);
  const types = type === undefined ? [...context.definitions.resourceTypes] : [type];
  const reading = { see: seeOf(context.principal), min: context.min, bare: true };
  const used: MetaSets = { profile: [], security: [], tag: [] };
  const texts = new Set<string>();
  let after: string | undefined;
  for (let read = 0; ; ) {
    const found = await context.store.search(
      { types, where: HAS_META, sort: [], count: PAGE, after },
      reading,
    );
    for (const { text } of found.versions) {
      const { versionId: _, lastUpdated: __, ...meta } = metaOf(text!);
      const said = JSON.stringify(meta);
      if (!texts.has(said)) mergeMeta(used, metaSets(meta));
      texts.add(said);
    }
    after = found.next;
    if (after === undefined) break;
    read += found.versions.length;
    if (read >= READ_MAX) throw tooMany(type);
  }
  const lists = Object.fromEntries(Object.entries(used).filter(([, list]) => list.length > 0));
  const lastUpdated = context.formatInstant((await context.store.tip()).at);
  return { status: 200, headers: {}, body: returnMeta({ lastUpdated, ...lists }) };
}

function tooMany(type: string | undefined) {
  return fhirError(
    'unprocessable',
    `More than ${READ_MAX} resources have profiles, labels or tags. Ask ${type === undefined ? 'one type' : 'one resource'} at a time, or search by _tag, _security or _profile.`,
    { code: 'too-costly' },
  );
}
