// $everything of a Patient or an Encounter: all of its compartment, page by page, with what those resources refer to
// besides: organisations, practitioners, places. Nothing of other patients.
// R4 patient-operation-everything.html, encounter-operation-everything.html.

import { authorize, seeOf } from '../authorization/policy.ts';
import { bundleText, type EntryParts } from '../fhir/bundle.ts';
import { fhirError } from '../fhir/error.ts';
import { outcomeText } from '../fhir/outcome.ts';
import type { Context, Operation, OperationTarget } from '../interactions/context.ts';
import { paging } from '../interactions/paging.ts';
import type { FhirRequest, FhirResponse } from '../interactions/request.ts';
import type { Reading, Version } from '../storage/store.ts';
import { type Asked, askedOf } from './everything-asked.ts';
import { referencedBy } from './everything-references.ts';

export const everythingOperation: Operation = {
  name: '$everything',
  levels: ['instance'],
  types: ['Patient', 'Encounter'],
  affectsState: false,
  run,
};

async function run(request: FhirRequest, context: Context, target: OperationTarget): Promise<FhirResponse> {
  const key = { type: target.type!, id: target.id! };
  authorize(context.principal, 'read', key.type);
  const reading = { see: seeOf(context.principal), min: context.min };
  const [focus] = await context.store.read([key], reading);
  if (!focus) throw fhirError('not-found', `There is no ${key.type}/${key.id}.`);
  if (focus.text === undefined) throw fhirError('gone', `${key.type}/${key.id} was deleted.`);

  const asked = askedOf(request, key, context);
  const pages = paging(`${key.type}/${key.id}/$everything`, asked.used, request.query, context);
  const isFirst = pages.state.page === 1;
  // The focus comes first, whatever its place in the order of the store, so that the first page leaves it room.
  const count = isFirst ? Math.max(1, asked.query.count - 1) : asked.query.count;
  const found = await context.store.search({ ...asked.query, count, after: pages.state.after }, reading);
  const others = found.versions.filter((version) => !isSame(version, focus));
  const matches = isFirst && asked.takes(focus) ? [focus, ...others] : others;
  // What the focus itself refers to is there also when _type or _since leave the focus out.
  const sources = isFirst ? [focus, ...others] : others;
  const { versions, issues } = await referencedBy(sources, focus, context, reading);
  const referenced = versions.filter(asked.takes);
  return {
    status: 200,
    headers: {},
    body: bundleText({
      type: 'searchset',
      timestamp: context.formatInstant(context.now()),
      total: await totalOf(
        asked,
        isFirst && found.next === undefined ? matches : undefined,
        context,
        reading,
      ),
      links: pages.links(pages.state, found.next),
      entries: [
        ...matches.map((version) => entryOf(version, 'match', context)),
        ...referenced.map((version) => entryOf(version, 'include', context)),
        ...(issues.length === 0 ? [] : [{ resource: outcomeText(issues), search: 'outcome' as const }]),
      ],
    }),
  };
}

/** Known when everything is on one page; counted otherwise, which the index does by itself. */
async function totalOf(
  asked: Asked,
  all: Version[] | undefined,
  context: Context,
  reading: Reading,
): Promise<number> {
  return all ? all.length : context.store.count({ ...asked.query, after: undefined }, undefined, reading);
}

function isSame(a: Version, b: Version): boolean {
  return a.key.type === b.key.type && a.key.id === b.key.id;
}

function entryOf({ key, text }: Version, search: 'match' | 'include', context: Context): EntryParts {
  return { fullUrl: `${context.settings.baseUrl}/${key.type}/${key.id}`, resource: text, search };
}
