// Searches: of a type, of several types, of a compartment, by GET or by POST _search. R4 http.html#search, search.html.

import { seeOf } from '../authorization/policy.ts';
import { type BundleParts, bundleBytes, bundleText, type EntryParts } from '../fhir/bundle.ts';
import { fhirError } from '../fhir/error.ts';
import type { Issue } from '../fhir/issue.ts';
import { outcomeText } from '../fhir/outcome.ts';
import type { Parameter } from '../fhir/query-string.ts';
import { askContained } from '../search/contained.ts';
import { type ParsedSearch, parseSearch } from '../search/parse.ts';
import { type Subset, subsetText } from '../search/subset.ts';
import { allOf } from '../search/where.ts';
import type { Query } from '../storage/query.ts';
import type { Reading, Version } from '../storage/store.ts';
import { asFound, placeOf } from './contained-match.ts';
import type { Context } from './context.ts';
import { authorizeExplaining, explained, type Phases } from './explain.ts';
import { includedWith } from './included.ts';
import { paging } from './paging.ts';
import { parsePrefer } from './prefer.ts';
import { type FhirRequest, type FhirResponse, tellOf } from './request.ts';
import { type SearchRoute, type SearchScope, searchScope } from './search-scope.ts';
import { understood } from './understood.ts';

const PAGE_SIZE = 20;
const NOTHING_MORE: { versions: Version[]; issues: Issue[] } = { versions: [], issues: [] };

/** Estimates are exact up to here; beyond, counting would cost more than the search. */
const EXACT_UP_TO = 1000;

export async function search(
  request: FhirRequest,
  target: SearchRoute,
  context: Context,
): Promise<FhirResponse> {
  const parameters: Parameter[] = [...request.query, ...(request.form ?? [])];
  const { handling = context.settings.searchHandling, explain } = parsePrefer(request.headers.prefer);
  if (explain) authorizeExplaining(context.principal);
  const began = performance.now();
  const reading: Reading = {
    see: seeOf(context.principal),
    min: context.min,
    deadline: context.now() + context.settings.searchTimeoutMs,
  };
  const scope = await searchScope(target, parameters, reading, context);
  const { types, typesNamed } = scope;
  const parsed = await understood(
    (searchContext) => parseSearch({ types, typesNamed, parameters, handling, context: searchContext }),
    context,
  );
  const pages = paging(scope.path, parsed.used, parameters, context);
  // Parts of resources and includes are cut and followed in texts; whole ones go out as they are.
  const hasIncludes = parsed.includes.length + parsed.revincludes.length > 0;
  const isWhole = parsed.subset === undefined && !hasIncludes && !parsed.contained;
  const bytes = request.wantsBytes === true && isWhole;
  const { types: askedTypes, where, contained } = askedOf(parsed, scope, context);
  const query: Query = {
    types: askedTypes,
    where,
    contained,
    sort: parsed.sort,
    count: parsed.count ?? PAGE_SIZE,
    after: pages.state.after,
  };
  const asked = { query, parsed, page: pages.state.page };
  if (explain) return explainAnswer(asked, performance.now() - began, reading, context);
  const found =
    query.count > 0
      ? await context.store.search(query, { ...reading, bytes })
      : { versions: [], next: undefined };
  const isAll = pages.state.page === 1 && query.count > 0 && found.next === undefined;
  const known = isAll ? found.versions.length : pages.state.total;
  const total = known ?? (isCounted(asked) ? await countMatches(asked, reading, context) : undefined);
  const matches = parsed.contained ? found.versions.map(asFound) : found.versions;
  const included = hasIncludes ? await includedWith(matches, parsed, reading, context) : NOTHING_MORE;
  const parts: BundleParts = {
    type: 'searchset',
    timestamp: context.formatInstant(context.now()),
    total,
    links: pages.links({ ...pages.state, total }, found.next),
    entries: matches.map((version) => entryOf(version, 'match', parsed.subset, context)),
  };
  for (const version of included.versions)
    parts.entries.push(entryOf(version, 'include', parsed.subset, context));
  parts.entries.push(...outcomeEntry([...parsed.issues, ...included.issues], request));
  return {
    status: 200,
    headers: {},
    ...(bytes ? bundleBytes(parts, context.pageMemory) : { body: bundleText(parts) }),
  };
}

/** The criteria, within what is searched, of contained resources where they are asked for. Throws FhirError 400. */
function askedOf(
  parsed: ParsedSearch,
  { within }: SearchScope,
  { definitions }: Context,
): Pick<Query, 'types' | 'where' | 'contained'> {
  const { contained, containedType = 'container' } = parsed;
  if (within && contained && containedType === 'contained') {
    throw fhirError(
      'invalid',
      'In a compartment, contained resources are found with their container. Leave out _containedType=contained.',
      { code: 'not-supported' },
    );
  }
  const asked = askContained(parsed, contained, containedType, definitions.resourceTypes);
  return within ? { ...asked, where: allOf([within, asked.where]) } : asked;
}

interface Asked {
  query: Query;
  parsed: ParsedSearch;
  /** From 1. */
  page: number;
}

/** Everything is done as for an answer, and timed. */
async function explainAnswer(
  asked: Asked,
  parse: number,
  reading: Reading,
  context: Context,
): Promise<FhirResponse> {
  const { query, parsed } = asked;
  const phases: Phases = { parse };
  const explanation = await context.store.explain(query, reading);
  let started = performance.now();
  const done = () => {
    const ms = performance.now() - started;
    started = performance.now();
    return ms;
  };
  if (isCounted(asked)) {
    await countMatches(asked, reading, context);
    phases.count = done();
  }
  if (parsed.includes.length + parsed.revincludes.length === 0)
    return explained(query, explanation, phases, undefined);
  const { versions } = await context.store.search(query, reading);
  done();
  const included = await includedWith(versions.map(asFound), parsed, reading, context);
  phases.include = done();
  return explained(query, explanation, phases, included.versions.length);
}

/** Counted only when asked for: counting costs more than the page. Estimated on the first page. */
function isCounted({ query, parsed: { total }, page }: Asked): boolean {
  if (total === 'none') return false;
  return total === 'accurate' || (total === 'estimate' && page === 1) || query.count === 0;
}

/** Exact with `_total=accurate` or `_count=0`, else about right. */
async function countMatches(
  { query, parsed: { total } }: Asked,
  reading: Reading,
  context: Context,
): Promise<number> {
  const all = { ...query, sort: [], after: undefined };
  if (total === 'accurate' || query.count === 0) return context.store.count(all, undefined, reading);
  return context.store.estimate(all, EXACT_UP_TO, reading);
}

function entryOf(
  version: Version,
  mode: 'match' | 'include',
  subset: Subset | undefined,
  context: Context,
): EntryParts {
  const { text, bytes } = version;
  return {
    fullUrl: `${context.settings.baseUrl}/${placeOf(version)}`,
    resource: subset && text !== undefined ? subsetText(text, subset, context.definitions) : (bytes ?? text),
    search: mode,
  };
}

function outcomeEntry(issues: Issue[], request: FhirRequest): EntryParts[] {
  return issues.length === 0 ? [] : [{ resource: outcomeText(tellOf(request)(issues)), search: 'outcome' }];
}
