// $reindex: entries made anew, at once for a resource, later for more.

import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { LOCAL_OPERATOR } from '../../src/authorization/local-operator.ts';
import { verify } from '../../src/compose.ts';
import { storeChildren } from '../indexing/support.ts';
import { type Answer, createTestServer, observation, type TestServer } from '../support/lianti.ts';

let server: TestServer;
beforeEach(async () => {
  server = await createTestServer();
});
afterEach(() => server.close());

const findings = () => verify(server.lianti, () => {});

/** Entries as no definition would make them. */
async function damage(type: string): Promise<void> {
  const { store } = server.lianti.services;
  const { versions } = await store.scan([type], (await store.tip()).seq, { count: 10_000 });
  await store.index(versions.map(({ key, version }) => ({ key, version, entries: [] })));
}

/** Answers until the result; each but the last is 202. */
async function followed({ status, headers }: Answer): Promise<Answer[]> {
  expect(status).toBe(202);
  const place = headers['Content-Location']!.split('/fhir/')[1]!;
  const answers: Answer[] = [];
  do {
    answers.push(await server.get(place));
    await new Promise((resolve) => setTimeout(resolve, 5));
  } while (answers.at(-1)!.status === 202);
  return answers;
}

describe('$reindex', () => {
  it('of everything is answered later, shows its progress and leaves the index as it should be', async () => {
    await storeChildren(server, 1500);
    await server.post('Observation', observation());
    await damage('Patient');
    await damage('Observation');
    expect((await server.get('Patient?name=张&_summary=count')).body.total).toBe(0);
    const answers = await followed(await server.send('POST', '$reindex'));
    expect(answers.at(-1)!.body.issue[0].diagnostics).toBe('1501 resources were indexed anew.');
    const progress = answers.map(({ headers }) => headers['X-Progress']);
    expect(progress).toContainEqual(expect.stringMatching(/^\d+ of 1501 resources indexed$/));
    expect((await server.get('Patient?name=张&_summary=count')).body.total).toBe(1500);
    expect(await findings()).toEqual([]);
  });

  it('of a type leaves the others alone', async () => {
    await storeChildren(server, 10);
    await server.post('Observation', observation());
    await damage('Patient');
    await damage('Observation');
    const answers = await followed(await server.send('POST', 'Patient/$reindex'));
    expect(answers.at(-1)!.body.issue[0].diagnostics).toBe('10 Patients were indexed anew.');
    expect((await findings()).map(({ key }) => key?.type)).toEqual(['Observation']);
  });

  it('of a resource is done at once', async () => {
    await storeChildren(server, 1);
    await damage('Patient');
    expect((await server.send('POST', 'Patient/child-0/$reindex')).status).toBe(200);
    expect(await findings()).toEqual([]);
    expect((await server.send('POST', 'Patient/nobody/$reindex')).status).toBe(404);
  });

  it('is for callers who may update what is indexed', async () => {
    await storeChildren(server, 1);
    const reader = { ...LOCAL_OPERATOR, name: 'reader', scopes: ['system/*.rs'] };
    const keeper = { ...LOCAL_OPERATOR, name: 'keeper', scopes: ['system/Patient.u'] };
    const status = async (url: string, who: typeof reader) =>
      (await server.send('POST', url, undefined, {}, who)).status;
    expect(await status('$reindex', reader)).toBe(403);
    expect(await status('Patient/child-0/$reindex', reader)).toBe(403);
    expect(await status('$reindex', keeper)).toBe(403);
    expect(await status('Observation/$reindex', keeper)).toBe(403);
    expect(await status('Patient/$reindex', keeper)).toBe(202);
  });

  it('is not called with GET, and takes no parameters', async () => {
    expect((await server.get('$reindex')).status).toBe(405);
    expect((await server.send('POST', '$reindex?type=Patient')).status).toBe(400);
  });

  it('changes no version and no log', async () => {
    await storeChildren(server, 3);
    const { store } = server.lianti.services;
    const before = await store.tip();
    await followed(await server.send('POST', '$reindex'));
    expect(await store.tip()).toEqual(before);
  });
});
