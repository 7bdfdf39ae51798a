// The operations of this server: a table of contents.

import type { Operation } from '../interactions/context.ts';
import { metaAddOperation, metaDeleteOperation } from './change-meta.ts';
import { diffOperation } from './diff.ts';
import { everythingOperation } from './everything.ts';
import { metaOperation } from './meta.ts';
import { reindexOperation } from './reindex.ts';
import { searchParameterStatusOperation } from './search-parameter-status.ts';
import { expandOperation } from './terminology/expand.ts';
import { lookupOperation } from './terminology/lookup.ts';
import { subsumesOperation } from './terminology/subsumes.ts';
import { translateOperation } from './terminology/translate.ts';
import { validateCodeOperation } from './terminology/validate-code.ts';
import { validateOperation } from './validate.ts';

const OPERATIONS: readonly Operation[] = [
  validateOperation,
  metaOperation,
  metaAddOperation,
  metaDeleteOperation,
  everythingOperation,
  diffOperation,
  reindexOperation,
  searchParameterStatusOperation,
  expandOperation,
  validateCodeOperation,
  lookupOperation,
  subsumesOperation,
  translateOperation,
];

export const operations: ReadonlyMap<string, Operation> = new Map(
  OPERATIONS.map((operation) => [operation.name, operation]),
);
