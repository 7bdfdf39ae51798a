// Failures of a Bundle's entries, collected instead of ending the request: for dry runs.

import { FhirError } from '../fhir/error.ts';
import type { BundleEntry } from './bundle-entries.ts';
import { entryNamedBy, inEntryAsync } from './in-entry.ts';

export interface Failures {
  /**
   * Runs and remembers what goes wrong: with the entry, or with those that the issues name. Throws what is no
   * FhirError, and what no entry can be blamed for.
   */
  attempt(entry: BundleEntry | undefined, run: () => Promise<void>): Promise<void>;
  /** undefined: nothing is wrong with it. */
  of(index: number): FhirError | undefined;
  /** The first entry with a failure. */
  readonly first: number | undefined;
}

export function createFailures(): Failures {
  const failures = new Map<number, FhirError>();

  function note(error: FhirError): void {
    const byEntry = Map.groupBy(error.issues, entryNamedBy);
    const unplaced = byEntry.get(undefined);
    if (unplaced) throw new FhirError(error.kind, unplaced, error.retryAfterS);
    for (const [index, issues] of byEntry) {
      const known = failures.get(index!);
      failures.set(index!, new FhirError(known?.kind ?? error.kind, [...(known?.issues ?? []), ...issues]));
    }
  }

  return {
    async attempt(entry, run) {
      try {
        await (entry ? inEntryAsync(entry, run) : run());
      } catch (error) {
        if (!(error instanceof FhirError)) throw error;
        note(error);
      }
    },
    of: (index) => failures.get(index),
    get first() {
      return failures.size === 0 ? undefined : Math.min(...failures.keys());
    },
  };
}
