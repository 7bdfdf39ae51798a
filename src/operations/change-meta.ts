// $meta-add and $meta-delete: profiles, security labels and tags of a resource, without sending its content. Here
// every change of content is a new version, these too: history says who could see what and when, and is never
// rewritten. R4 resource-operation-meta-add.html, resource-operation-meta-delete.html.

import { authorize } from '../authorization/policy.ts';
import { fhirError } from '../fhir/error.ts';
import { parseJson } from '../fhir/json/parse.ts';
import { isObject, type Resource } from '../fhir/json/tree.ts';
import { addMeta, type MetaSets, metaOf, metaSets, removeMeta } from '../fhir/meta.ts';
import type { Context, Operation, OperationTarget } from '../interactions/context.ts';
import { dryAnswer } from '../interactions/dry-run.ts';
import { etagOf } from '../interactions/etag.ts';
import type { Plan } from '../interactions/plan.ts';
import type { FhirRequest, FhirResponse } from '../interactions/request.ts';
import { ticketOf } from '../interactions/ticket.ts';
import { ifMatch } from '../interactions/update.ts';
import { storeView, type View } from '../interactions/view.ts';
import { write } from '../interactions/write.ts';
import type { Key } from '../storage/store.ts';
import { parametersOf, returnMeta } from './parameters.ts';

type Change = (text: string, sets: MetaSets) => string;

export const metaAddOperation = operation('$meta-add', addMeta);
export const metaDeleteOperation = operation('$meta-delete', removeMeta);

function operation(name: string, change: Change): Operation {
  return {
    name,
    levels: ['instance', 'version'],
    affectsState: true,
    run: (request, context, target) => run(name, change, request, context, target),
  };
}

async function run(
  name: string,
  change: Change,
  request: FhirRequest,
  context: Context,
  { type, id, vid }: OperationTarget,
): Promise<FhirResponse> {
  if (vid !== undefined) {
    throw fhirError(
      'not-implemented',
      `A version of the past is never rewritten here. Call ${name} on the resource itself: ${type}/${id}/${name}.`,
    );
  }
  const key: Key = { type: type!, id: id! };
  authorize(context.principal, 'update', key.type);
  const sets = metaIn(request, name);
  const { done, warnings } = await write(
    async (view) => [await plan(request, key, (text) => change(text, sets), view)],
    storeView(context),
    ticketOf(request, context),
    context,
  );
  if (context.dryRun) return dryAnswer({ interaction: 'patch' }, done, warnings);
  const { text, version, at } = done[0]!;
  return { status: 200, headers: { ETag: etagOf(version!) }, at, body: returnMeta(metaOf(text!)) };
}

async function plan(
  request: FhirRequest,
  key: Key,
  change: (text: string) => string,
  view: View,
): Promise<Plan> {
  const [current] = await view.read([key]);
  const expects = ifMatch(request, key, current);
  if (!current) throw fhirError('not-found', `There is no ${key.type}/${key.id}.`);
  if (current.text === undefined) throw fhirError('gone', `${key.type}/${key.id} was deleted.`);
  const { value, text, numbers } = parseJson(change(current.text));
  return {
    key,
    change: {
      method: 'PATCH',
      body: { resource: value as Resource, text, numbers, content: current.content },
      current,
    },
    expects: [...expects, { key, version: current.version }],
  };
}

function metaIn(request: FhirRequest, name: string): MetaSets {
  const meta = parametersOf(request).find((parameter) => parameter.name === 'meta')?.valueMeta;
  if (!isObject(meta)) {
    throw fhirError('structure', `${name} needs Parameters with a parameter "meta" that has a valueMeta.`, {
      code: 'required',
      expression: 'Parameters.parameter',
    });
  }
  return metaSets(meta);
}
