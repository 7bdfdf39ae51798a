import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { JsonObject } from '../../src/fhir/json/tree.ts';
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
  server = await createTestServer({ CONDITIONAL_DELETE: 'multiple' });
  await server.put(
    'Patient/there',
    patient({ id: 'there', identifier: [{ system: 'http://i.test', value: '1' }] }),
  );
});
afterAll(() => server.close());

const DRY = { Prefer: 'dry-run' };
const URN = 'urn:uuid:6f4c7c1e-58d5-4f83-8a0c-2f6f7b3c1d01';

type Issue = {
  severity: string;
  diagnostics: string;
  details?: { coding: { code: string }[] };
  expression?: string[];
};
const codes = (outcome: { issue: Issue[] }) => outcome.issue.map(({ details }) => details?.coding[0]?.code);
const tip = () => server.lianti.services.store.tip();

/** Sends it dry, and holds that the log did not grow. */
async function dry(method: string, url: string, body?: JsonObject, headers: Record<string, string> = {}) {
  const before = await tip();
  const answer = await server.send(method, url, body, { ...DRY, ...headers });
  expect(await tip()).toEqual(before);
  return answer;
}

describe('a dry run of one write', () => {
  it('says what would be created, and keeps nothing', async () => {
    const { status, headers, body } = await dry('POST', 'Patient', patient({ gender: 'female' }));
    expect([status, headers['Preference-Applied'], body.resourceType]).toEqual([
      200,
      'dry-run',
      'OperationOutcome',
    ]);
    expect(codes(body)).toEqual(['created']);
    expect(headers.Location).toBeUndefined();
    const put = await dry('PUT', 'Patient/new', patient({ id: 'new' }));
    expect(put.body.issue[0].diagnostics).toBe('Patient/new would be created, as version 1.');
    expect((await server.get('Patient/new')).status).toBe(404);
  });

  it('says from which version to which something would be rewritten, or that it would stay', async () => {
    const changed = await dry('PUT', 'Patient/there', patient({ id: 'there', active: true }));
    expect(codes(changed.body)).toEqual(['rewritten']);
    expect(changed.body.issue[0].diagnostics).toContain('from version 1 to version 2');
    const { body } = await server.get('Patient/there');
    expect(codes((await dry('PUT', 'Patient/there', body)).body)).toEqual(['unchanged']);
  });

  it('says what a condition matches', async () => {
    const condition = { 'If-None-Exist': 'identifier=http://i.test|1' };
    const { body } = await dry('POST', 'Patient', patient(), condition);
    expect(codes(body)).toEqual(['matched']);
    expect(body.issue[0].diagnostics).toContain('Patient/there');
  });

  it('says what would be deleted, one or several, or nothing', async () => {
    expect(codes((await dry('DELETE', 'Patient/there')).body)).toEqual(['deleted']);
    expect(codes((await dry('DELETE', 'Patient/never')).body)).toEqual(['nothing']);
    const tag = [{ system: 'http://t.test', code: 'gone' }];
    for (const id of ['d1', 'd2']) await server.put(`Patient/${id}`, patient({ id, meta: { tag } }));
    expect(codes((await dry('DELETE', 'Patient?_tag=gone')).body)).toEqual(['deleted', 'deleted']);
    expect(codes((await dry('DELETE', 'Patient?_tag=nobody')).body)).toEqual(['nothing']);
    expect((await server.get('Patient/d1')).status).toBe(200);
  });

  it('is refused as the write itself would be', async () => {
    expect(
      (await dry('PUT', 'Patient/there', patient({ id: 'there' }), { 'If-Match': 'W/"9"' })).status,
    ).toBe(412);
    expect((await dry('POST', 'Patient', patient({ gender: 'robot' }))).status).toBe(422);
    const dangling = observation({ subject: { reference: 'Patient/never' } });
    expect((await dry('POST', 'Observation', dangling)).status).toBe(422);
    await server.put('Observation/ref', observation({ id: 'ref', subject: { reference: 'Patient/there' } }));
    expect((await dry('DELETE', 'Patient/there')).status).toBe(409);
    await server.delete('Observation/ref');
  });

  it('goes for patches and $meta-add too', async () => {
    const operation = [
      { name: 'type', valueCode: 'add' },
      { name: 'path', valueString: 'Patient' },
      { name: 'name', valueString: 'birthDate' },
      { name: 'value', valueDate: '2020-01-01' },
    ];
    const patch = { resourceType: 'Parameters', parameter: [{ name: 'operation', part: operation }] };
    expect(codes((await dry('PATCH', 'Patient/there', patch)).body)).toEqual(['rewritten']);
    const meta = { tag: [{ system: 'http://t.test', code: 'x' }] };
    const add = { resourceType: 'Parameters', parameter: [{ name: 'meta', valueMeta: meta }] };
    expect(codes((await dry('POST', 'Patient/there/$meta-add', add)).body)).toEqual(['rewritten']);
  });

  it('does not use up an Idempotency-Key', async () => {
    const key = { 'Idempotency-Key': 'once' };
    await dry('POST', 'Patient', patient({ active: false }), key);
    expect((await server.post('Patient', patient({ active: false }), key)).status).toBe(201);
  });

  it('leaves reading as it is', async () => {
    expect((await dry('GET', 'Patient/there')).body.resourceType).toBe('Patient');
  });
});

describe('a dry run of a transaction', () => {
  it('says of each entry what would happen, and which links would lead where', async () => {
    const bundle = transactionOf(
      entryOf('POST', 'Patient', patient(), { fullUrl: URN }),
      entryOf('POST', 'Observation', observation({ subject: { reference: URN } })),
      entryOf('PUT', 'Patient/there', patient({ id: 'there', active: true })),
      entryOf('POST', 'Patient', patient(), { ifNoneExist: 'identifier=http://i.test|1' }),
      entryOf('GET', 'Patient/there'),
    );
    const { status, body } = await dry('POST', '', bundle);
    expect([status, body.type]).toEqual([200, 'transaction-response']);
    expect(body.entry.map((e: { response: { status: string } }) => e.response.status)).toEqual([
      '201 Created',
      '201 Created',
      '200 OK',
      '200 OK',
      '200 OK',
    ]);
    expect(codes(body.entry[1].response.outcome)).toEqual(['created', 'link']);
    expect(body.entry[1].response.outcome.issue[1].diagnostics).toMatch(
      /^subject\.reference: urn:uuid:6f4c7c1e-.* would become Patient\/[0-9a-f-]{36}\.$/,
    );
    expect(codes(body.entry[2].response.outcome)).toEqual(['rewritten']);
    expect(codes(body.entry[3].response.outcome)).toEqual(['matched']);
    expect(body.entry[4].resource.id).toBe('there');
    expect((await server.get('Observation?_summary=count')).body.total).toBe(0);
  });

  it('names every entry that would be refused, with its reason, and holds the others back', async () => {
    const bundle = transactionOf(
      entryOf('POST', 'Patient', patient()),
      entryOf('POST', 'Patient', patient({ gender: 'robot' })),
      entryOf('PUT', 'Patient/there', patient({ id: 'there' }), { ifMatch: 'W/"9"' }),
      entryOf('POST', 'Observation', observation({ subject: { reference: 'Patient/never' } })),
      entryOf('POST', 'Nonsense', patient()),
      entryOf('GET', 'Patient/never'),
    );
    const { status, body } = await dry('POST', '', bundle);
    expect(status).toBe(200);
    const answers = body.entry.map((e: { response: { status: string } }) => e.response.status.slice(0, 3));
    expect(answers).toEqual(['424', '422', '412', '422', '404', '404']);
    expect(codes(body.entry[0].response.outcome)).toEqual(['held', 'created']);
    expect(body.entry[0].response.outcome.issue[0].diagnostics).toContain('because of entry 1');
    expect(body.entry[1].response.outcome.issue[0].expression).toEqual(['Bundle.entry[1].resource.gender']);
    expect(body.entry[3].response.outcome.issue[0].diagnostics).toContain('Patient/never does not exist');
  });

  it('finds entries that change the same, and deletions that others stand on', async () => {
    await server.put('Patient/held', patient({ id: 'held' }));
    await server.put('Observation/held', observation({ id: 'held', subject: { reference: 'Patient/held' } }));
    const bundle = transactionOf(
      entryOf('DELETE', 'Patient/held'),
      entryOf('PUT', 'Patient/there', patient({ id: 'there', active: true })),
      entryOf('PUT', 'Patient/there', patient({ id: 'there', active: false })),
    );
    const { body } = await dry('POST', '', bundle);
    const answers = body.entry.map((e: { response: { status: string } }) => e.response.status.slice(0, 3));
    expect(answers).toEqual(['409', '424', '400']);
  });

  it('agrees with the transaction itself', async () => {
    const bundle = transactionOf(
      entryOf('DELETE', 'Observation/held'),
      entryOf('DELETE', 'Patient/held'),
      entryOf('PUT', 'Patient/later', patient({ id: 'later' })),
    );
    const foreseen = await dry('POST', '', bundle);
    const done = await server.post('', bundle);
    const statuses = (body: { entry: { response: { status: string } }[] }) =>
      body.entry.map(({ response }) => response.status);
    expect(statuses(foreseen.body)).toEqual(statuses(done.body));
  });
});

describe('a dry run of a batch', () => {
  it('says of each entry on its own what would happen', async () => {
    const bundle = {
      resourceType: 'Bundle',
      type: 'batch',
      entry: [
        entryOf('POST', 'Patient', patient()),
        entryOf('POST', 'Patient', patient({ gender: 'robot' })),
        entryOf('GET', 'Patient/there'),
      ],
    };
    const { status, body } = await dry('POST', '', bundle);
    expect(status).toBe(200);
    const answers = body.entry.map((e: { response: { status: string } }) => e.response.status.slice(0, 3));
    expect(answers).toEqual(['201', '422', '200']);
    expect(codes(body.entry[0].response.outcome)).toEqual(['created']);
  });
});
