// What the server knows and says under the definitions in force, as one value that belongs together: a request takes
// one and works with it until it is answered.

import type { AddedDefinitions } from '../conformance/added-parameters.ts';
import {
  type CapabilityConfig,
  capabilityStatement,
  terminologyCapabilities,
} from '../conformance/capability.ts';
import type { Definitions, SearchParameterDefinition } from '../conformance/definitions.ts';
import { withSearchParameters } from '../conformance/load.ts';
import type { StoredDefinitions } from '../conformance/stored-definitions.ts';
import type { LocalBases } from '../fhir/reference.ts';
import { createIndexContext, type IndexContext, type IndexPlans } from '../search/index-context.ts';
import { createPinyin } from '../search/pinyin/pinyin.ts';
import type { SearchContext } from '../search/search-context.ts';
import { createUnits } from '../search/units/canonical.ts';
import { createUsableParameters } from '../search/usable-parameters.ts';
import type { Seq } from '../storage/store.ts';
import type { Validator } from '../validation/validator.ts';
import { createStatement, type Statements } from './capabilities.ts';

export interface Edition {
  /** The log number from which on it was in force; its definitions are those of that number. */
  seq: Seq;
  definitions: Definitions;
  validator: Validator;
  /** For indexing too. */
  searchContext: SearchContext;
  /** What /metadata answers. */
  statements: Statements;
}

export interface EditionParts {
  /** What the server came with. */
  base: Definitions;
  validator: Validator;
  timeZone: string;
  local: LocalBases;
  capability: CapabilityConfig;
  now(): number;
  note(message: string, details: Record<string, unknown>): void;
}

type PercentBuilt = (definition: SearchParameterDefinition, context: IndexContext) => number | undefined;

export interface EditionMaker {
  /** Parts of `previous` that would be the same are used again. */
  make(stored: StoredDefinitions, seq: Seq, percentBuilt: PercentBuilt, previous?: Edition): Edition;
  /** The same, with statements that are written anew. */
  renew(edition: Edition): Edition;
}

export function createEditionMaker(parts: EditionParts): EditionMaker {
  const { base, validator, timeZone, local, now } = parts;
  const usableParameters = createUsableParameters(base);
  const plans: IndexPlans = new WeakMap();
  const worked: AddedDefinitions = new WeakMap();
  const units = createUnits();
  const pinyin = createPinyin();
  /** The parameters that were added, as text. */
  const addedTo = new WeakMap<Definitions, string>();

  /** Written when somebody asks: few do between two changes. */
  function statementsOf(definitions: Definitions, searchContext: SearchContext): Statements {
    const capability = lazy(() =>
      createStatement(capabilityStatement(complete(definitions, searchContext), parts.capability)),
    );
    const terminology = lazy(() =>
      createStatement(terminologyCapabilities(definitions, parts.capability.baseUrl)),
    );
    return {
      get capability() {
        return capability();
      },
      get terminology() {
        return terminology();
      },
    };
  }

  const renew = (edition: Edition): Edition => ({
    ...edition,
    statements: statementsOf(edition.definitions, edition.searchContext),
  });

  return {
    renew,
    make(stored, seq, percentBuilt, previous) {
      const usable = usableParameters(stored, parts.note);
      const text = JSON.stringify(usable);
      if (previous && addedTo.get(previous.definitions) === text) return renew({ ...previous, seq });
      const definitions = withSearchParameters(base, usable, worked);
      addedTo.set(definitions, text);
      const searchContext: SearchContext = {
        ...createIndexContext({ definitions, timeZone, local, plans, units, pinyin }),
        now,
        percentBuilt: (definition) => percentBuilt(definition, searchContext),
      };
      return {
        seq,
        definitions,
        validator,
        searchContext,
        statements: statementsOf(definitions, searchContext),
      };
    },
  };
}

/** Without the search parameters that are not indexed to the end. */
function complete(definitions: Definitions, { percentBuilt }: SearchContext): Definitions {
  const isComplete = (definition: SearchParameterDefinition) => percentBuilt?.(definition) === undefined;
  const known = new Map(
    [...definitions.resourceTypes].map((type) => {
      const all = definitions.searchParameters(type);
      return [type, new Map([...all].filter(([, definition]) => isComplete(definition)))] as const;
    }),
  );
  return {
    ...definitions,
    searchParameters: (type) => known.get(type) ?? definitions.searchParameters(type),
  };
}

function lazy<T>(make: () => T): () => T {
  let made: T | undefined;
  return () => {
    made ??= make();
    return made;
  };
}
