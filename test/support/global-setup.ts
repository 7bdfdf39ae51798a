// Before any test: the R4 definitions are packed, if they are not yet.

import { ensureDefinitions } from '../../scripts/build-definitions.ts';

export default async function globalSetup(): Promise<void> {
  await ensureDefinitions();
}
