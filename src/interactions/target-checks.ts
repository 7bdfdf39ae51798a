// What validation leaves to a look-up: the profile of a reference's target, the age of a stored Patient. The targets
// of a whole transaction are read at once; what it writes itself is judged as it will be. REFERENCES=check.

import type { Issue } from '../fhir/issue.ts';
import type { Resource } from '../fhir/json/tree.ts';
import { createPace } from '../fhir/pace.ts';
import { parseReference } from '../fhir/reference.ts';
import type { Key } from '../storage/store.ts';
import { judgeTarget, needsTarget } from '../validation/deferred.ts';
import type { DeferredCheck } from '../validation/deferred-check.ts';
import type { Context } from './context.ts';
import type { ResourceBody } from './request.ts';

/** A resource of this request, and what its validation left open. */
export interface Validated {
  key: Key;
  body?: Pick<ResourceBody, 'resource' | 'release'>;
  deferred: DeferredCheck[];
}

/** A target and all that is to be judged on it. */
interface Target {
  key: Key;
  checks: DeferredCheck[];
}

/**
 * The findings of each, in their order. Targets that are not there have none: reference-checks.ts refuses them. No
 * expectation comes of this: a target may change after the commit as well as just before it.
 */
export async function targetFindings(validated: readonly Validated[], context: Context): Promise<Issue[][]> {
  if (context.settings.references === 'allow') return validated.map(() => []);
  const own = new Map(validated.flatMap(({ key, body }) => (body ? [[nameOf(key), body] as const] : [])));
  const targets = targetsOf(validated, context);
  const others = [...targets].flatMap(([name, { key }]) => (own.has(name) ? [] : [key]));
  const stored = await readTargets(others, context);
  const found = new Map<DeferredCheck, Issue>();
  const pace = createPace();
  for (const [name, { checks }] of targets) {
    await pace();
    const body = own.get(name);
    const target = body?.resource ?? stored.get(name);
    for (const check of checks) {
      const issue = target && judgeTarget(check, target, context.validator);
      if (issue) found.set(check, issue);
    }
    body?.release?.();
  }
  return validated.map(({ deferred }) => deferred.flatMap((check) => found.get(check) ?? []));
}

/** By name. */
function targetsOf(validated: readonly Validated[], context: Context): Map<string, Target> {
  const targets = new Map<string, Target>();
  for (const check of validated.flatMap(({ deferred }) => deferred)) {
    const reference = needsTarget(check) ? parseReference(check.reference, context.local) : undefined;
    if (reference?.kind !== 'local') continue;
    const key = { type: reference.type, id: reference.id };
    const known = targets.get(nameOf(key));
    if (known) known.checks.push(check);
    else targets.set(nameOf(key), { key, checks: [check] });
  }
  return targets;
}

async function readTargets(keys: readonly Key[], { store }: Context): Promise<Map<string, Resource>> {
  const found = await store.read([...keys], { bare: true });
  return new Map(
    found.flatMap((version) =>
      version?.text === undefined ? [] : [[nameOf(version.key), JSON.parse(version.text) as Resource]],
    ),
  );
}

function nameOf({ type, id }: Key): string {
  return `${type}/${id}`;
}
