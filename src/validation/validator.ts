// The validator: R4 base rules by a walk, then the profiles a resource claims or is asked to satisfy.
// R4 validation.html.

import type { Definitions } from '../conformance/definitions.ts';
import type { Issue } from '../fhir/issue.ts';
import type { NumberSources } from '../fhir/json/numbers.ts';
import { isObject, type JsonObject, type Resource } from '../fhir/json/tree.ts';
import { createBaseChecks } from './base-checks.ts';
import { type BaseType, type BaseTypes, createBaseTypes } from './base-types.ts';
import { createConstraintCompiler } from './constraints.ts';
import type { DeferredCheck } from './deferred-check.ts';
import type { ConstraintCompiler } from './holds.ts';
import { createLookups } from './lookups.ts';
import type { ProfileContext } from './profile-context.ts';
import { createProfiles } from './profiles.ts';
import type { InCanonicalUnit } from './questionnaire/compare.ts';
import { Visit } from './visit.ts';
import { type Walk, walkResource, walkResourceInParts } from './walk.ts';

export interface ValidateOptions {
  /** Numbers as they were written, from parseJson; without it their digits are not judged. */
  numbers?: NumberSources;
  /** Canonical URLs of profiles to satisfy beside those in meta.profile. */
  profiles?: string[];
  /** Where the resource stands, e.g. `Bundle.entry[2].resource`; its type when absent. */
  path?: string;
}

export interface Validation {
  issues: Issue[];
  deferred: DeferredCheck[];
}

export interface Validator {
  /** `deferred` is what only a look-up can tell; the caller makes issues of what it finds. */
  validate(resource: Resource, options?: ValidateOptions): Validation;
  /** The same in parts, one for each entry of a Bundle: a large one takes long. */
  validateInParts(resource: Resource, options?: ValidateOptions): Generator<undefined, Validation>;
  /** Does it keep to one of these profiles? One that is not known here counts as kept. */
  satisfies(resource: Resource, profiles: readonly string[]): boolean;
  /**
   * Compiles what these resource types and our profiles of them need, so that first requests need not wait: a few
   * milliseconds a type.
   */
  warmUp(types: Iterable<string>): void;
}

export interface ValidatorOptions {
  definitions: Definitions;
  now(): Date;
  /** Absent: quantities of different units are not compared. */
  inCanonicalUnit?: InCanonicalUnit;
  /** From a validator of the same R4 types; absent: made anew. */
  shared?: SharedParts;
}

/** What does not depend on profiles and terminology, and takes long to make. */
export interface SharedParts {
  constraints: ConstraintCompiler;
}

export function createSharedParts(definitions: Definitions): SharedParts {
  return { constraints: createConstraintCompiler(definitions.model) };
}

export function createValidator({
  definitions,
  now,
  inCanonicalUnit = () => undefined,
  shared = createSharedParts(definitions),
}: ValidatorOptions): Validator {
  const { constraints } = shared;
  let types: BaseTypes;
  const context: ProfileContext = {
    definitions,
    constraints,
    now,
    inCanonicalUnit,
    get types() {
      return types;
    },
    profile: (url) => profiles.get(url),
    profileElement: (url, id) => profiles.element(url, id),
  };
  const profiles = createProfiles(context);
  const lookups = createLookups(definitions, profiles.get);
  types = createBaseTypes(definitions, createBaseChecks(context, profiles.extension));

  const walk: Walk = {
    types,
    resourceTypes: definitions.resourceTypes,
    applyProfiles(resource, type, visit) {
      for (const url of claimedProfiles(resource)) profiles.apply(url, resource, type, visit, 'claimed');
    },
  };

  const begin = (resource: Resource, { numbers, path }: ValidateOptions) =>
    new Visit(resource, path ?? resource.resourceType ?? 'Resource', numbers, lookups);
  const finish = (resource: Resource, { profiles: asked = [] }: ValidateOptions, visit: Visit) => {
    const claimed = claimedProfiles(resource);
    for (const url of asked) {
      if (!claimed.includes(url)) profiles.apply(url, resource, resource.resourceType, visit, 'asked');
    }
    return visit.finish();
  };

  return {
    validate(resource, options = {}) {
      const visit = begin(resource, options);
      walkResource(walk, resource, visit);
      return finish(resource, options, visit);
    },
    *validateInParts(resource, options = {}) {
      const visit = begin(resource, options);
      yield* walkResourceInParts(walk, resource, visit);
      return finish(resource, options, visit);
    },
    satisfies(resource, urls) {
      const type = resource.resourceType;
      const visit = new Visit(resource, type, undefined, lookups);
      return urls.some((url) => {
        const profile = profiles.get(url);
        return !profile || visit.attempt(() => profile.check(resource, undefined, type, visit));
      });
    },
    warmUp(names) {
      for (const name of names) {
        warmType(types.get(name), types, new Set());
        for (const url of definitions.profilesOf(name)) profiles.get(url);
      }
    },
  };
}

function claimedProfiles(resource: JsonObject): string[] {
  const meta = resource.meta;
  const claimed = isObject(meta) ? meta.profile : undefined;
  return Array.isArray(claimed) ? claimed.filter((url) => typeof url === 'string') : [];
}

function warmType(type: BaseType | undefined, types: BaseTypes, seen: Set<string>): void {
  if (!type || seen.has(type.name)) return;
  seen.add(type.name);
  for (const member of type.members.values()) {
    if (member.type !== 'Resource') warmType(types.get(member.type), types, seen);
  }
}
