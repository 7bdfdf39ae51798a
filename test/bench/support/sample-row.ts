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
const rowText = JSON.stringify(row.map((resource) => ({ ...resource, id: undefined })));

/** Number of resources in one transaction. */
export const ROW_SIZE = row.length;

/** JSON text of the transaction of child number `n`; different numbers share nothing but the surroundings. */
export function rowTransaction(n: number): string {
  let text = rowText;
  names.forEach((name, i) => {
    text = text.replaceAll(`"reference":"${name}"`, `"reference":"${uuid(n, i)}"`);
  });
  const resources = JSON.parse(text) as Resource[];
  // Provenance names the measurements left out of the benchmark too.
  const own = new Set(row.map((_, i) => uuid(n, i)));
  for (const resource of resources) {
    if (Array.isArray(resource.identifier)) {
      for (const identifier of resource.identifier as JsonObject[]) {
        if (String(identifier.system).includes('/import-'))
          identifier.value = `${n}-${String(identifier.value)}`;
      }
      if (resource.resourceType === 'Patient')
        resource.identifier = (resource.identifier as JsonObject[]).filter((i) =>
          String(i.system).includes('/import-'),
        );
    }
    if (resource.resourceType === 'Patient') {
      resource.name = [
        {
          use: 'official',
          text: `${SURNAMES[n % SURNAMES.length]}${GIVEN[Math.floor(n / 7) % GIVEN.length]}`,
        },
      ];
      resource.birthDate = new Date(Date.UTC(2015, 0, 1 + (n % 700))).toISOString().slice(0, 10);
    }
    if (Array.isArray(resource.target))
      resource.target = resource.target.filter((target) => own.has(String((target as JsonObject).reference)));
    if (Array.isArray(resource.hasMember))
      resource.hasMember = resource.hasMember.filter((member) =>
        own.has(String((member as JsonObject).reference)),
      );
  }
  return JSON.stringify(
    transaction(
      resources.map((resource, i) => ({
        fullUrl: uuid(n, i),
        resource,
        request: { method: 'POST', url: resource.resourceType },
      })),
    ),
  );
}

/** One refraction on its own, for single creates; `subject` is `Patient/<id>` or another that exists. */
export function singleRefraction(n: number, subject: string): string {
  const refraction = row.find(({ meta }) => JSON.stringify(meta).includes('lianti-refraction'))!;
  const { id: _, encounter: __, ...rest } = refraction;
  const identifier = (rest.identifier as JsonObject[]).map((i) => ({ ...i, value: `single-${n}` }));
  return JSON.stringify({ ...rest, identifier, subject: { reference: subject } });
}

function transaction(entry: JsonObject[]): JsonObject {
  return { resourceType: 'Bundle', type: 'transaction', entry };
}

function uuid(n: number, i: number): string {
  return `urn:uuid:00000000-0000-4000-8${String(i).padStart(3, '0')}-${n.toString(16).padStart(12, '0')}`;
}

const SURNAMES = ['王', '李', '张', '刘', '陈', '杨', '赵', '黄', '周', '吴', '欧阳'];
const GIVEN = ['小禾', '子涵', '一诺', '浩宇', '欣怡', '梓轩', '雨桐', '思远'];
