// A batch or transaction as an entry of another is refused. R4 http.html#transaction.

import { fhirError } from '../fhir/error.ts';
import type { BundleEntry } from './bundle-entries.ts';
import { inEntry } from './in-entry.ts';

/** A Bundle inside a Bundle would be neither all or nothing nor one by one. Throws 400. */
export function refuseBundle(entry: BundleEntry): void {
  const { method, path } = entry.request;
  if (method !== 'POST' || path.some((segment) => segment !== '')) return;
  inEntry(entry, () => {
    throw fhirError(
      'invalid',
      'A batch or transaction cannot be an entry of another. Send it on its own, or put its entries here.',
    );
  });
}
