import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { createTestServer, observation, patient, type TestServer } from '../support/lianti.ts';

let server: TestServer;
beforeAll(async () => {
  server = await createTestServer();
});
afterAll(() => server.close());

describe('create', () => {
  it('answers 201 with Location, ETag and the resource under its new id', async () => {
    const answer = await server.post('Patient', patient({ id: 'mine' }));
    expect(answer.status).toBe(201);
    expect(answer.headers.ETag).toBe('W/"1"');
    expect(answer.body.id).not.toBe('mine');
    expect(answer.headers.Location).toBe(`http://fhir.test/fhir/Patient/${answer.body.id}/_history/1`);
    expect(answer.body.meta.versionId).toBe('1');
    expect(answer.body.meta.lastUpdated).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}\+08:00$/);
  });

  it('sends on a read exactly the text that the create answered', async () => {
    const created = await server.post(
      'Observation',
      '{"resourceType":"Observation","status":"final","code":{"text":"x"},"valueQuantity":{"value":98.50}}',
    );
    const read = await server.get(`Observation/${created.body.id}`);
    expect(read.text).toBe(created.text);
    expect(read.text).toContain('98.50');
  });

  it('keeps what the client said about tags and profiles, but not about version and time', async () => {
    const answer = await server.post(
      'Patient',
      patient({ meta: { versionId: '9', lastUpdated: '1999-01-01T00:00:00Z', tag: [{ code: 't' }] } }),
    );
    expect(answer.body.meta.tag).toEqual([{ code: 't' }]);
    expect(answer.body.meta.versionId).toBe('1');
    expect(answer.body.meta.lastUpdated).not.toContain('1999');
  });

  it('refuses a body of another type than the URL', async () => {
    const answer = await server.post('Patient', observation());
    expect(answer.status).toBe(400);
    expect(answer.body.issue[0].diagnostics).toContain('The URL says Patient, the body says Observation');
  });

  it.each([
    ['an unknown element', patient({ nonsense: 1 })],
    ['a wrong JSON type', patient({ active: 'true' })],
    ['an impossible date', patient({ birthDate: '2021-02-30' })],
    ['a code outside a required binding', patient({ gender: 'robot' })],
    ['an empty string', patient({ name: [{ family: '' }] })],
  ])('refuses %s and stores nothing', async (_what, body) => {
    const before = await server.lianti.services.store.tip();
    const answer = await server.post('Patient', body);
    expect([400, 422]).toContain(answer.status);
    expect(answer.body.resourceType).toBe('OperationOutcome');
    expect(answer.body.issue[0].expression[0]).toMatch(/^Patient/);
    expect(await server.lianti.services.store.tip()).toEqual(before);
  });

  it('refuses a reference to what does not exist, naming it', async () => {
    const answer = await server.post(
      'Observation',
      observation({ subject: { reference: 'Patient/nobody' } }),
    );
    expect(answer.status).toBe(422);
    expect(answer.body.issue[0]).toMatchObject({ expression: ['Observation.subject'] });
    expect(answer.body.issue[0].diagnostics).toContain('Patient/nobody does not exist here');
  });
});

describe('Prefer', () => {
  it('return=minimal sends no body', async () => {
    const answer = await server.post('Patient', patient(), { Prefer: 'return=minimal' });
    expect([answer.status, answer.text]).toEqual([201, undefined]);
  });

  it('return=OperationOutcome sends one', async () => {
    const answer = await server.post('Patient', patient(), { Prefer: 'return=OperationOutcome' });
    expect(answer.body).toMatchObject({
      resourceType: 'OperationOutcome',
      issue: [{ severity: 'information' }],
    });
  });
});

describe('update', () => {
  it('creates under the id that the client chose, then makes versions', async () => {
    const created = await server.put('Patient/chosen', patient({ id: 'chosen' }));
    expect([created.status, created.headers.ETag]).toEqual([201, 'W/"1"']);
    const updated = await server.put('Patient/chosen', patient({ id: 'chosen', active: true }));
    expect([updated.status, updated.headers.ETag]).toEqual([200, 'W/"2"']);
  });

  it('makes no version when nothing changed, in whatever order and layout it is sent', async () => {
    const { body } = await server.post('Patient', patient({ active: true, gender: 'female' }));
    const again = {
      resourceType: 'Patient',
      id: body.id,
      gender: 'female',
      active: true,
      name: body.name,
      meta: body.meta,
    };
    const answer = await server.put(`Patient/${body.id}`, JSON.stringify(again, null, 2));
    expect([answer.status, answer.headers.ETag]).toEqual([200, 'W/"1"']);
    expect(answer.body.meta).toEqual(body.meta);
  });

  it('makes a version when only the digits of a decimal changed', async () => {
    const text = (value: string) =>
      `{"resourceType":"Observation","id":"digits","status":"final","code":{"text":"x"},"valueQuantity":{"value":${value}}}`;
    await server.put('Observation/digits', text('1.5'));
    const answer = await server.put('Observation/digits', text('1.50'));
    expect(answer.headers.ETag).toBe('W/"2"');
  });

  it('refuses a body without id, or with another', async () => {
    expect((await server.put('Patient/a', patient())).status).toBe(400);
    expect((await server.put('Patient/a', patient({ id: 'b' }))).status).toBe(400);
  });

  it('is done only at the version that If-Match names', async () => {
    await server.put('Patient/tagged', patient({ id: 'tagged' }));
    const stale = await server.put('Patient/tagged', patient({ id: 'tagged', active: true }), {
      'If-Match': 'W/"7"',
    });
    expect(stale.status).toBe(412);
    expect(stale.body.issue[0].diagnostics).toContain('is at version W/"1"');
    const fresh = await server.put('Patient/tagged', patient({ id: 'tagged', active: true }), {
      'If-Match': '"1"',
    });
    expect(fresh.status).toBe(200);
    expect(
      (await server.put('Patient/unborn', patient({ id: 'unborn' }), { 'If-Match': 'W/"1"' })).status,
    ).toBe(412);
  });

  it('only creates under If-None-Match: *', async () => {
    const once = await server.put('Patient/first', patient({ id: 'first' }), { 'If-None-Match': '*' });
    const twice = await server.put('Patient/first', patient({ id: 'first', active: true }), {
      'If-None-Match': '*',
    });
    expect([once.status, twice.status]).toEqual([201, 412]);
  });

  it('lets exactly one of twenty racing callers through with the same If-Match', async () => {
    await server.put('Patient/raced', patient({ id: 'raced' }));
    const answers = await Promise.all(
      Array.from({ length: 20 }, (_, i) =>
        server.put(
          'Patient/raced',
          patient({ id: 'raced', birthDate: `2020-01-${String(i + 1).padStart(2, '0')}` }),
          { 'If-Match': 'W/"1"' },
        ),
      ),
    );
    expect(answers.map(({ status }) => status).sort()).toEqual([200, ...Array(19).fill(412)]);
  });

  it('loses none of 25 parallel updates without If-Match', async () => {
    await server.put('Patient/busy', patient({ id: 'busy' }));
    const answers = await Promise.all(
      Array.from({ length: 25 }, (_, i) =>
        server.put(
          'Patient/busy',
          patient({ id: 'busy', birthDate: `2019-01-${String(i + 1).padStart(2, '0')}` }),
        ),
      ),
    );
    expect(answers.every(({ status }) => status === 200)).toBe(true);
    expect(new Set(answers.map(({ headers }) => headers.ETag)).size).toBe(25);
    expect((await server.get('Patient/busy/_history?_count=100')).body.entry).toHaveLength(26);
  });
});

describe('read', () => {
  it('answers 404 for what never was and 410 for what was deleted', async () => {
    expect((await server.get('Patient/never')).status).toBe(404);
    await server.put('Patient/gone', patient({ id: 'gone' }));
    expect((await server.delete('Patient/gone')).status).toBe(204);
    expect((await server.get('Patient/gone')).status).toBe(410);
    expect((await server.get('Patient/gone/_history/1')).status).toBe(200);
    expect((await server.get('Patient/gone/_history/2')).status).toBe(410);
  });

  it('answers 404 for a type, an id or a version that cannot be', async () => {
    expect((await server.get('Patiant/1')).status).toBe(404);
    expect((await server.get('Patient/a_b')).status).toBe(404);
    await server.put('Patient/v', patient({ id: 'v' }));
    expect((await server.get('Patient/v/_history/0')).status).toBe(404);
    expect((await server.get('Patient/v/_history/2')).status).toBe(404);
    expect((await server.get('Patient/v/_history/x')).status).toBe(404);
  });

  it('answers 304 to a client that has the version', async () => {
    await server.put('Patient/known', patient({ id: 'known' }));
    expect((await server.get('Patient/known', { 'If-None-Match': 'W/"1"' })).status).toBe(304);
    expect((await server.get('Patient/known', { 'If-None-Match': 'W/"2"' })).status).toBe(200);
  });
});

describe('delete', () => {
  it('makes no version of what is gone or never was', async () => {
    await server.put('Patient/once', patient({ id: 'once' }));
    await server.delete('Patient/once');
    const { seq } = await server.lianti.services.store.tip();
    expect((await server.delete('Patient/once')).status).toBe(204);
    expect((await server.delete('Patient/never')).status).toBe(204);
    expect((await server.lianti.services.store.tip()).seq).toBe(seq);
  });

  it('is refused while others refer to it, and names them', async () => {
    await server.put('Patient/held', patient({ id: 'held' }));
    await server.put(
      'Observation/holds',
      observation({ id: 'holds', subject: { reference: 'Patient/held' } }),
    );
    const answer = await server.delete('Patient/held');
    expect(answer.status).toBe(409);
    expect(answer.body.issue[0].diagnostics).toContain('Observation/holds');
    await server.delete('Observation/holds');
    expect((await server.delete('Patient/held')).status).toBe(204);
  });

  it('lets a resource come back under its id', async () => {
    await server.put('Patient/phoenix', patient({ id: 'phoenix' }));
    await server.delete('Patient/phoenix');
    const answer = await server.put('Patient/phoenix', patient({ id: 'phoenix' }));
    expect([answer.status, answer.headers.ETag]).toEqual([201, 'W/"3"']);
  });
});

describe('conditional create', () => {
  const twin = (value: string) => patient({ identifier: [{ system: 'urn:sys', value }] });

  it('creates once and answers with the one that is there', async () => {
    const first = await server.post('Patient', twin('one'), { 'If-None-Exist': 'identifier=urn:sys|one' });
    const second = await server.post('Patient', twin('one'), { 'If-None-Exist': 'identifier=urn:sys|one' });
    expect([first.status, second.status]).toEqual([201, 200]);
    expect(second.body.id).toBe(first.body.id);
  });

  it('answers 412 when several fit', async () => {
    await server.post('Patient', twin('many'));
    await server.post('Patient', twin('many'));
    const answer = await server.post('Patient', twin('many'), { 'If-None-Exist': 'identifier=urn:sys|many' });
    expect(answer.status).toBe(412);
  });

  it('leaves one resource of fifteen racing callers', async () => {
    const answers = await Promise.all(
      Array.from({ length: 15 }, () =>
        server.post('Patient', twin('raced'), { 'If-None-Exist': 'identifier=urn:sys|raced' }),
      ),
    );
    expect(answers.map(({ status }) => status).sort()).toEqual([...Array(14).fill(200), 201]);
    expect(new Set(answers.map(({ body }) => body.id)).size).toBe(1);
  });

  it('refuses a condition it does not understand', async () => {
    const answer = await server.post('Patient', twin('x'), {
      'If-None-Exist': 'identifer=urn:sys|x',
      Prefer: 'handling=lenient',
    });
    expect(answer.status).toBe(400);
    expect(answer.body.issue[0].diagnostics).toContain('identifier');
  });
});

describe('Idempotency-Key', () => {
  it('answers the same request again with the first result', async () => {
    const first = await server.post('Patient', patient(), { 'Idempotency-Key': 'k1' });
    const second = await server.post('Patient', patient(), { 'Idempotency-Key': 'k1' });
    expect(second.status).toBe(201);
    expect(second.text).toBe(first.text);
    expect(second.headers.Location).toBe(first.headers.Location);
  });

  it('refuses the key for another request', async () => {
    await server.post('Patient', patient(), { 'Idempotency-Key': 'k2' });
    const other = await server.post('Patient', patient({ active: true }), { 'Idempotency-Key': 'k2' });
    expect(other.status).toBe(422);
  });

  it('makes one resource of ten racing callers', async () => {
    const answers = await Promise.all(
      Array.from({ length: 10 }, () => server.post('Patient', patient(), { 'Idempotency-Key': 'k3' })),
    );
    expect(new Set(answers.map(({ body }) => body.id)).size).toBe(1);
  });
});
