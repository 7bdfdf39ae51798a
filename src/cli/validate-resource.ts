// The server's own validator without a server or a store.

import { openValidator } from '../compose.ts';
import type { ValidateResource } from './dry-run.ts';

export function openResourceValidator(): ValidateResource {
  const validator = openValidator(() => Date.now());
  return (resource, numbers, path) => validator.validate(resource, { numbers, path }).issues;
}
