// Documents and messages hang together: what the first resource refers to is in the Bundle, and every entry can be
// reached from it, forwards or backwards. R4 documents.html#content, messaging.html.

import { isObject, type Json, type JsonObject } from '../../fhir/json/tree.ts';
import type { Visit } from '../visit.ts';
import { baseOf, type Entries, isAbsolute } from './entries.ts';

/** Paths from the first resource to the references that must be answered within the Bundle. */
const DOCUMENT = ['subject', 'author', 'encounter', 'custodian', 'attester.party', 'event.detail'];
const SECTION = ['author', 'focus', 'entry'];
const MESSAGE = ['focus'];

interface Found {
  reference: string;
  /** Below its entry's resource. */
  path: string;
}

export function checkLinked(bundle: JsonObject, isKnown: (url: string) => boolean, visit: Visit): void {
  const isDocument = bundle.type === 'document';
  const entries = Array.isArray(bundle.entry) ? bundle.entry : [];
  if (entries.length === 0) {
    const first = isDocument ? 'Composition' : 'MessageHeader';
    visit.error('required', 'bundle-first', `The Bundle is empty: it begins with a ${first}.`);
    return;
  }
  const [first] = entries;
  if (!isObject(first) || !isObject(first.resource)) {
    visit.error('required', 'bundle-first', 'The first entry has no resource: add it.', 'entry[0]');
    return;
  }
  const { resource } = first;
  // That the first resource is a Composition or MessageHeader is bdl-11 and bdl-12.
  const answered =
    resource.resourceType === 'Composition'
      ? [...gather(resource, DOCUMENT, ''), ...sections(resource, '')]
      : resource.resourceType === 'MessageHeader'
        ? gather(resource, MESSAGE, '')
        : [];
  for (const one of answered) checkAnswered(one, first, visit.entries, isKnown, visit);
  checkReached(entries, bundle, visit.entries, isDocument, visit);
}

function checkAnswered(
  { reference, path }: Found,
  first: JsonObject,
  entries: Entries,
  isKnown: (url: string) => boolean,
  visit: Visit,
): void {
  if (reference.startsWith('#')) return;
  const from = urlOf(first);
  const found = strictly(reference, from, entries);
  // That it leads to several is told of every reference.
  if (found.length > 0 || (isAbsolute(reference) && isKnown(reference))) return;
  const alike = entries.alike(reference.split('/_history/')[0]!);
  const report = (text: string) =>
    visit.error('not-found', 'bundle-reference', text, `entry[0].resource.${path}`);
  if (alike.length > 0) {
    report(
      `${reference} stands in ${from ?? 'an entry without fullUrl'} and leads to no entry, since ${alike.map(urlOf).join(', ')} has another base: write the whole fullUrl.`,
    );
  } else report(`${reference} is not in the Bundle: add it as an entry with this fullUrl.`);
}

/** Relative references lead somewhere only from an entry with a RESTful fullUrl. */
function strictly(reference: string, from: string | undefined, entries: Entries): readonly JsonObject[] {
  return isAbsolute(reference) || baseOf(from) !== undefined ? entries.find(reference, from) : [];
}

function checkReached(
  entries: readonly Json[],
  bundle: JsonObject,
  known: Entries,
  isDocument: boolean,
  visit: Visit,
): void {
  const nodes = new Map<JsonObject, JsonObject[]>();
  for (const entry of entries) {
    if (!isObject(entry) || !isObject(entry.resource)) continue;
    const targets = new Set<JsonObject>();
    const from = urlOf(entry);
    for (const reference of textsIn(entry.resource)) {
      for (const target of strictly(reference, from, known)) targets.add(target);
    }
    nodes.set(entry, [...targets]);
  }
  const reached = reach(nodes, stylesheets(bundle, known));
  entries.forEach((entry, i) => {
    if (!isObject(entry) || !nodes.has(entry) || reached.has(entry)) return;
    const what = isDocument ? 'document' : 'message';
    const diagnostics = `Nothing in the ${what} leads to this entry, nor from it to the others: refer to it, or remove it.`;
    visit.add(isDocument ? 'error' : 'warning', 'structure', 'bundle-reached', diagnostics, `entry[${i}]`);
  });
}

/** From the first entry along references in both directions; both are followed once. */
function reach(nodes: ReadonlyMap<JsonObject, JsonObject[]>, others: readonly JsonObject[]): Set<JsonObject> {
  const sources = new Map<JsonObject, JsonObject[]>();
  for (const [entry, targets] of nodes) {
    for (const target of targets) sources.set(target, [...(sources.get(target) ?? []), entry]);
  }
  const [first] = nodes.keys();
  const open = first ? [first, ...others] : [];
  const reached = new Set(open);
  for (let entry = open.pop(); entry; entry = open.pop()) {
    for (const next of [...(nodes.get(entry) ?? []), ...(sources.get(entry) ?? [])]) {
      if (reached.has(next)) continue;
      reached.add(next);
      open.push(next);
    }
  }
  return reached;
}

function stylesheets(bundle: JsonObject, entries: Entries): JsonObject[] {
  const links = Array.isArray(bundle.link) ? bundle.link : [];
  return links.flatMap((link) =>
    isObject(link) && link.relation === 'stylesheet' && typeof link.url === 'string'
      ? entries.alike(link.url)
      : [],
  );
}

/** Texts that could be references: those of References, and URLs. */
function textsIn(value: Json, found = new Set<string>(), name = ''): ReadonlySet<string> {
  if (typeof value === 'string') {
    if (name === 'reference' || (name !== 'system' && isAbsolute(value) && !value.includes(' ')))
      found.add(value);
  } else if (Array.isArray(value)) {
    for (const item of value) textsIn(item, found, name);
  } else if (isObject(value)) {
    for (const member in value) {
      if (member !== 'div' && member !== 'data') textsIn(value[member] ?? null, found, member);
    }
  }
  return found;
}

function sections(holder: JsonObject, prefix: string): Found[] {
  if (!Array.isArray(holder.section)) return [];
  return holder.section.flatMap((section, i) => {
    if (!isObject(section)) return [];
    const place = `${prefix}section[${i}].`;
    return [...gather(section, SECTION, place), ...sections(section, place)];
  });
}

/** The references at these paths. */
function gather(holder: JsonObject, paths: readonly string[], prefix: string): Found[] {
  return paths.flatMap((path) => follow(holder, path.split('.'), prefix));
}

function follow(holder: JsonObject, [name, ...rest]: string[], prefix: string): Found[] {
  if (name === undefined) return [];
  const value = holder[name];
  const isList = Array.isArray(value);
  return (isList ? value : [value]).flatMap((item, i) => {
    if (!isObject(item)) return [];
    const path = `${prefix}${name}${isList ? `[${i}]` : ''}`;
    if (rest.length > 0) return follow(item, rest, `${path}.`);
    return typeof item.reference === 'string' ? [{ reference: item.reference, path }] : [];
  });
}

function urlOf(entry: JsonObject): string | undefined {
  return typeof entry.fullUrl === 'string' ? entry.fullUrl : undefined;
}
