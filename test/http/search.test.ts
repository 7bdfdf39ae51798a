import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { createHttpTestServer, type HttpTestServer } from '../support/http.ts';

let server: HttpTestServer;
const FHIR = 'application/fhir+json';
const FORM = 'application/x-www-form-urlencoded';

beforeAll(async () => {
  server = await createHttpTestServer();
  for (const [id, family] of [
    ['a', 'Smith, Jones'],
    ['b', 'Müller|x'],
    ['c', 'Plus+Sign $1'],
    ['d', 'Back\\slash'],
  ] as const) {
    await server.http
      .put(`/fhir/Patient/${id}`)
      .type(FHIR)
      .send(JSON.stringify({ resourceType: 'Patient', id, gender: 'female', name: [{ family }] }))
      .expect(201);
  }
});
afterAll(() => server.close());

// biome-ignore lint/suspicious/noExplicitAny: tests look into answers freely
const idsOf = (body: any): string[] => (body.entry ?? []).map((entry: any) => entry.resource.id).sort();
const post = (path: string, form: string) => server.http.post(`/fhir/${path}`).type(FORM).send(form);

describe('POST _search', () => {
  it('takes parameters from the URL and from the body together', async () => {
    const { body } = await post('Patient/_search?gender=female', 'family=M%C3%BCller%5C%7Cx&_id=a,b').expect(
      200,
    );
    expect(idsOf(body)).toEqual(['b']);
    expect(body.link[0].url).toMatch(/Patient\?gender=female&family=M.*&_id=a,b$/);
    const none = await post('Patient/_search?gender=male', 'family=Smith').expect(200);
    expect(idsOf(none.body)).toEqual([]);
  });

  it('takes a parameter twice as two conditions', async () => {
    expect(idsOf((await post('Patient/_search', 'family=Smith&family=Jones').expect(200)).body)).toEqual([]);
    expect(
      idsOf((await post('Patient/_search', 'family=Smith&family:contains=jones').expect(200)).body),
    ).toEqual(['a']);
  });

  it('is refused with 415 in another form, and may be empty', async () => {
    await server.http
      .post('/fhir/Patient/_search')
      .type(FHIR)
      .send('{"resourceType":"Parameters"}')
      .expect(415);
    const { body } = await server.http.post('/fhir/Patient/_search').expect(200);
    expect(idsOf(body)).toHaveLength(4);
  });

  it('may be as long as 1,000 alternatives of ids, codes and references', async () => {
    const ids = Array.from({ length: 996 }, (_, n) => `Patient/none-${n}`);
    const list = encodeURIComponent(['Patient/a', ...ids].join(','));
    for (const path of ['Observation', '']) {
      const form = path === '' ? `_id=${list.replaceAll('Patient%2F', '')}` : `subject=${list}`;
      const { body } = await post(`${path === '' ? '' : `${path}/`}_search`, form).expect(200);
      expect(idsOf(body)).toEqual(path === '' ? ['a'] : []);
    }
  });

  it('gives links that lead on', async () => {
    const { body } = await post('Patient/_search', '_count=3&gender=female').expect(200);
    const next = body.link.find((link: { relation: string }) => link.relation === 'next').url as string;
    const rest = await server.http.get(next.slice(next.indexOf('/fhir'))).expect(200);
    expect(idsOf(rest.body)).toEqual(['d']);
    expect(rest.body.link.map((link: { relation: string }) => link.relation)).not.toContain('next');
  });
});

describe('a search by GET', () => {
  it.each([
    ['family=Smith%5C,%20Jones', ['a']],
    ['family=Smith,Jones', ['a']],
    ['family:exact=Smith%5C%2C+Jones', ['a']],
    ['family:exact=M%c3%bcller%5C%7Cx', ['b']],
    ['family:exact=Plus%2BSign%20%5C%241', ['c']],
    ['family:exact=Back%5C%5Cslash', ['d']],
  ])('%s finds %s: escapes and percent signs are undone once each', async (query, expected) => {
    const { body } = await server.http.get(`/fhir/Patient?${query}`).expect(200);
    expect(idsOf(body)).toEqual(expected);
  });

  it('by HEAD has the headers of the answer alone', async () => {
    const whole = await server.http.get('/fhir/Patient?gender=female').expect(200);
    const head = await server.http.head('/fhir/Patient?gender=female').expect(200);
    expect(head.headers['content-type']).toBe(whole.headers['content-type']);
    expect(head.text).toBeUndefined();
  });

  it('may be as long as 50,000 characters', async () => {
    await server.http.get(`/fhir/Patient?family=${'a'.repeat(50_000)}`).expect(200);
  });

  it('of a next link that was made for somebody else or changed is refused', async () => {
    const { body } = await server.http.get('/fhir/Patient?_count=2').expect(200);
    const next = new URL(body.link.find((link: { relation: string }) => link.relation === 'next').url);
    const at = (url: URL) => server.http.get(`${url.pathname}${url.search}`);
    await at(next).expect(200);
    const other = new URL(next);
    other.searchParams.set('gender', 'female');
    await at(other).expect(400);
    const token = next.searchParams.get('_page')!;
    next.searchParams.set('_page', `${token.slice(0, -2)}${token.endsWith('AA') ? 'BB' : 'AA'}`);
    await at(next).expect(400);
  });
});
