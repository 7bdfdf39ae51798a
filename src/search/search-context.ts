// What a search needs besides its parameters. Made once, by whoever composes the server.

import type { SearchParameterDefinition } from '../conformance/definitions.ts';
import { createExpander, type Expander } from '../conformance/terminology/expand.ts';
import { fhirError } from '../fhir/error.ts';
import { expansionSource } from './expansion-source.ts';
import type { IndexContext } from './index-context.ts';
import { NO_SHELF, type Shelf } from './shelf.ts';
import type { AskScope } from './types/search-type.ts';

export interface SearchContext extends IndexContext {
  /** Milliseconds since 1970. */
  now(): number;
  /** Stored resources that a question needs; absent: there are none. */
  shelf?: Shelf;
  /** How far the index is where it is not complete, 0 to 99; undefined, also by default: it is complete. */
  percentBuilt?(definition: SearchParameterDefinition): number | undefined;
}

/** Steps along references in one request, over all types that a chain leads to. */
const STEPS_MAX = 200;

/** For one request: the clock stands still, and steps are counted. */
export function askScope(context: SearchContext, decidesWrite = false): AskScope {
  let steps = 0;
  const shelf = context.shelf ?? NO_SHELF;
  let expander: Expander | undefined;
  return {
    definitions: context.definitions,
    zone: context.zone,
    local: context.local,
    now: context.now(),
    units: context.units,
    shelf,
    // Few questions need one.
    get expander() {
      expander ??= createExpander(expansionSource(shelf, context.definitions));
      return expander;
    },
    decidesWrite,
    percentBuilt: context.percentBuilt,
    takeStep() {
      if (++steps <= STEPS_MAX) return;
      throw fhirError(
        'invalid',
        'This search follows too many references. Name the target types in its chains, e.g. subject:Patient.name.',
        { code: 'too-costly' },
      );
    },
  };
}
