import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { createTestServer, patient, type TestServer } from '../support/lianti.ts';

let server: TestServer;
beforeAll(async () => {
  server = await createTestServer();
});
afterAll(() => server.close());

type Entry = {
  resource?: { meta: { versionId: string } };
  request: { method: string; url: string };
  response: { status: string; etag: string };
};

/** All entries, following the next links. */
async function pages(url: string): Promise<Entry[][]> {
  const result: Entry[][] = [];
  for (let next: string | undefined = url; next; ) {
    const { body } = await server.get(next);
    result.push(body.entry ?? []);
    next = body.link
      .find((link: { relation: string }) => link.relation === 'next')
      ?.url.replace(`${server.baseUrl}/`, '');
  }
  return result;
}

describe('the history of a resource', () => {
  it('lists every version newest first, deletions too', async () => {
    await server.put('Patient/h', patient({ id: 'h' }));
    await server.put('Patient/h', patient({ id: 'h', active: true }));
    await server.delete('Patient/h');
    const { body } = await server.get('Patient/h/_history');
    expect(body.type).toBe('history');
    expect(body.total).toBe(3);
    expect(
      body.entry.map((e: Entry) => [
        e.request.method,
        e.response.status.slice(0, 3),
        e.response.etag,
        e.resource?.meta.versionId,
      ]),
    ).toEqual([
      ['DELETE', '204', 'W/"3"', undefined],
      ['PUT', '200', 'W/"2"', '2'],
      ['PUT', '201', 'W/"1"', '1'],
    ]);
  });

  it('is 404 for what never was', async () => {
    expect((await server.get('Patient/never/_history')).status).toBe(404);
  });

  it('comes in pages that lose and repeat nothing', async () => {
    for (let i = 1; i <= 7; i++)
      await server.put('Patient/paged', patient({ id: 'paged', birthDate: `2020-01-0${i}` }));
    const all = await pages('Patient/paged/_history?_count=3');
    expect(all.map((page) => page.length)).toEqual([3, 3, 1]);
    expect(all.flat().map((e) => e.resource?.meta.versionId)).toEqual(['7', '6', '5', '4', '3', '2', '1']);
  });
});

describe('the history of the server', () => {
  it('gives with _since what came after, and nothing when nothing did', async () => {
    const { body } = await server.put('Patient/s', patient({ id: 's' }));
    const since = encodeURIComponent(body.meta.lastUpdated);
    const entries = (await pages(`_history?_since=${since}`)).flat();
    expect(entries.map((e) => e.request.url)).toContain('Patient/s');
    const { body: later } = await server.get(`_history?_since=2999-01-01T00:00:00Z`);
    expect(later.entry).toBeUndefined();
  });

  it('goes on where a page ended while others write', async () => {
    for (let i = 0; i < 5; i++) await server.put(`Patient/w${i}`, patient({ id: `w${i}` }));
    const first = await server.get('_history?_count=2');
    const next = first.body.link
      .find((link: { relation: string }) => link.relation === 'next')
      .url.replace(`${server.baseUrl}/`, '');
    await server.put('Patient/late', patient({ id: 'late' }));
    const second = await server.get(next);
    const urls = [...first.body.entry, ...second.body.entry].map((e: Entry) => e.request.url);
    expect(urls).toEqual(['Patient/w4', 'Patient/w3', 'Patient/w2', 'Patient/w1']);
  });

  it.each(['_since=yesterday', '_count=x', '_sice=2020'])('refuses %s', async (query) => {
    expect((await server.get(`_history?${query}`)).status).toBe(400);
  });
});
