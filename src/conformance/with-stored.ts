// The definitions that the server came with, and over them those that are resources of this server: profiles, value
// sets, code systems, concept maps, questionnaires, libraries and measures. An immutable value.

import type {
  CodeSystem,
  ConceptMap,
  Library,
  Measure,
  Questionnaire,
  StructureDefinition,
  ValueSet,
} from 'fhir/r4.js';
import type { TypeModel } from '../fhir/elements.ts';
import type { JsonObject } from '../fhir/json/tree.ts';
import { byUse, isVersion } from './canonical-version.ts';
import type { Definitions } from './definitions.ts';
import { isReadable } from './is-readable.ts';
import { createSnapshots, type Snapshots } from './snapshot/snapshots.ts';
import type { StoredDefinitions } from './stored-definitions.ts';
import { createCodeTables } from './terminology/code-tables.ts';
import { createMembership } from './terminology/membership.ts';

/** Kinds that validation looks into. */
const VALIDATING: ReadonlySet<string> = new Set([
  'StructureDefinition',
  'ValueSet',
  'CodeSystem',
  'ConceptMap',
  'Questionnaire',
  'Library',
  'Measure',
]);

/**
 * Those of the stored definitions that validation looks into, and can read; the same list when they are the same
 * resources.
 */
export function validatingOf(
  stored: StoredDefinitions,
  model: TypeModel,
  previous: readonly JsonObject[] = [],
): readonly JsonObject[] {
  const read = new Set(previous);
  const found = [...stored.values()].filter(
    (one) => VALIDATING.has(one.resourceType as string) && (read.has(one) || isReadable(one, model)),
  );
  const isSame = found.length === previous.length && found.every((one, i) => one === previous[i]);
  return isSame ? previous : found;
}

/** Stored ones go before those of the same URL that came along, except that nobody redefines the types of R4. */
export function withStored(
  base: Definitions,
  stored: readonly JsonObject[],
  snapshots: Snapshots = createSnapshots(base.model),
): Definitions {
  if (stored.length === 0) return base;
  const byUrl = groupByUrl(stored);
  const find = (resourceType: string, canonical: string): unknown => {
    const bar = canonical.indexOf('|');
    const known = byUrl.get(`${resourceType} ${bar < 0 ? canonical : canonical.slice(0, bar)}`);
    if (!known || bar < 0) return known?.[0];
    return known.find(({ version }) => isVersion(canonical.slice(bar + 1), version));
  };
  const valueSet = (url: string) => (find('ValueSet', url) as ValueSet | undefined) ?? base.valueSet(url);
  const systems = stored.filter(({ resourceType }) => resourceType === 'CodeSystem');
  const supplements = (url: string) =>
    systems.filter((one) => urlOf(one.supplements) === url) as unknown as CodeSystem[];
  // A supplement is found by its own URL as well, and is no system whose codes anybody uses.
  const codeSystem = (url: string) =>
    (find('CodeSystem', url) as CodeSystem | undefined) ?? base.codeSystem(url);
  const structure = (url: string): StructureDefinition | undefined => {
    const shipped = base.structure(url);
    if (shipped && shipped.derivation !== 'constraint') return shipped;
    const own = find('StructureDefinition', url) as StructureDefinition | undefined;
    return own ? snapshots(own, { structure }).structure : shipped;
  };
  const tables = createCodeTables({ codeSystem, supplements });
  const isTouched = (url: string) => byUrl.has(`CodeSystem ${url}`) || supplements(url).length > 0;
  const codeTable = (canonical: string) =>
    isTouched(canonical.split('|')[0]!) ? tables.of(canonical) : base.codeTable(canonical);
  const systemOfSet = (url: string) =>
    urlOf(systems.find((one) => urlOf(one.valueSet) === url)?.url) ?? base.systemOfSet(url);
  const { isInValueSet } = createMembership({
    valueSet,
    codeTable,
    systemOfSet,
    generation: base.generation,
  });
  return {
    ...base,
    structure,
    valueSet,
    codeSystem,
    conceptMap: (url) => (find('ConceptMap', url) as ConceptMap | undefined) ?? base.conceptMap(url),
    questionnaire: (url) =>
      (find('Questionnaire', url) as Questionnaire | undefined) ?? base.questionnaire(url),
    library: (url) => (find('Library', url) as Library | undefined) ?? base.library(url),
    measure: (url) => (find('Measure', url) as Measure | undefined) ?? base.measure(url),
    conceptMaps: () => [
      ...new Set([
        ...stored.filter((one) => one.resourceType === 'ConceptMap').map(({ url }) => url as string),
        ...base.conceptMaps(),
      ]),
    ],
    codeTable,
    systemOfSet,
    isInValueSet,
    profilesOf(resourceType) {
      const own = stored.filter(
        (one) =>
          one.resourceType === 'StructureDefinition' &&
          one.derivation === 'constraint' &&
          one.type === resourceType &&
          one.status === 'active',
      );
      return [...new Set([...base.profilesOf(resourceType), ...own.map(({ url }) => url as string)])];
    },
  };
}

/** Without its version. */
function urlOf(canonical: unknown): string | undefined {
  return typeof canonical === 'string' ? canonical.split('|')[0] : undefined;
}

/** Of one URL what is in use goes before what is retired, then the highest version. */
function groupByUrl(stored: readonly JsonObject[]): Map<string, JsonObject[]> {
  const groups = new Map<string, JsonObject[]>();
  for (const one of stored) {
    if (typeof one.url !== 'string') continue;
    const name = `${String(one.resourceType)} ${one.url}`;
    const group = groups.get(name);
    if (group) group.push(one);
    else groups.set(name, [one]);
  }
  for (const group of groups.values()) group.sort(byUse);
  return groups;
}
