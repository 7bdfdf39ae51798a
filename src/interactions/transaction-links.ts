// Which links between the entries of a transaction lead where: by fullUrl, or by condition. R4 http.html#trules,
// bundle.html#references. bundle-links.ts finds and rewrites them.

import { FhirError, fhirError } from '../fhir/error.ts';
import { hasErrors, type Issue } from '../fhir/issue.ts';
import type { Path } from '../fhir/json/splice.ts';
import { createPace } from '../fhir/pace.ts';
import type { Key } from '../storage/store.ts';
import type { BundleEntry } from './bundle-entries.ts';
import { type Link, linksOf, rewriteLinks } from './bundle-links.ts';
import { findAll, severalMatches } from './conditional.ts';
import type { Context } from './context.ts';
import { inEntryAsync } from './in-entry.ts';
import type { Plan } from './plan.ts';
import type { ResourceBody } from './request.ts';
import type { View } from './view.ts';

export interface Planned {
  entry: BundleEntry;
  plan: Plan;
}

/**
 * Replaces what points to another entry; conditional references are searched once each. Throws 422 naming every
 * reference by URN to what no entry brings.
 */
export async function rewriteAll(planned: Planned[], overlay: View, context: Context): Promise<void> {
  const byFullUrl = new Map<string, Key>();
  for (const { entry, plan } of planned) {
    if (entry.fullUrl !== undefined) byFullUrl.set(entry.fullUrl, plan.key);
  }
  const conditions = new Map<string, Promise<string>>();
  const dangling: Issue[] = [];
  const pace = createPace();
  for (const { entry, plan } of planned) {
    await pace();
    const body = plan.change?.body;
    if (!body || !mayHoldLinks(body, byFullUrl)) continue;
    const links = linksOf(body.resource, context.definitions.model);
    if (context.settings.references === 'check') dangling.push(...danglingUrns(links, plan, byFullUrl));
    const found = new Map<string, string>();
    for (const link of links) {
      if (link.kind !== 'reference' || !isCondition(link.value)) continue;
      let target = conditions.get(link.value);
      if (!target) {
        target = resolveCondition(link.value, plan, overlay, context);
        conditions.set(link.value, target);
      }
      found.set(link.value, await inEntryAsync(entry, () => target!));
    }
    plan.change!.body = rewriteLinks(
      body,
      links,
      (link) => found.get(link.value) ?? ownTarget(link, entry, byFullUrl),
    );
    body.release?.();
  }
  if (hasErrors(dangling)) throw new FhirError('unprocessable', dangling);
}

function mayHoldLinks({ text }: ResourceBody, byFullUrl: Map<string, Key>): boolean {
  return byFullUrl.size > 0 || text.includes('?') || text.includes('"urn:');
}

/** A URN means an entry of this Bundle or nothing: nobody could follow it later. R4 bundle.html#references. */
function danglingUrns(links: Link[], plan: Plan, byFullUrl: Map<string, Key>): Issue[] {
  return links.flatMap(({ kind, value, path }): Issue[] => {
    if (kind !== 'reference' || !/^urn:(uuid|oid):/.test(value) || isInStoredBundle(path)) return [];
    if (byFullUrl.has(value.split('#', 1)[0]!)) return [];
    return [
      {
        severity: 'error',
        code: 'not-found',
        diagnostics: `No entry that writes a resource has the fullUrl ${value.slice(0, 100)}. Add the entry, or correct the reference.`,
        expression: `${plan.path}${expressionOf(path.slice(0, -1))}`,
      },
    ];
  });
}

/** Entries of a Bundle that is stored, such as a document, refer to each other. */
function isInStoredBundle(path: Path): boolean {
  return path.some((name, i) => name === 'entry' && path[i + 2] === 'resource');
}

function expressionOf(path: Path): string {
  return path.map((step) => (typeof step === 'number' ? `[${step}]` : `.${step}`)).join('');
}

/** `Patient?identifier=system|value` */
function isCondition(value: string): boolean {
  return /^[A-Z][A-Za-z]+\?/.test(value);
}

async function resolveCondition(value: string, plan: Plan, overlay: View, context: Context): Promise<string> {
  const type = value.slice(0, value.indexOf('?'));
  if (!context.definitions.resourceTypes.has(type)) {
    throw fhirError('invalid', `The conditional reference ${value.slice(0, 120)} names no resource type.`);
  }
  const { keys, expect } = await findAll(type, value, 'The conditional reference', overlay, context);
  const shown = `The conditional reference ${value.slice(0, 200)}`;
  if (keys.length > 1) throw severalMatches(shown, type, keys);
  if (keys.length === 0)
    throw fhirError('precondition-failed', `${shown} finds no ${type}.`, { code: 'not-found' });
  const [found] = keys as [Key];
  plan.expects.push(expect);
  return `${found.type}/${found.id}`;
}

/** The entry that a link means: by its fullUrl, a relative one as seen from the entry's own fullUrl. */
function ownTarget(link: Link, entry: BundleEntry, byFullUrl: Map<string, Key>): string | undefined {
  const [url, ...fragment] = link.value.split('#') as [string, ...string[]];
  if (url === '') return undefined;
  const key = byFullUrl.get(url) ?? (link.kind === 'uri' ? undefined : relativeTarget(url, entry, byFullUrl));
  if (!key) return undefined;
  return [`${key.type}/${key.id}`, ...fragment].join('#');
}

function relativeTarget(url: string, entry: BundleEntry, byFullUrl: Map<string, Key>): Key | undefined {
  if (!/^[A-Z][A-Za-z]+\/[A-Za-z0-9\-.]{1,64}$/.test(url)) return undefined;
  const base = /^(https?:\/\/.+)\/[A-Z][A-Za-z]+\/[A-Za-z0-9\-.]{1,64}$/.exec(entry.fullUrl ?? '')?.[1];
  return base === undefined ? undefined : byFullUrl.get(`${base}/${url}`);
}
