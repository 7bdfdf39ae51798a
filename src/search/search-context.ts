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
  return new RequestScope(context, decidesWrite);
}

class RequestScope implements AskScope {
  readonly definitions;
  readonly zone;
  readonly local;
  readonly now;
  readonly units;
  readonly shelf;
  readonly decidesWrite;
  readonly percentBuilt;
  #steps = 0;
  #expander: Expander | undefined;

  constructor(context: SearchContext, decidesWrite: boolean) {
    this.definitions = context.definitions;
    this.zone = context.zone;
    this.local = context.local;
    this.now = context.now();
    this.units = context.units;
    this.shelf = context.shelf ?? NO_SHELF;
    this.decidesWrite = decidesWrite;
    this.percentBuilt = context.percentBuilt;
  }

  /** Few questions need one. */
  get expander(): Expander {
    this.#expander ??= createExpander(expansionSource(this.shelf, this.definitions));
    return this.#expander;
  }

  takeStep(): void {
    if (++this.#steps <= STEPS_MAX) return;
    throw fhirError(
      'invalid',
      'This search follows too many references. Name the target types in its chains, e.g. subject:Patient.name.',
      { code: 'too-costly' },
    );
  }
}
