// The definitions as the tests need them: base R4, our profiles, our parameters.

import { fileURLToPath } from 'node:url';
import { ensureDefinitions } from '../../scripts/build-definitions.ts';
import type { Definitions } from '../../src/conformance/definitions.ts';
import { loadDefinitions } from '../../src/conformance/load.ts';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));

export async function testDefinitions(): Promise<Definitions> {
  return loadDefinitions({
    definitionsFolder: await ensureDefinitions(),
    profileFolders: [`${ROOT}profiles/lianti`],
    capabilityFolder: `${ROOT}capability`,
  });
}
