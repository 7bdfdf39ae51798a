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
import { createSnapshots } from '../conformance/snapshot/snapshots.ts';
import type { StoredDefinitions } from '../conformance/stored-definitions.ts';
import { validatingOf, withStored } from '../conformance/with-stored.ts';
import type { JsonObject } from '../fhir/json/tree.ts';
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
  validator(definitions: Definitions): Validator;
  timeZone: string;
  local: LocalBases;
  capability: CapabilityConfig;
  now(): number;
  note(message: string, details: Record<string, unknown>): void;
}

interface Material {
  parameters: string;
  validating: readonly JsonObject[];
}

type PercentBuilt = (definition: SearchParameterDefinition, context: IndexContext) => number | undefined;

export interface EditionMaker {
  /** Parts of `previous` that would be the same are used again. */
  make(stored: StoredDefinitions, seq: Seq, percentBuilt: PercentBuilt, previous?: Edition): Edition;
  /** The same, with statements that are written anew. */
  renew(edition: Edition): Edition;
}

export function createEditionMaker(parts: EditionParts): EditionMaker {
  const { base, timeZone, local, now } = parts;
  const usableParameters = createUsableParameters(base);
  const plans: IndexPlans = new WeakMap();
  const worked: AddedDefinitions = new WeakMap();
  const snapshots = createSnapshots(base.model);
  const units = createUnits();
  const pinyin = createPinyin();
  /** What an edition was made of: the parameters that were added, as text, and what validation looks into. */
  const madeOf = new WeakMap<Edition, Material>();

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

  const renew = (edition: Edition): Edition => {
    const statements = statementsOf(edition.definitions, edition.searchContext);
    return remember({ ...edition, statements }, madeOf.get(edition)!);
  };

  const remember = (edition: Edition, material: Material): Edition => {
    madeOf.set(edition, material);
    return edition;
  };

  return {
    renew,
    make(stored, seq, percentBuilt, previous) {
      const usable = usableParameters(stored, parts.note);
      const before = previous && madeOf.get(previous);
      const parameters = JSON.stringify(usable);
      const validating = validatingOf(stored, base.model, before?.validating);
      const material: Material = { parameters, validating };
      if (previous && before!.parameters === parameters && before!.validating === validating)
        return renew(remember({ ...previous, seq }, material));
      const definitions = withSearchParameters(withStored(base, validating, snapshots), usable, worked);
      const validator =
        previous && before!.validating === validating ? previous.validator : parts.validator(definitions);
      const searchContext: SearchContext = {
        ...createIndexContext({ definitions, timeZone, local, plans, units, pinyin }),
        now,
        percentBuilt: (definition) => percentBuilt(definition, searchContext),
      };
      const statements = statementsOf(definitions, searchContext);
      return remember({ seq, definitions, validator, searchContext, statements }, material);
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
