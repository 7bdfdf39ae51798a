// The eight resources of one row of a kindergarten screening, as a hospital system would send them in a
// transaction: child, visit, panel, two refractions, two acuities, provenance. Our profiles are claimed.

import { readFileSync } from 'node:fs';
import path from 'node:path';
import type { JsonObject, Resource } from '../../../src/fhir/json/tree.ts';

const EXPECTED = path.join(import.meta.dirname, '../../../mappings/kindergarten-screening/expected.json');

const { bundles } = JSON.parse(readFileSync(EXPECTED, 'utf8')) as { bundles: Resource[][] };

/** What the rows refer to: organisations, place, class, order, device, raw file. */
export function surroundings(): JsonObject {
  return transaction(
    bundles[0]!.map((resource) => ({
      resource,
      request: { method: 'PUT', url: `${resource.resourceType}/${resource.id}` },
    })),
  );
}

const row = bundles[1]!.filter(
  ({ meta }) => !JSON.stringify(meta ?? '').includes('StructureDefinition/body'),
);
const names = row.map(({ resourceType, id }) => `${resourceType}/${id}`);

/** Number of resources in one transaction. */
export const ROW_SIZE = row.length;

/** Stand for the child's number, name, birthday and day of the visit in the template. */
const MARKS = { number: '@number@', name: '@name@', born: '@born@', visit: '@visit@' };
const VISIT = '2021-05-21';
const template = rowTemplate().split(/(@(?:number|name|born|visit)@)/);

/** JSON text of the transaction of child number `n`; different numbers share nothing but the surroundings. */
export function rowTransaction(n: number): string {
  const values: Record<string, string> = {
    [MARKS.number]: n.toString(16).padStart(12, '0'),
    [MARKS.name]: `${SURNAMES[n % SURNAMES.length]}${GIVEN[Math.floor(n / 7) % GIVEN.length]}`,
    [MARKS.visit]: visitOf(n),
    [MARKS.born]: new Date(Date.UTC(2015, 0, 1 + (n % 700))).toISOString().slice(0, 10),
  };
  return template.map((part) => values[part] ?? part).join('');
}

/** One of 300 days. */
export function visitOf(n: number): string {
  return new Date(Date.UTC(2021, 0, 1 + ((n * 7) % 300))).toISOString().slice(0, 10);
}

function rowTemplate(): string {
  let text = JSON.stringify(row.map((resource) => ({ ...resource, id: undefined }))).replaceAll(
    VISIT,
    MARKS.visit,
  );
  names.forEach((name, i) => {
    text = text.replaceAll(`"reference":"${name}"`, `"reference":"${uuid(i)}"`);
  });
  const resources = JSON.parse(text) as Resource[];
  // Provenance and panel name the measurements left out of the benchmark too.
  const own = new Set(row.map((_, i) => uuid(i)));
  const ownOnly = (list: JsonObject[keyof JsonObject]) =>
    Array.isArray(list) ? list.filter((item) => own.has(String((item as JsonObject).reference))) : undefined;
  for (const resource of resources) {
    const identifiers = Array.isArray(resource.identifier) ? (resource.identifier as JsonObject[]) : [];
    for (const identifier of identifiers) {
      if (String(identifier.system).includes('/import-'))
        identifier.value = `${MARKS.number}-${String(identifier.value)}`;
    }
    if (resource.resourceType === 'Patient') {
      resource.identifier = identifiers.filter(({ system }) => String(system).includes('/import-'));
      resource.name = [{ use: 'official', text: MARKS.name }];
      resource.birthDate = MARKS.born;
    }
    if (resource.target) resource.target = ownOnly(resource.target);
    if (resource.hasMember) resource.hasMember = ownOnly(resource.hasMember);
  }
  return JSON.stringify(
    transaction(
      resources.map((resource, i) => ({
        fullUrl: uuid(i),
        resource,
        request: { method: 'POST', url: resource.resourceType },
      })),
    ),
  );
}

const refraction = row.find(({ meta }) => JSON.stringify(meta).includes('lianti-refraction'))!;

const patient = row.find(({ resourceType }) => resourceType === 'Patient')!;

/** One child on its own. */
export function singlePatient(n: number): string {
  const { id: _, ...rest } = patient;
  const identifier = (rest.identifier as JsonObject[])
    .filter(({ system }) => String(system).includes('/import-'))
    .map((i) => ({ ...i, value: `single-${n}` }));
  return JSON.stringify({ ...rest, identifier });
}

/** One refraction on its own, for single creates; `subject` is `Patient/<id>` or another that exists. */
export function singleRefraction(n: number, subject: string): string {
  const { id: _, encounter: __, ...rest } = refraction;
  const identifier = (rest.identifier as JsonObject[]).map((i) => ({ ...i, value: `single-${n}` }));
  return JSON.stringify({ ...rest, identifier, subject: { reference: subject } });
}

function transaction(entry: JsonObject[]): JsonObject {
  return { resourceType: 'Bundle', type: 'transaction', entry };
}

function uuid(i: number): string {
  return `urn:uuid:00000000-0000-4000-8${String(i).padStart(3, '0')}-${MARKS.number}`;
}

const SURNAMES = ['王', '李', '张', '刘', '陈', '杨', '赵', '黄', '周', '吴', '欧阳'];
const GIVEN = ['小禾', '子涵', '一诺', '浩宇', '欣怡', '梓轩', '雨桐', '思远'];
