import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import {
  createTestServer,
  entryOf,
  observation,
  patient,
  type TestServer,
  transactionOf,
} from '../support/lianti.ts';

let server: TestServer;
beforeAll(async () => {
  server = await createTestServer();
});
afterAll(() => server.close());

const R4 = 'http://hl7.org/fhir/R4/';

describe('a failure', () => {
  it.each([
    ['GET', 'Patient/never', undefined, 'http.html#read'],
    ['GET', 'Patient?nonsense=1', undefined, 'search.html'],
    ['GET', '_history?_since=x', undefined, 'http.html#history'],
    ['PUT', 'Patient/a', patient({ id: 'b' }), 'http.html#update'],
    ['POST', '', { resourceType: 'Bundle', type: 'collection' }, 'http.html#transaction'],
    ['GET', 'Patient/$nonsense', undefined, 'operations.html'],
    ['GET', '$async/nonsense', undefined, 'async.html'],
    ['GET', 'Nonsense', undefined, 'http.html#Status-Codes'],
    ['PATCH', 'metadata', patient(), 'http.html#summary'],
    ['POST', 'Patient', patient({ gender: 'robot' }), 'terminologies.html#strength'],
    ['POST', 'Patient', patient({ nonsense: 1 }), 'json.html'],
    ['POST', 'Observation', observation({ subject: { reference: 'Patient/never' } }), 'http.html#create'],
  ])('of %s %s names the section that it rests on', async (method, url, body, section) => {
    const answer = await server.send(method, url, body);
    expect(answer.status).toBeGreaterThanOrEqual(400);
    expect(answer.body.issue[0].details.text).toBe(`See ${R4}${section}`);
  });

  it('of an entry of a batch names the section of the entry', async () => {
    const bundle = { ...transactionOf(entryOf('GET', 'Patient/never')), type: 'batch' };
    const { body } = await server.post('', bundle);
    expect(body.entry[0].response.outcome.issue[0].details.text).toBe(`See ${R4}http.html#read`);
  });

  it('keeps the code of its rule beside', async () => {
    const { body } = await server.post('Patient', patient({ gender: 'robot' }));
    expect(body.issue[0].details.coding[0].code).toBe('binding');
  });
});
