// ValueSet/$expand: the codes of a value set, all or a page of them. R4 valueset-operation-expand.html.

import type { ValueSet } from 'fhir/r4.js';
import { type Entry, entriesOf, pageOfSystem } from '../../conformance/terminology/expansion.ts';
import { fhirError } from '../../fhir/error.ts';
import type { Resource } from '../../fhir/json/tree.ts';
import { createPace } from '../../fhir/pace.ts';
import type { Context, OperationTarget } from '../../interactions/context.ts';
import type { FhirRequest, FhirResponse } from '../../interactions/request.ts';
import { type Asked, askedOf, type Kind } from './asked.ts';
import { type Contains, containsOf, nested } from './contains.ts';
import { authorizeReading, instanceOf, requestSource, required, valueSetOf } from './source.ts';
import { terminologyOperation } from './terminology-operation.ts';
import { textFilter } from './text-filter.ts';

export const expandOperation = terminologyOperation({
  name: '$expand',
  types: ['ValueSet'],
  run,
});

const KINDS: Readonly<Record<string, Kind>> = {
  url: 'text',
  valueSet: 'resource',
  valueSetVersion: 'text',
  filter: 'text',
  offset: 'count',
  count: 'count',
  includeDesignations: 'flag',
  designation: 'text',
  includeDefinition: 'flag',
  activeOnly: 'flag',
  excludeNested: 'flag',
  excludeNotForUI: 'flag',
  excludePostCoordinated: 'flag',
  displayLanguage: 'text',
  'exclude-system': 'text',
  'system-version': 'text',
  'check-system-version': 'text',
  'force-system-version': 'text',
  'tx-resource': 'resource',
};

/** Entries of one answer. More are asked for page by page. */
const ENTRIES_MAX = 10_000;
/** Matches of what people typed, beyond the page, that are counted. */
const COUNTED_MAX = 1_000;
/** Entries that are looked through to count them. */
const LOOKED_MAX = 1_000_000;

async function run(request: FhirRequest, context: Context, target: OperationTarget): Promise<FhirResponse> {
  authorizeReading(context, 'ValueSet');
  const asked = askedOf(request, '$expand', KINDS);
  const sent = asked.resources('valueSet');
  const source = requestSource(context, [...sent, ...asked.resources('tx-resource')], {
    preferred: asked.texts('system-version'),
    forced: asked.texts('force-system-version'),
    checked: asked.texts('check-system-version'),
  });
  const set = await setOf(asked, sent[0], context, target, (url, version) =>
    valueSetOf(url, version, source),
  );
  const page = pageOf(asked);
  const text = asked.text('filter');
  const tests = testsOf(asked, context);
  const atOnce = page && tests.length === 0 ? pageOfSystem(set, source, page) : undefined;
  const found = atOnce
    ? { ...atOnce, isOpen: false, versions: versionsOf(atOnce.entries) }
    : await collect(entriesOf(set, source, text), tests, page, text !== undefined);
  const languages = asked.texts('displayLanguage');
  const contains = found.entries.map((entry) => containsOf(entry, languages, designationsWanted(asked)));
  const isFlat =
    page !== undefined || asked.flag('excludeNested') === true || asked.text('filter') !== undefined;
  return {
    status: 200,
    headers: {},
    body: JSON.stringify(
      answer(set, asked, context, found, isFlat ? contains : nested(found.entries, contains)),
    ),
  };
}

async function setOf(
  asked: Asked,
  sent: Resource | undefined,
  context: Context,
  target: OperationTarget,
  find: (url: string, version: string | undefined) => ValueSet,
): Promise<ValueSet> {
  if (target.id !== undefined) return (await instanceOf(context, target)) as unknown as ValueSet;
  const url = asked.text('url');
  if (sent) {
    if (sent.resourceType !== 'ValueSet')
      throw fhirError('invalid', 'The parameter valueSet of $expand is a ValueSet.');
    return sent as unknown as ValueSet;
  }
  if (url === undefined) required('$expand needs a value set: its url, or itself as valueSet.');
  return find(url, asked.text('valueSetVersion'));
}

interface Page {
  offset: number;
  count: number;
}

/** undefined: all of it in one answer. */
function pageOf(asked: Asked): Page | undefined {
  const [offset, count] = [asked.count('offset'), asked.count('count')];
  if (offset === undefined && count === undefined) return undefined;
  return { offset: offset ?? 0, count: Math.min(count ?? ENTRIES_MAX, ENTRIES_MAX) };
}

function testsOf(asked: Asked, { searchContext }: Context): ((entry: Entry) => boolean)[] {
  const tests: ((entry: Entry) => boolean)[] = [];
  const text = asked.text('filter');
  if (text !== undefined) {
    const matches = textFilter(text, searchContext.pinyin);
    tests.push(({ code, display, designations }) =>
      matches([display, code, ...designations.map(({ value }) => value)]),
    );
  }
  if (asked.flag('activeOnly')) tests.push(({ inactive }) => !inactive);
  if (asked.flag('excludeNotForUI')) tests.push(({ abstract }) => !abstract);
  const left = asked.texts('exclude-system');
  if (left.length > 0)
    tests.push(({ system, version }) => !left.includes(system) && !left.includes(`${system}|${version}`));
  return tests;
}

interface Found {
  entries: Entry[];
  /** There are more, and nobody counted how many. */
  isOpen: boolean;
  total: number;
  versions: Set<string>;
}

async function collect(
  entries: Generator<Entry | undefined, void>,
  tests: readonly ((entry: Entry) => boolean)[],
  page: Page | undefined,
  isTyped: boolean,
): Promise<Found> {
  const found: Found = { entries: [], isOpen: false, total: 0, versions: new Set() };
  const pace = createPace();
  const from = page?.offset ?? 0;
  const to = page ? from + page.count : ENTRIES_MAX;
  for (const entry of entries) {
    if (!entry) {
      await pace();
      continue;
    }
    if (!tests.every((test) => test(entry))) continue;
    // Who types wants the first that fit; how many fit is told as long as it is soon known.
    if (page && isTyped && found.total >= to + COUNTED_MAX) {
      found.isOpen = true;
      break;
    }
    const at = found.total++;
    if (at >= from && at < to) {
      found.entries.push(entry);
    }
    if (!page && found.total > ENTRIES_MAX)
      throw tooCostly(
        `This value set has more than ${ENTRIES_MAX} codes. Ask for it page by page with count and offset, or narrow it with filter.`,
      );
    if (found.total > LOOKED_MAX)
      throw tooCostly(`This value set has more than ${LOOKED_MAX} codes: narrow it with filter.`);
  }
  found.versions = versionsOf(found.entries);
  return found;
}

/** `system|version` of each. */
function versionsOf(entries: readonly Entry[]): Set<string> {
  return new Set(
    entries.flatMap(({ system, version }) => (version === undefined ? [] : [`${system}|${version}`])),
  );
}

function tooCostly(text: string) {
  return fhirError('unprocessable', text, { code: 'too-costly' });
}

/** undefined: none. */
function designationsWanted(
  asked: Asked,
): ((language: string | undefined, use: string | undefined) => boolean) | undefined {
  if (asked.flag('includeDesignations') !== true) return undefined;
  const wanted = asked.texts('designation');
  if (wanted.length === 0) return () => true;
  return (language, use) =>
    wanted.some((one) => one === use || (one.startsWith('urn:ietf:bcp:47|') && one.slice(16) === language));
}

function answer(
  set: ValueSet,
  asked: Asked,
  context: Context,
  { total, isOpen, versions }: Found,
  contains: Contains[],
): object {
  const { url, version, name, title, status } = set;
  const offset = asked.count('offset');
  const parameter = [...echo(asked), ...[...versions].map((one) => ({ name: 'version', valueUri: one }))];
  return {
    resourceType: 'ValueSet',
    ...(url !== undefined && { url }),
    ...(version !== undefined && { version }),
    ...(name !== undefined && { name }),
    ...(title !== undefined && { title }),
    status: status ?? 'active',
    ...(asked.flag('includeDefinition') && set.compose && { compose: set.compose }),
    expansion: {
      identifier: `urn:uuid:${context.newId()}`,
      timestamp: context.formatInstant(context.now()),
      ...(!isOpen && { total }),
      ...((offset !== undefined || asked.count('count') !== undefined) && { offset: offset ?? 0 }),
      ...(parameter.length > 0 && { parameter }),
      ...(contains.length > 0 && { contains }),
    },
  };
}

/** What decided about the answer, R4 ValueSet.expansion.parameter. */
function echo(asked: Asked): object[] {
  const said: object[] = [];
  for (const [name, kind] of Object.entries(KINDS)) {
    if (kind === 'resource' || name === 'url' || name === 'valueSetVersion' || name === 'offset') continue;
    if (kind === 'flag' && asked.flag(name) !== undefined)
      said.push({ name, valueBoolean: asked.flag(name) });
    if (kind === 'count' && asked.count(name) !== undefined)
      said.push({ name, valueInteger: asked.count(name) });
    if (kind === 'text') for (const value of asked.texts(name)) said.push({ name, valueString: value });
  }
  return said;
}
