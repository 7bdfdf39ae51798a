// The value sets and code systems that one request works with: those it brings along, then those in force here.

import type { CodeSystem, ValueSet } from 'fhir/r4.js';
import { authorize } from '../../authorization/policy.ts';
import { type CodeTable, codeTableOf, isSupplement } from '../../conformance/terminology/code-table.ts';
import type { ExpansionSource } from '../../conformance/terminology/expand.ts';
import { implicitSet } from '../../conformance/terminology/implicit-sets.ts';
import { createMembership, type Membership } from '../../conformance/terminology/membership.ts';
import { fhirError } from '../../fhir/error.ts';
import { isObject, type JsonObject, type Resource } from '../../fhir/json/tree.ts';
import type { Context, OperationTarget } from '../../interactions/context.ts';

export interface RequestSource extends ExpansionSource {
  membership: Membership;
}

/** Versions that a request asks for, each `system|version`. R4 valueset-operation-expand.html. */
export interface Versions {
  /** Where a value set names none. */
  preferred?: readonly string[];
  /** Instead of those that value sets name. */
  forced?: readonly string[];
  /** None but these. */
  checked?: readonly string[];
}

/** `brought`: resources of the request, with what they contain. */
export function requestSource(
  { definitions }: Context,
  brought: readonly Resource[] = [],
  versions: Versions = {},
): RequestSource {
  const own = brought.flatMap((one) => [one, ...containedIn(one)]);
  const find = (type: string, canonical: string): Resource | undefined => {
    const [url, version] = canonical.split('|');
    return own.find(
      (one) =>
        one.resourceType === type &&
        (one.url === url || (canonical.startsWith('#') && `#${one.id}` === canonical)) &&
        (version === undefined || one.version === version),
    );
  };
  const tables = new Map<Resource, CodeTable>();
  const tableOf = (resource: Resource): CodeTable => {
    const table = tables.get(resource) ?? codeTableOf(resource as unknown as CodeSystem);
    tables.set(resource, table);
    return table;
  };
  const wanted = wantedVersions(versions);
  const codeTable = (asked: string): CodeTable | undefined => {
    const canonical = wanted(asked);
    const found = find('CodeSystem', canonical);
    return found && !isSupplement(found) ? tableOf(found) : definitions.codeTable(canonical);
  };
  const valueSet = (url: string) =>
    (find('ValueSet', url) as ValueSet | undefined) ?? definitions.valueSet(url);
  const { systemOfSet } = definitions;
  const membership = createMembership({ valueSet, codeTable, systemOfSet });
  return { valueSet, codeTable, systemOfSet, isCaseSensitive: membership.isCaseSensitive, membership };
}

function containedIn({ contained }: Resource): Resource[] {
  return Array.isArray(contained) ? (contained.filter(isObject) as Resource[]) : [];
}

/** The canonical to look for instead of the one that is asked for. */
function wantedVersions({ preferred = [], forced = [], checked = [] }: Versions) {
  const [prefer, force, check] = [preferred, forced, checked].map(
    (list) => new Map(list.map((one) => one.split('|') as [string, string])),
  ) as [Map<string, string>, Map<string, string>, Map<string, string>];
  return (canonical: string): string => {
    const [system = '', named] = canonical.split('|');
    const version = force.get(system) ?? named ?? prefer.get(system) ?? check.get(system);
    const only = check.get(system);
    if (only !== undefined && version !== undefined && version !== only) {
      throw fhirError(
        'unprocessable',
        `Version ${version} of ${system} would be used, and check-system-version allows ${only} only.`,
        { code: 'business-rule' },
      );
    }
    return version === undefined ? system : `${system}|${version}`;
  };
}

/** The resource that an operation is called on. */
export async function instanceOf(context: Context, { type, id }: OperationTarget): Promise<Resource> {
  const { body } = await context.dispatch(
    { method: 'GET', path: [type!, id!], query: [], headers: {} },
    context,
  );
  return JSON.parse(body!) as Resource;
}

/** By canonical URL. Throws 404. */
export function valueSetOf(url: string, version: string | undefined, source: ExpansionSource): ValueSet {
  const canonical = version === undefined ? url : `${url.split('|')[0]}|${version}`;
  const found = source.valueSet(canonical) ?? implicitSet(canonical, source);
  if (found) return found;
  throw fhirError(
    'not-found',
    `The value set ${canonical.slice(0, 200)} is not known here: store it first, or send it along.`,
  );
}

/** Throws 404. */
export function codeTableFor(url: string, version: string | undefined, source: ExpansionSource): CodeTable {
  const canonical = version === undefined ? url : `${url.split('|')[0]}|${version}`;
  const table = source.codeTable(canonical);
  if (table) return table;
  throw fhirError(
    'not-found',
    `The code system ${canonical.slice(0, 200)} is not known here: store it first.`,
  );
}

/** Definitions say nothing of patients; who may read none of a kind may not ask about them either. */
export function authorizeReading(context: Context, type: 'ValueSet' | 'CodeSystem' | 'ConceptMap'): void {
  authorize(context.principal, 'read', type);
}

export interface CodingAsked {
  system?: string;
  version?: string;
  code: string;
  display?: string;
}

/** Throws 400 when it has no code. */
export function codingOf(value: JsonObject, name: string): CodingAsked {
  const { system, version, code, display } = value;
  if (typeof code !== 'string') throw fhirError('invalid', `The ${name} has no code.`, { code: 'required' });
  return {
    code,
    ...(typeof system === 'string' && { system }),
    ...(typeof version === 'string' && { version }),
    ...(typeof display === 'string' && { display }),
  };
}

export function required(what: string): never {
  throw fhirError('invalid', what, { code: 'required' });
}
