// What makes the entries of each type under some definitions, in short: stored parameter → fingerprint.

import { hash } from 'node:crypto';
import type { IndexContext, IndexPlan } from '../search/index-context.ts';
import { indexVersions } from '../search/index-version.ts';

export type Fingerprints = ReadonlyMap<string, string>;

/** Of one resource type. Plans that are shared by several contexts are worked out once. */
export type Wanted = (resourceType: string, context: IndexContext) => Fingerprints;

const LENGTH = 12;

export function createWanted(): Wanted {
  const known = new WeakMap<IndexPlan, Fingerprints>();
  return (resourceType, context) => {
    const plan = context.planOf(resourceType);
    let fingerprints = known.get(plan);
    if (!fingerprints) {
      const versions = [...indexVersions(resourceType, context)];
      fingerprints = new Map(versions.map(([param, text]) => [param, hash('sha256', text).slice(0, LENGTH)]));
      known.set(plan, fingerprints);
    }
    return fingerprints;
  };
}
