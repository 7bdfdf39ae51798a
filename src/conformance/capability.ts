// The CapabilityStatement of this server: what capability/CapabilityStatement.json says, filled in from the
// definitions for each resource type. R4 capabilitystatement.html, http.html#capabilities.

import type { CapabilityStatement, TerminologyCapabilities } from 'fhir/r4.js';
import type { Definitions } from './definitions.ts';
import { answeredParameters, commonParameters, reverseIncludesOf, searchParam } from './search-claims.ts';
import { modifiersSentence } from './search-modifiers.ts';

export interface CapabilityConfig {
  /** Where the server is reached. */
  baseUrl: string;
  /** Names of the operations that are built in, `$validate`. */
  operations: readonly string[];
  auth: 'off' | 'tokens';
  /** Whether references must lead to something. Default: check. */
  references?: 'check' | 'allow';
  /** Whether a conditional delete may delete several. Default: single. */
  conditionalDelete?: 'single' | 'multiple';
}

type Rest = NonNullable<CapabilityStatement['rest']>[number];
type RestResource = NonNullable<Rest['resource']>[number];

const SECURITY = {
  off: 'No authentication: whoever reaches the server acts as its local operator. Meant for one machine only.',
  tokens: 'Each request carries a bearer token (RFC 6750) with SMART v2 scopes; /metadata is open to all.',
} as const;

/** Throws when an operation is built in that capability/CapabilityStatement.json does not name. */
export function capabilityStatement(definitions: Definitions, config: CapabilityConfig): CapabilityStatement {
  const { capability } = definitions;
  const [rest] = capability.rest ?? [];
  if (!rest) throw new Error('capability/CapabilityStatement.json has no rest part.');
  const every = rest.resource?.find(({ type }) => type === 'Resource');
  const single = new Map(rest.resource?.map((entry) => [entry.type as string, entry]));
  refuseUnnamed(rest, config.operations);
  const reverseIncludes = reverseIncludesOf(definitions);
  return {
    ...capability,
    implementation: { ...capability.implementation!, url: config.baseUrl },
    rest: [
      {
        ...rest,
        security: { ...rest.security, description: SECURITY[config.auth] },
        compartment: definitions.compartments.map(
          ({ type }) => `http://hl7.org/fhir/CompartmentDefinition/${type.toLowerCase()}`,
        ),
        documentation: `${rest.documentation} ${modifiersSentence()}`,
        searchParam: [...commonParameters(definitions).map(searchParam), ...(rest.searchParam ?? [])],
        resource: [...definitions.resourceTypes].map((type) =>
          resourceEntry(merged(type, every, single.get(type)), definitions, config, reverseIncludes),
        ),
        operation: rest.operation?.filter(({ name }) => config.operations.includes(`$${name}`)),
      },
    ],
  };
}

/** What a type has of its own replaces what every type has; its operations come besides. */
function merged(type: string, every?: RestResource, own?: RestResource): RestResource {
  const operation = [...(every?.operation ?? []), ...(own?.operation ?? [])];
  return { ...every, ...own, operation, type } as RestResource;
}

/** What capability/TerminologyCapabilities.json says, for this server. R4 terminologycapabilities.html. */
export function terminologyCapabilities(
  { terminology }: Definitions,
  baseUrl: string,
): TerminologyCapabilities {
  return { ...terminology, implementation: { ...terminology.implementation!, url: baseUrl } };
}

function resourceEntry(
  entry: RestResource,
  definitions: Definitions,
  config: CapabilityConfig,
  reverseIncludes: ReadonlyMap<string, string[]>,
): RestResource {
  const { type, ...rest } = entry;
  const parameters = answeredParameters(type, definitions);
  const profiles = definitions.profilesOf(type);
  const includes = parameters
    .filter((parameter) => parameter.type === 'reference')
    .map(({ code }) => `${type}:${code}`);
  return {
    type,
    profile: `http://hl7.org/fhir/StructureDefinition/${type}`,
    ...(profiles.length > 0 && { supportedProfile: profiles }),
    ...rest,
    ...(config.conditionalDelete !== undefined && { conditionalDelete: config.conditionalDelete }),
    referencePolicy: [
      ...(entry.referencePolicy ?? []),
      ...(config.references === 'allow' ? [] : ['enforced' as const]),
    ],
    searchInclude: ['*', ...includes],
    searchRevInclude: ['*', ...(reverseIncludes.get(type) ?? [])],
    searchParam: parameters.map(searchParam),
    operation: entry.operation?.filter(({ name }) => config.operations.includes(`$${name}`)),
  };
}

function refuseUnnamed(rest: Rest, operations: readonly string[]): void {
  const named = [rest, ...(rest.resource ?? [])].flatMap((part) => part.operation ?? []);
  for (const operation of operations) {
    if (!named.some(({ name }) => `$${name}` === operation)) {
      throw new Error(`capability/CapabilityStatement.json does not name the operation ${operation}.`);
    }
  }
}
