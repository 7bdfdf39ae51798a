// REFERENCES=check: a literal reference to a resource of this server must lead to one that is there when the
// write is committed. R4 references.html; http.html#integrity. Nearly all do, so the commit itself looks; only
// when it refuses does refuseMissing find out which.

import { FhirError } from '../fhir/error.ts';
import type { Issue } from '../fhir/issue.ts';
import type { ParsedReference } from '../fhir/reference.ts';
import type { Expect, Key } from '../storage/store.ts';
import type { Context } from './context.ts';
import type { Prepared } from './prepare.ts';

/** A reference: FHIRPath from its own type, and where the resource stands in a Bundle. */
interface Place {
  expression: string;
  path: string | undefined;
}

export interface ReferenceTarget {
  key: Key;
  /** The references that lead there. */
  places: Place[];
}

/**
 * Targets outside the request, each once. Throws 422 for a reference to what the request itself deletes, and for one
 * that only a transaction could resolve: those have been rewritten by now.
 */
export function referenceTargets(prepared: Prepared[], context: Context): ReferenceTarget[] {
  if (context.settings.references === 'allow') return [];
  const own = new Map(
    prepared.flatMap((p) => (p.write ? [[nameOf(p.write.key), p.write.text !== undefined]] : [])),
  );
  const targets = new Map<string, ReferenceTarget>();
  const dangling: Issue[] = [];
  for (const { references, plan } of prepared) {
    for (const { target, expression } of references) {
      const place: Place = { expression, path: plan.path };
      const nowhere = whyNowhere(target);
      if (nowhere !== undefined) dangling.push(leadsNowhere(nowhere, placed(place)));
      if (target.kind !== 'local') continue;
      const key = { type: target.type, id: target.id };
      const name = nameOf(key);
      const stays = own.get(name);
      if (stays === true) continue;
      if (stays === false) throw new FhirError('unprocessable', [missing(key, placed(place))]);
      const known = targets.get(name);
      if (known) known.places.push(place);
      else targets.set(name, { key, places: [place] });
    }
  }
  if (dangling.length > 0) throw new FhirError('unprocessable', dangling);
  return [...targets.values()];
}

export function expectTargets(targets: ReferenceTarget[]): Expect[] {
  return targets.map(({ key }) => ({ key, version: 'present' }));
}

/** Throws 422 naming every element whose target is not there; returns when all are. */
export async function refuseMissing(targets: ReferenceTarget[], context: Context): Promise<void> {
  const found = await context.store.read(
    targets.map(({ key }) => key),
    { bare: true },
  );
  const issues = targets.flatMap(({ key, places }, i) =>
    found[i] && !found[i].deleted ? [] : places.map((place) => missing(key, placed(place))),
  );
  if (issues.length > 0) throw new FhirError('unprocessable', issues);
}

function missing(key: Key, expression: string): Issue {
  return {
    severity: 'error',
    code: 'not-found',
    diagnostics: `${nameOf(key)} does not exist here. Send it first or in the same transaction, or correct the reference.`,
    expression,
  };
}

/** R4 bundle.html#references, http.html#trules: a URN means an entry of the same Bundle, criteria are searched there. */
function whyNowhere(target: ParsedReference): string | undefined {
  if (target.kind === 'urn' && /^urn:(uuid|oid):/.test(target.url))
    return `${target.url.slice(0, 100)} leads nowhere: a URN means an entry of the same Bundle. Send both in a transaction, or refer to Type/id.`;
  if (target.kind === 'conditional')
    return `A reference by criteria (${target.type}?…) is resolved in a transaction only. Send this in one, or refer to Type/id.`;
  return undefined;
}

function leadsNowhere(diagnostics: string, expression: string): Issue {
  return { severity: 'error', code: 'not-found', diagnostics, expression };
}

/** `Observation.subject` in an entry: `Bundle.entry[2].resource.subject`. */
function placed({ expression, path }: Place): string {
  return path === undefined ? expression : expression.replace(/^[A-Za-z]+/, path);
}

function nameOf({ type, id }: Key): string {
  return `${type}/${id}`;
}
