// What makes the entries of each type under some definitions, in short: stored parameter → fingerprint.

import { hash } from 'node:crypto';
import type { SearchParameterDefinition } from '../conformance/definitions.ts';
import type { IndexContext, IndexPlan } from '../search/index-context.ts';
import { indexVersion, RESERVED_ENTRIES, reservedVersion } from '../search/index-version.ts';

export type Fingerprints = ReadonlyMap<string, string>;

/** Of one resource type. What several contexts share is worked out once. */
export type Wanted = (resourceType: string, context: IndexContext) => Fingerprints;

const LENGTH = 12;

export function createWanted(): Wanted {
  const ofPlans = new WeakMap<IndexPlan, Fingerprints>();
  const ofDefinitions = new WeakMap<SearchParameterDefinition, string>();

  function fingerprintOf(definition: SearchParameterDefinition): string {
    const fingerprint = ofDefinitions.get(definition) ?? shortHash(indexVersion(definition));
    ofDefinitions.set(definition, fingerprint);
    return fingerprint;
  }

  return (resourceType, context) => {
    const plan = context.planOf(resourceType);
    let fingerprints = ofPlans.get(plan);
    if (!fingerprints) {
      fingerprints = new Map([
        ...plan.parameters.map(({ definition }) => [definition.code, fingerprintOf(definition)] as const),
        [RESERVED_ENTRIES, shortHash(reservedVersion(plan))],
      ]);
      ofPlans.set(plan, fingerprints);
    }
    return fingerprints;
  };
}

function shortHash(text: string): string {
  return hash('sha256', text).slice(0, LENGTH);
}
