// Searches: of a type, of several types, of a compartment, by GET or by POST _search. R4 http.html#search, search.html.

import { seeOf } from '../authorization/policy.ts';
import { type BundleParts, bundleBytes, bundleText, type EntryParts } from '../fhir/bundle.ts';
import type { Issue } from '../fhir/issue.ts';
import type { Resource } from '../fhir/json/tree.ts';
import { outcomeText } from '../fhir/outcome.ts';
import type { Parameter } from '../fhir/query-string.ts';
import { createIncluder } from '../search/include.ts';
import { type ParsedSearch, parseSearch } from '../search/parse.ts';
import { type Subset, subsetText } from '../search/subset.ts';
import { allOf } from '../search/where.ts';
import type { Query } from '../storage/query.ts';
import type { Reading, Version } from '../storage/store.ts';
import type { Context } from './context.ts';
import { paging } from './paging.ts';
import { parsePrefer } from './prefer.ts';
import type { FhirRequest, FhirResponse } from './request.ts';
import { type SearchRoute, searchScope } from './search-scope.ts';
import { understood } from './understood.ts';

const PAGE_SIZE = 20;

/** Totals are exact up to here; beyond, counting would cost more than the search. */
const TOTAL_MAX = 1000;

export async function search(
  request: FhirRequest,
  target: SearchRoute,
  context: Context,
): Promise<FhirResponse> {
  const parameters: Parameter[] = [...request.query, ...(request.form ?? [])];
  const handling = parsePrefer(request.headers.prefer).handling ?? context.settings.searchHandling;
  const reading: Reading = { see: seeOf(context.principal), min: context.min };
  const scope = await searchScope(target, parameters, reading, context);
  const { types, typesNamed } = scope;
  const parsed = await understood(
    (searchContext) => parseSearch({ types, typesNamed, parameters, handling, context: searchContext }),
    context,
  );
  const pages = paging(scope.path, parsed.used, parameters, context);
  // Parts of resources and includes are cut and followed in texts; whole ones go out as they are.
  const isWhole = parsed.subset === undefined && parsed.includes.length === 0;
  const bytes = request.wantsBytes === true && isWhole;
  const query: Query = {
    types: parsed.types,
    where: scope.within ? allOf([scope.within, parsed.where]) : parsed.where,
    sort: parsed.sort,
    count: parsed.count ?? PAGE_SIZE,
    after: pages.state.after,
  };
  const found =
    query.count > 0
      ? await context.store.search(query, { ...reading, bytes })
      : { versions: [], next: undefined };
  const isAll = pages.state.page === 1 && query.count > 0 && found.next === undefined;
  const total = isAll
    ? found.versions.length
    : (pages.state.total ?? (await countMatches(query, parsed, pages.state.page, reading, context)));
  const { entries, issues } = await includedEntries(found.versions, parsed, reading, context);
  const parts: BundleParts = {
    type: 'searchset',
    timestamp: context.formatInstant(context.now()),
    total,
    links: pages.links({ ...pages.state, total }, found.next),
    entries: [
      ...found.versions.map((version) => entryOf(version, 'match', parsed.subset, context)),
      ...entries,
      ...outcomeEntry([...parsed.issues, ...issues]),
    ],
  };
  return {
    status: 200,
    headers: {},
    ...(bytes ? { bytes: bundleBytes(parts) } : { body: bundleText(parts) }),
  };
}

/**
 * Counted only when asked for: counting costs more than the page. Exact with `_total=accurate` or `_count=0`; up to
 * a bound with `_total=estimate`, on the first page.
 */
async function countMatches(
  query: Query,
  { total }: ParsedSearch,
  page: number,
  reading: Reading,
  context: Context,
): Promise<number | undefined> {
  const isAsked = total === 'accurate' || (total === 'estimate' && page === 1) || query.count === 0;
  if (total === 'none' || !isAsked) return undefined;
  const asked = { ...query, sort: [], after: undefined };
  if (total === 'accurate' || query.count === 0) return context.store.count(asked, undefined, reading);
  const count = await context.store.count(asked, TOTAL_MAX, reading);
  return count > TOTAL_MAX ? undefined : count;
}

async function includedEntries(
  matches: Version[],
  parsed: ParsedSearch,
  reading: Reading,
  context: Context,
): Promise<{ entries: EntryParts[]; issues: Issue[] }> {
  if (parsed.includes.length === 0) return { entries: [], issues: [] };
  const includer = createIncluder(parsed.includes, context);
  const entries: EntryParts[] = [];
  let resources = treesOf(matches);
  for (let keys = includer.next(resources); keys.length > 0; keys = includer.next(resources)) {
    const read = await context.store.read(keys, reading);
    const live = read.filter((version): version is Version => version?.text !== undefined);
    entries.push(...live.map((version) => entryOf(version, 'include', parsed.subset, context)));
    resources = treesOf(live);
  }
  return { entries, issues: includer.issues };
}

function treesOf(versions: Version[]): Resource[] {
  return versions.map((version) => JSON.parse(version.text!) as Resource);
}

function entryOf(
  { key, text, bytes }: Version,
  mode: 'match' | 'include',
  subset: Subset | undefined,
  context: Context,
): EntryParts {
  return {
    fullUrl: `${context.settings.baseUrl}/${key.type}/${key.id}`,
    resource: subset && text !== undefined ? subsetText(text, subset, context.definitions) : (bytes ?? text),
    search: mode,
  };
}

function outcomeEntry(issues: Issue[]): EntryParts[] {
  return issues.length === 0 ? [] : [{ resource: outcomeText(issues), search: 'outcome' }];
}
