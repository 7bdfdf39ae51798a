// Thirty-two callers at once, alone and inside transactions: one of them does it, and the others get what R4 says.
// R4 http.html#ccreate, #cond-update, #transaction, #concurrency.

import { randomUUID } from 'node:crypto';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { JsonObject } from '../../src/fhir/json/tree.ts';
import {
  type Answer,
  createTestServer,
  entryOf,
  observation,
  patient,
  type TestServer,
  transactionOf,
} from '../support/lianti.ts';
import { temporaryFolder } from '../support/lianti-process.ts';

const CALLERS = 32;
const SYSTEM = 'urn:race';

const criteria = (value: string) => `identifier=${SYSTEM}|${value}`;
const child = (value: string, more: JsonObject = {}) =>
  patient({ identifier: [{ system: SYSTEM, value }], ...more });
const result = (value: string, reference: string) =>
  observation({ identifier: [{ system: SYSTEM, value }], subject: { reference } });

const folder = temporaryFolder();
afterAll(() => folder.remove());

describe.each([
  ['in memory', 'sqlite::memory:', 50],
  ['in a file', `sqlite:${path.join(folder.path, 'races.db')}`, 5],
])('32 at once, %s', (_where, store, rounds) => {
  let server: TestServer;
  beforeAll(async () => {
    server = await createTestServer({ STORE_URL: store });
  });
  afterAll(() => server.close());

  /** The same race again and again, each time about something new. */
  async function repeated(race: (value: string) => Promise<void>): Promise<void> {
    for (let round = 0; round < rounds; round++) await race(randomUUID());
  }
  const atOnce = (send: (caller: number) => Promise<Answer>) =>
    Promise.all(Array.from({ length: CALLERS }, (_, caller) => send(caller)));
  const found = async (type: string, value: string): Promise<JsonObject[]> => {
    const { body } = await server.get(`${type}?${criteria(value)}&_count=100`);
    expect(body.total).toBe((body.entry ?? []).length);
    return (body.entry ?? []).map(({ resource }: { resource: JsonObject }) => resource);
  };
  const versions = async (name: string) => (await server.get(`${name}/_history?_count=100`)).body.total;

  it('conditional creates make one resource, and the others are told which', () =>
    repeated(async (value) => {
      const answers = await atOnce(() =>
        server.post('Patient', child(value), { 'If-None-Exist': criteria(value) }),
      );
      expect(tally(answers)).toEqual({ 200: CALLERS - 1, 201: 1 });
      const [only, ...more] = await found('Patient', value);
      expect(more).toEqual([]);
      expect(new Set(answers.map(({ body }) => body.id))).toEqual(new Set([only!.id]));
    }));

  it('conditional creates inside transactions make one resource, to which all others refer', () =>
    repeated(async (value) => {
      const fullUrl = `urn:uuid:${randomUUID()}`;
      const answers = await atOnce(() =>
        server.post(
          '',
          transactionOf(
            entryOf('POST', 'Patient', child(value), { fullUrl, ifNoneExist: criteria(value) }),
            entryOf('POST', 'Observation', result(value, fullUrl)),
          ),
        ),
      );
      const done = answers.filter(({ status }) => status === 200);
      expectOnly(answers, 200, 409);
      expect(done.filter((answer) => statusOf(answer, 0) === '201')).toHaveLength(1);
      const [only, ...more] = await found('Patient', value);
      expect(more).toEqual([]);
      const results = await found('Observation', value);
      expect(results).toHaveLength(done.length);
      for (const { subject } of results) expect(subject).toEqual({ reference: `Patient/${only!.id}` });
    }));

  it('conditional updates make one resource, and each that is answered is one version', () =>
    repeated(async (value) => {
      const answers = await atOnce((caller) =>
        server.put(`Patient?${criteria(value)}`, child(value, { multipleBirthInteger: caller + 1 })),
      );
      expectOnly(answers, 200, 201, 409);
      const done = answers.filter(({ status }) => status < 300);
      expect(done.filter(({ status }) => status === 201)).toHaveLength(1);
      const [only, ...more] = await found('Patient', value);
      expect(more).toEqual([]);
      expect(await versions(`Patient/${only!.id}`)).toBe(done.length);
      expect(new Set(done.map(({ headers }) => headers.ETag)).size).toBe(done.length);
    }));

  it('conditional updates inside transactions and alone make one resource', () =>
    repeated(async (value) => {
      const answers = await atOnce((caller) => {
        const body = child(value, { multipleBirthInteger: caller + 1 });
        const url = `Patient?${criteria(value)}`;
        return caller % 2 === 0
          ? server.put(url, body)
          : server.post('', transactionOf(entryOf('PUT', url, body)));
      });
      expectOnly(answers, 200, 201, 409);
      const created = answers.filter((answer) => answer.status === 201 || statusOf(answer, 0) === '201');
      expect(created).toHaveLength(1);
      const [only, ...more] = await found('Patient', value);
      expect(more).toEqual([]);
      expect(await versions(`Patient/${only!.id}`)).toBe(answers.filter(({ status }) => status < 300).length);
    }));

  it('updates of one version change it once, and the others fail with 412', () =>
    repeated(async (value) => {
      const name = `Patient/${value}`;
      await server.put(name, child(value, { id: value }));
      const answers = await atOnce((caller) => {
        const body = child(value, { id: value, multipleBirthInteger: caller + 1 });
        return caller % 2 === 0
          ? server.put(name, body, { 'If-Match': 'W/"1"' })
          : server.post('', transactionOf(entryOf('PUT', name, body, { ifMatch: 'W/"1"' })));
      });
      expect(tally(answers)).toEqual({ 200: 1, 412: CALLERS - 1 });
      expect(await versions(name)).toBe(2);
    }));

  it('creations under one id with If-None-Match: * make one version', () =>
    repeated(async (value) => {
      const answers = await atOnce((caller) =>
        server.put(`Patient/${value}`, child(value, { id: value, multipleBirthInteger: caller + 1 }), {
          'If-None-Match': '*',
        }),
      );
      expect(tally(answers)).toEqual({ 201: 1, 412: CALLERS - 1 });
      expect(await versions(`Patient/${value}`)).toBe(1);
    }));

  it('conditional deletes, alone and inside transactions, delete once', () =>
    repeated(async (value) => {
      await server.put(`Patient/${value}`, child(value, { id: value }));
      const url = `Patient?${criteria(value)}`;
      const answers = await atOnce((caller) =>
        caller % 2 === 0 ? server.delete(url) : server.post('', transactionOf(entryOf('DELETE', url))),
      );
      expectOnly(answers, 200, 204);
      expect(await found('Patient', value)).toEqual([]);
      expect((await server.get(`Patient/${value}`)).status).toBe(410);
      expect(await versions(`Patient/${value}`)).toBe(2);
    }));

  it('conditional references hold when what they find is deleted meanwhile', () =>
    repeated(async (value) => {
      const name = `Patient/${value}`;
      await server.put(name, child(value, { id: value }));
      const refer = () =>
        server.post(
          '',
          transactionOf(entryOf('POST', 'Observation', result(value, `Patient?${criteria(value)}`))),
        );
      const answers = await atOnce((caller) => (caller === 7 ? server.delete(name) : refer()));
      const [deleted] = answers.splice(7, 1) as [Answer];
      const done = answers.filter(({ status }) => status === 200);
      expectOnly(answers, 200, 409, 412, 422);
      expect(await found('Observation', value)).toHaveLength(done.length);
      // Either somebody refers to it and it stays, or it is gone and nobody does.
      const isThere = (await server.get(name)).status === 200;
      expect([deleted.status, isThere]).toEqual(done.length > 0 ? [409, true] : [204, false]);
    }));

  it('conditional references lead to one resource or to none when a second one appears meanwhile', () =>
    repeated(async (value) => {
      await server.put(`Patient/${value}`, child(value, { id: value }));
      const answers = await atOnce((caller) =>
        caller === 7
          ? server.post('Patient', child(value))
          : server.post(
              '',
              transactionOf(entryOf('POST', 'Observation', result(value, `Patient?${criteria(value)}`))),
            ),
      );
      const [second] = answers.splice(7, 1) as [Answer];
      expect(second.status).toBe(201);
      expectOnly(answers, 200, 409, 412);
      const results = await found('Observation', value);
      expect(results).toHaveLength(answers.filter(({ status }) => status === 200).length);
      for (const { subject } of results) expect(subject).toEqual({ reference: `Patient/${value}` });
      const late = await server.post(
        '',
        transactionOf(entryOf('POST', 'Observation', result(value, `Patient?${criteria(value)}`))),
      );
      expect(late.status).toBe(412);
    }));

  it('one Idempotency-Key is one commit, whoever sends it', () =>
    repeated(async (value) => {
      const answers = await atOnce(() =>
        server.post('Patient', child(value), { 'Idempotency-Key': `race-${value}` }),
      );
      expect(tally(answers)).toEqual({ 201: CALLERS });
      expect(await found('Patient', value)).toHaveLength(1);
      expect(new Set(answers.map(({ headers }) => headers.Location)).size).toBe(1);
    }));

  it('nothing unexpected is noted', () => {
    expect(server.notes).toEqual([]);
  });
});

function tally(answers: Answer[]): Record<number, number> {
  const counts: Record<number, number> = {};
  for (const { status } of answers) counts[status] = (counts[status] ?? 0) + 1;
  return counts;
}

/** Every answer has one of these, and a refusal says why. */
function expectOnly(answers: Answer[], ...allowed: number[]): void {
  for (const { status, body } of answers) {
    expect(allowed).toContain(status);
    if (status >= 400) expect(body.issue[0].diagnostics).toMatch(/\w/);
  }
}

function statusOf({ body }: Answer, entry: number): string | undefined {
  return body?.entry?.[entry]?.response.status.slice(0, 3);
}
