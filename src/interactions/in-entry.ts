// The failure of one entry as the failure of its Bundle: its issues say which entry.

import { FhirError } from '../fhir/error.ts';
import type { Issue } from '../fhir/issue.ts';
import type { BundleEntry } from './bundle-entries.ts';

export function inEntry<T>(entry: BundleEntry, run: () => T): T {
  try {
    return run();
  } catch (error) {
    throw placed(error, entry);
  }
}

export async function inEntryAsync<T>(entry: BundleEntry, run: () => Promise<T>): Promise<T> {
  try {
    return await run();
  } catch (error) {
    throw placed(error, entry);
  }
}

function placed(error: unknown, entry: BundleEntry): unknown {
  if (!(error instanceof FhirError)) return error;
  const at = `Bundle.entry[${entry.index}]`;
  const issues = error.issues.map((issue): Issue => {
    if (issue.expression?.startsWith('Bundle.entry[')) return issue;
    const diagnostics = `Entry ${entry.index} (${entry.request.method} ${entry.request.path.join('/').slice(0, 100)}): ${issue.diagnostics}`;
    return { ...issue, expression: at, diagnostics };
  });
  return new FhirError(error.kind, issues, error.retryAfterS);
}

/** The entry that an issue names: `Bundle.entry[3].resource…` → 3. */
export function entryNamedBy({ expression }: Issue): number | undefined {
  const index = /^Bundle\.entry\[(\d+)\]/.exec(expression ?? '')?.[1];
  return index === undefined ? undefined : Number(index);
}
