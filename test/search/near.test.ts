// Location?near: R4 location.html#search, "[latitude]|[longitude]|[distance]|[units]".

import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { degreesOfLatitude, distanceInMetres } from '../../src/storage/distance.ts';
import { createTestServer, type TestServer } from '../support/lianti.ts';

const at = (latitude: number, longitude: number) => ({ position: { latitude, longitude } });

/** Distances from People's Square in Shanghai, 31.2304 121.4737, worked out by hand. */
const PLACES: Record<string, object> = {
  here: at(31.2304, 121.4737),
  bund: at(31.24, 121.49), // 1.9 km
  pudong: at(31.1443, 121.8083), // 33.2 km
  suzhou: at(31.2989, 120.5853), // 84.9 km
  fijiEast: at(-17, 179.95),
  fijiWest: at(-17, -179.95),
  pole: at(89.99, 0),
  nowhere: {},
};

let server: TestServer;
beforeAll(async () => {
  server = await createTestServer();
  for (const [id, more] of Object.entries(PLACES))
    await server.put(`Location/${id}`, { resourceType: 'Location', id, ...more });
});
afterAll(() => server.close());

async function found(query: string): Promise<string[]> {
  const { status, body } = await server.get(`Location?${query}`);
  expect([status, body.issue?.[0]?.diagnostics]).toEqual([200, undefined]);
  return (body.entry ?? []).map((entry: { resource: { id: string } }) => entry.resource.id).sort();
}

describe('near', () => {
  it.each([
    ['near=31.2304|121.4737|1|km', 'here'],
    ['near=31.2304|121.4737|2|km', 'bund here'],
    ['near=31.2304|121.4737|2', 'bund here'],
    ['near=31.2304|121.4737|2|kms', 'bund here'],
    ['near=31.2304|121.4737|2000|m', 'bund here'],
    ['near=31.2304|121.4737|1800|m', 'here'],
    ['near=31.2304|121.4737|20|[mi_i]', 'bund here'],
    ['near=31.2304|121.4737|21|[mi_i]', 'bund here pudong'],
    ['near=31.2304|121.4737|0', 'here'],
    ['near=31.2304|121.4737', 'bund here'],
    ['near=31.2304|121.4737||furlong', 'bund here'],
    ['near=31.2304|121.4737|84|km', 'bund here pudong'],
    ['near=31.2304|121.4737|86|km', 'bund here pudong suzhou'],
    ['near=-17|180|6|km', 'fijiEast fijiWest'],
    ['near=90|121|2|km', 'pole'],
    ['near=31.2304|121.4737|30000|km', 'bund fijiEast fijiWest here pole pudong suzhou'],
    ['near=31.2989|120.5853|1,31.1443|121.8083|1', 'pudong suzhou'],
    ['near:missing=true', 'nowhere'],
    ['near=31.2304|121.4737|1e1', 'bund here'],
  ])('%s finds %s', async (query, ids) => {
    expect((await found(query)).join(' ')).toBe(ids);
  });

  it.each([
    '31.2304',
    'x|121',
    '31|y',
    '91|0',
    '0|181',
    'NaN|0',
    '1e999|0',
    '31|121|-1',
    '31|121|far|km',
    '31|121|5|furlong',
    '31|121|5|km|more',
    '|',
  ])('=%s is refused, with the form that is expected', async (value) => {
    const { status, body } = await server.get(`Location?near=${encodeURIComponent(value)}`);
    expect(status).toBe(400);
    expect(body.issue[0]).toMatchObject({ severity: 'error', code: 'value' });
    expect(body.issue[0].diagnostics).toMatch(/latitude\|longitude\|distance\|unit/);
  });

  it('is refused with a modifier and as a sort key', async () => {
    expect((await server.get('Location?near:exact=1|2')).status).toBe(400);
    expect((await server.get('Location?_sort=near')).status).toBe(400);
  });

  it('goes along chains', async () => {
    await server.put('Organization/o', { resourceType: 'Organization', id: 'o', name: 'x' });
    await server.put('PractitionerRole/r', {
      resourceType: 'PractitionerRole',
      id: 'r',
      location: [{ reference: 'Location/bund' }],
    });
    const { body } = await server.get('PractitionerRole?location.near=31.24|121.49|1');
    expect(body.entry.map((entry: { resource: { id: string } }) => entry.resource.id)).toEqual(['r']);
  });
});

describe('a distance', () => {
  const place = fc.record({
    latitude: fc.double({ min: -90, max: 90, noNaN: true }),
    longitude: fc.double({ min: -180, max: 180, noNaN: true }),
  });

  it('is the same both ways, nothing to itself, and at most half around the earth', () => {
    fc.assert(
      fc.property(place, place, (a, b) => {
        expect(distanceInMetres(a, b)).toBe(distanceInMetres(b, a));
        expect(distanceInMetres(a, a)).toBe(0);
        expect(distanceInMetres(a, b)).toBeLessThan(20_015_200);
      }),
    );
  });

  it('is never less than its part from north to south', () => {
    fc.assert(
      fc.property(place, place, (a, b) => {
        expect(degreesOfLatitude(distanceInMetres(a, b))).toBeGreaterThanOrEqual(
          Math.abs(a.latitude - b.latitude),
        );
      }),
    );
  });
});
