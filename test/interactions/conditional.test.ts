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

const child = (value: string, more = {}) => patient({ identifier: [{ system: 'urn:c', value }], ...more });

describe('conditional update', () => {
  it('creates when nothing fits, and updates what fits', async () => {
    const created = await server.put('Patient?identifier=urn:c|a', child('a'));
    expect([created.status, created.headers.ETag]).toEqual([201, 'W/"1"']);
    const updated = await server.put('Patient?identifier=urn:c|a', child('a', { active: true }));
    expect([updated.status, updated.headers.ETag, updated.body.id]).toEqual([200, 'W/"2"', created.body.id]);
  });

  it('creates under the id in the body, unless that is taken', async () => {
    const created = await server.put('Patient?identifier=urn:c|b', child('b', { id: 'mine' }));
    expect([created.status, created.body.id]).toEqual([201, 'mine']);
    const taken = await server.put('Patient?identifier=urn:c|other', child('other', { id: 'mine' }));
    expect(taken.status).toBe(409);
  });

  it('refuses another id than the one that fits', async () => {
    await server.put('Patient?identifier=urn:c|d', child('d'));
    expect((await server.put('Patient?identifier=urn:c|d', child('d', { id: 'else' }))).status).toBe(400);
  });

  it('says how many fit when several do', async () => {
    for (let i = 0; i < 3; i++) await server.post('Patient', child('many'));
    const answer = await server.put('Patient?identifier=urn:c|many', child('many'));
    expect(answer.status).toBe(412);
    expect(answer.body.issue[0].diagnostics).toContain('find 3 Patient');
  });

  it('needs criteria that it understands', async () => {
    expect((await server.put('Patient', child('x'))).status).toBe(412);
    expect((await server.put('Patient?identifer=x', child('x'))).status).toBe(400);
    expect((await server.put('Patient?_count=1', child('x'))).status).toBe(400);
  });

  it('makes one resource of 32 racing callers', async () => {
    const answers = await Promise.all(
      Array.from({ length: 32 }, () => server.put('Patient?identifier=urn:c|raced', child('raced'))),
    );
    expect(answers.filter(({ status }) => status === 201)).toHaveLength(1);
    expect((await server.get('Patient?identifier=urn:c|raced')).body.total).toBe(1);
  });
});

describe('conditional delete', () => {
  it('deletes the one that fits, and nothing when none does', async () => {
    const { body } = await server.post('Patient', child('gone'));
    expect((await server.delete('Patient?identifier=urn:c|gone')).status).toBe(204);
    expect((await server.get(`Patient/${body.id}`)).status).toBe(410);
    expect((await server.delete('Patient?identifier=urn:c|gone')).status).toBe(204);
  });

  it('refuses several unless it is configured for them', async () => {
    await server.post('Patient', child('pair'));
    await server.post('Patient', child('pair'));
    expect((await server.delete('Patient?identifier=urn:c|pair')).status).toBe(412);
  });

  it('deletes several up to the limit where it may', async () => {
    const multiple = await createTestServer({ CONDITIONAL_DELETE: 'multiple', CONDITIONAL_DELETE_MAX: '3' });
    for (let i = 0; i < 3; i++) await multiple.post('Patient', child('set'));
    const done = await multiple.delete('Patient?identifier=urn:c|set', { Prefer: 'return=OperationOutcome' });
    expect(done.status).toBe(200);
    expect(done.body.issue[0].diagnostics.match(/Patient\//g)).toHaveLength(3);
    for (let i = 0; i < 4; i++) await multiple.post('Patient', child('set'));
    expect((await multiple.delete('Patient?identifier=urn:c|set')).status).toBe(412);
    await multiple.close();
  });
});

describe('in a transaction', () => {
  it('conditional updates, deletes and patches are entries like others', async () => {
    await server.post('Patient', child('t-delete'));
    await server.post('Patient', child('t-patch'));
    const data = Buffer.from(JSON.stringify([{ op: 'add', path: '/active', value: true }])).toString(
      'base64',
    );
    const answer = await server.post(
      '',
      transactionOf(
        entryOf('PUT', 'Patient?identifier=urn:c|t-new', child('t-new'), {
          fullUrl: 'urn:uuid:61ebe359-bfdc-4613-8bf2-c5e300945f0a',
        }),
        entryOf(
          'POST',
          'Observation',
          observation({ subject: { reference: 'urn:uuid:61ebe359-bfdc-4613-8bf2-c5e300945f0a' } }),
        ),
        entryOf('DELETE', 'Patient?identifier=urn:c|t-delete'),
        entryOf('PATCH', 'Patient?identifier=urn:c|t-patch', {
          resourceType: 'Binary',
          contentType: 'application/json-patch+json',
          data,
        }),
      ),
    );
    expect(answer.status).toBe(200);
    expect(
      answer.body.entry.map((e: { response: { status: string } }) => e.response.status.slice(0, 3)),
    ).toEqual(['201', '201', '204', '200']);
    expect((await server.get('Patient?identifier=urn:c|t-patch')).body.entry[0].resource.active).toBe(true);
    expect((await server.get('Patient?identifier=urn:c|t-delete')).body.total).toBe(0);
  });

  it('two entries cannot change what criteria find twice', async () => {
    await server.put('Patient/claimed', child('claimed', { id: 'claimed' }));
    const answer = await server.post(
      '',
      transactionOf(
        entryOf('PUT', 'Patient/claimed', child('claimed', { id: 'claimed', active: true })),
        entryOf('PUT', 'Patient?identifier=urn:c|claimed', child('claimed')),
      ),
    );
    expect(answer.status).toBe(400);
    expect(answer.body.issue[0].diagnostics).toContain('both change Patient/claimed');
  });
});
