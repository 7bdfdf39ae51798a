// What indexing a type takes, worked out once: which parameters have values of their own, and which of their
// references put a resource into a compartment. R4 compartmentdefinition.html.

import type { Definitions, SearchParameterDefinition } from '../conformance/definitions.ts';
import type { CompiledPath } from '../fhir/path/compile.ts';
import type { LocalBases } from '../fhir/reference.ts';
import { createTimeZone, type TimeZone } from '../fhir/time-zone.ts';
import { createPinyin, type Pinyin } from './pinyin/pinyin.ts';
import { searchTypeOf } from './types/index.ts';
import type { SearchType } from './types/search-type.ts';
import { createUnits, type Units } from './units/canonical.ts';

export interface IndexedParameter {
  definition: SearchParameterDefinition;
  values: CompiledPath;
  type: SearchType;
}

export interface IndexPlan {
  parameters: readonly IndexedParameter[];
  /** Stored reference parameter → the compartments (their types) that it leads into. */
  compartments: ReadonlyMap<string, readonly string[]>;
  /** The resource is a compartment itself. */
  isCompartment: boolean;
}

/** By the parameters of a type, which are another Map when they are others. */
export type IndexPlans = WeakMap<ReadonlyMap<string, SearchParameterDefinition>, IndexPlan>;

export interface IndexContext {
  definitions: Definitions;
  /** For dates that say no offset. */
  zone: TimeZone;
  local: LocalBases;
  units: Units;
  pinyin: Pinyin;
  planOf(resourceType: string): IndexPlan;
}

/** These two are kept by the store itself. */
const KEPT_BY_STORE = new Set(['_id', '_lastUpdated']);

export function createIndexContext(given: {
  definitions: Definitions;
  /** IANA name, for dates without an offset. */
  timeZone: string;
  local: LocalBases;
  /** Of earlier contexts, so that types whose parameters are the same keep their plans. */
  plans?: IndexPlans;
  units?: Units;
  pinyin?: Pinyin;
}): IndexContext {
  const { definitions, local, plans = new WeakMap() } = given;
  return {
    definitions,
    local,
    zone: createTimeZone(given.timeZone),
    units: given.units ?? createUnits(),
    pinyin: given.pinyin ?? createPinyin(),
    planOf(resourceType) {
      const parameters = definitions.searchParameters(resourceType);
      // Nothing that is no resource type has parameters: they all share one plan.
      let plan = plans.get(parameters);
      if (!plan) {
        plan = planFor(resourceType, definitions);
        plans.set(parameters, plan);
      }
      return plan;
    },
  };
}

function planFor(resourceType: string, definitions: Definitions): IndexPlan {
  const all = definitions.searchParameters(resourceType);
  const parameters: IndexedParameter[] = [];
  for (const definition of all.values()) {
    const type = searchTypeOf(definition);
    if (!type || !definition.values || KEPT_BY_STORE.has(definition.code)) continue;
    parameters.push({ definition, values: definition.values, type });
  }

  const compartments = new Map<string, string[]>();
  let isCompartment = false;
  for (const compartment of definitions.compartments) {
    for (const code of compartment.params(resourceType)) {
      if (code === '{def}') isCompartment ||= compartment.type === resourceType;
      for (const { param } of all.get(code)?.stored ?? []) {
        const types = compartments.get(param) ?? [];
        if (!types.includes(compartment.type)) types.push(compartment.type);
        compartments.set(param, types);
      }
    }
  }
  return { parameters, compartments, isCompartment };
}
