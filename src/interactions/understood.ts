// Parsing a search that needs to know stored resources first: value sets, code systems, lists, what canonical URLs name
// on the way. The parse notes what
// it misses (search/shelf.ts); what is noted is read as this caller sees it, and the search is parsed again.

import { seeOf } from '../authorization/policy.ts';
import { byUse, isVersion } from '../conformance/canonical-version.ts';
import { fhirError } from '../fhir/error.ts';
import type { Resource } from '../fhir/json/tree.ts';
import type { SearchContext } from '../search/search-context.ts';
import { createShelf, type Question, type Wanted } from '../search/shelf.ts';
import type { Reading, Version } from '../storage/store.ts';
import type { Context } from './context.ts';

/** Value sets that name value sets that name … are followed so far. */
const ROUNDS_MAX = 12;
const WANTED_MAX = 200;
/** Versions of one definition that are looked at. */
const VERSIONS_MAX = 50;
/** What a chain over canonical URLs may lead to. */
const FOUND_MAX = 500;

/** What `parse` returns or throws once it misses nothing more. */
export async function understood<T>(parse: (context: SearchContext) => T, context: Context): Promise<T> {
  const shelf = createShelf();
  const searchContext = { ...context.searchContext, shelf };
  const reading: Reading = { see: seeOf(context.principal), min: context.min };
  let total = 0;
  for (let round = 0; ; round++) {
    const result = attempt(() => parse(searchContext));
    const wanted = shelf.takeWanted();
    const questions = shelf.takeQuestions();
    total += wanted.length + questions.length;
    if (wanted.length + questions.length === 0) return result();
    if (round === ROUNDS_MAX || total > WANTED_MAX) {
      throw fhirError(
        'invalid',
        'This search needs too many value sets and code systems that include one another. Ask for the codes themselves.',
        { code: 'too-costly' },
      );
    }
    for (const one of wanted) shelf.put(one, await readWanted(one, context, reading));
    for (const one of questions) shelf.putFound(one, await findAll(one, context, reading));
  }
}

/** A failure is thrown only when it is known to be one: what is missing may have caused it. */
function attempt<T>(work: () => T): () => T {
  try {
    const value = work();
    return () => value;
  } catch (error) {
    return () => {
      throw error;
    };
  }
}

async function readWanted(
  { type, id, canonical }: Wanted,
  context: Context,
  reading: Reading,
): Promise<Resource | undefined> {
  if (id !== undefined) {
    const [version] = await context.store.read([{ type, id }], reading);
    return version && resourceOf(version);
  }
  const [url, wanted] = canonical!.split('|') as [string, string?];
  const where = { kind: 'match', param: 'url', match: { kind: 'uri', how: 'equals', value: url } } as const;
  const sort = [{ by: '_lastUpdated', descending: true } as const];
  const { versions } = await context.store.search(
    { types: [type], where, sort, count: VERSIONS_MAX },
    reading,
  );
  const found = versions.flatMap((version) => resourceOf(version) ?? []);
  // Newest first, so that of what is otherwise alike the last stored is taken.
  return found.filter(({ version }) => wanted === undefined || isVersion(wanted, version)).sort(byUse)[0];
}

async function findAll({ types, where }: Question, context: Context, reading: Reading): Promise<Resource[]> {
  const query = { types, where, sort: [], count: FOUND_MAX };
  const { versions, next } = await context.store.search(query, reading);
  if (next === undefined) return versions.flatMap((version) => resourceOf(version) ?? []);
  const text = `This search goes over canonical URLs, and more than ${FOUND_MAX} resources (${types.join(', ')}) fit what stands behind them. Make that narrower, or ask for the URLs themselves.`;
  throw fhirError('invalid', text, { code: 'too-costly' });
}

function resourceOf({ text }: Version): Resource | undefined {
  return text === undefined ? undefined : (JSON.parse(text) as Resource);
}
