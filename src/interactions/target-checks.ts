// What validation leaves to a look-up: the profile of a reference's target, the age of a stored Patient. The targets
// of a whole transaction are read at once; what it writes itself is judged as it will be. REFERENCES=check.

import type { Issue } from '../fhir/issue.ts';
import type { Resource } from '../fhir/json/tree.ts';
import { parseReference } from '../fhir/reference.ts';
import type { Key } from '../storage/store.ts';
import { judgeTarget, needsTarget } from '../validation/deferred.ts';
import type { DeferredCheck } from '../validation/visit.ts';
import type { Context } from './context.ts';

/** A resource of this request, and what its validation left open. */
export interface Validated {
  key: Key;
  resource?: Resource;
  deferred: DeferredCheck[];
}

/**
 * The findings of each, in their order. Targets that are not there have none: reference-checks.ts refuses them. No
 * expectation comes of this: a target may change after the commit as well as just before it.
 */
export async function targetFindings(validated: readonly Validated[], context: Context): Promise<Issue[][]> {
  if (context.settings.references === 'allow') return validated.map(() => []);
  const own = new Map(
    validated.flatMap(({ key, resource }) => (resource ? [[nameOf(key), resource] as const] : [])),
  );
  const targets = new Map<DeferredCheck, Key>();
  for (const { deferred } of validated) {
    for (const check of deferred) {
      const target = needsTarget(check) ? parseReference(check.reference, context.local) : undefined;
      if (target?.kind === 'local') targets.set(check, { type: target.type, id: target.id });
    }
  }
  const stored = await readTargets([...targets.values()], own, context);
  const find = (check: DeferredCheck): Resource | undefined => {
    const key = targets.get(check);
    return key && (own.get(nameOf(key)) ?? stored.get(nameOf(key)));
  };
  return validated.map(({ deferred }) =>
    deferred.flatMap((check) => {
      const target = find(check);
      return (target && judgeTarget(check, target, context.validator)) ?? [];
    }),
  );
}

async function readTargets(
  keys: readonly Key[],
  own: ReadonlyMap<string, Resource>,
  { store }: Context,
): Promise<Map<string, Resource>> {
  const others = new Map<string, Key>();
  for (const key of keys) if (!own.has(nameOf(key))) others.set(nameOf(key), key);
  const found = await store.read([...others.values()], { bare: true });
  return new Map(
    found.flatMap((version) =>
      version?.text === undefined ? [] : [[nameOf(version.key), JSON.parse(version.text) as Resource]],
    ),
  );
}

function nameOf({ type, id }: Key): string {
  return `${type}/${id}`;
}
