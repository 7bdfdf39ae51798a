import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import Database from 'better-sqlite3';
import { hashOfToken } from '../../src/authorization/tokens.ts';
import type { JsonObject } from '../../src/fhir/json/tree.ts';
import { createTestServer, entryOf, patient, type TestServer, transactionOf } from '../support/lianti.ts';
import { temporaryFolder } from '../support/lianti-process.ts';
import { type ServerProcess, startServer } from '../support/server-process.ts';

const LATER = { Prefer: 'respond-async' };
const sleep = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));
const batchOf = (...entry: JsonObject[]): JsonObject => ({ resourceType: 'Bundle', type: 'batch', entry });

let server: TestServer;
beforeAll(async () => {
  server = await createTestServer();
});
afterAll(() => server.close());

/** Path of the job below the base. */
async function begin(bundle: JsonObject, more: Record<string, string> = {}): Promise<string> {
  const { status, headers } = await server.post('', bundle, { ...LATER, ...more });
  expect(status).toBe(202);
  expect(headers['Content-Location']).toMatch(/^http:\/\/fhir\.test\/fhir\/\$async\/[0-9a-f-]{36}$/);
  return headers['Content-Location']!.replace(`${server.baseUrl}/`, '');
}

async function result(job: string) {
  for (let tries = 0; tries < 200; tries++) {
    const answer = await server.get(job);
    if (answer.status !== 202) return answer;
    expect(answer.headers['X-Progress']).toMatch(/./);
    expect(Number(answer.headers['Retry-After'])).toBeGreaterThan(0);
    await sleep(10);
  }
  throw new Error('The job does not end.');
}

describe('Prefer: respond-async', () => {
  it('answers a transaction with 202 and later with its Bundle, as long as one asks', async () => {
    const job = await begin(transactionOf(entryOf('PUT', 'Patient/a', patient({ id: 'a' }))));
    const { status, headers, body } = await result(job);
    expect([status, body.type]).toEqual([200, 'transaction-response']);
    expect(body.entry[0].response.status).toBe('201 Created');
    expect(Date.parse(headers.Expires!)).toBeGreaterThan(Date.now());
    expect((await server.get('Patient/a')).status).toBe(200);
    expect((await server.get(job)).body).toEqual(body);
  });

  it('answers a batch, entry by entry', async () => {
    const job = await begin(
      batchOf(
        entryOf('POST', 'Patient', patient()),
        entryOf('POST', 'Patient', patient({ gender: 'robot' })),
      ),
    );
    const { body } = await result(job);
    const statuses = body.entry.map((e: { response: { status: string } }) => e.response.status.slice(0, 3));
    expect(statuses).toEqual(['201', '422']);
  });

  it('answers an operation', async () => {
    await server.put('Patient/e', patient({ id: 'e' }));
    const { status, headers } = await server.get('Patient/e/$everything', LATER);
    expect(status).toBe(202);
    const { body } = await result(headers['Content-Location']!.replace(`${server.baseUrl}/`, ''));
    expect(body.entry[0].resource.id).toBe('e');
  });

  it('gives a failure with its own status and reasons', async () => {
    const bad = transactionOf(entryOf('POST', 'Patient', patient({ gender: 'robot' })));
    const { status, body } = await result(await begin(bad));
    expect([status, body.resourceType]).toEqual([422, 'OperationOutcome']);
  });

  it('goes together with a dry run', async () => {
    const bundle = transactionOf(entryOf('PUT', 'Patient/dry', patient({ id: 'dry' })));
    const { body } = await result(await begin(bundle, { Prefer: 'respond-async, dry-run' }));
    expect(body.entry[0].response.outcome.issue[0].diagnostics).toContain('would be created');
    expect((await server.get('Patient/dry')).status).toBe(404);
  });

  it('is ignored where an answer is at hand at once', async () => {
    expect((await server.get('Patient/a', LATER)).status).toBe(200);
  });

  it('has its likeness in a batch that is answered at once: the same key does each entry once', async () => {
    const bundle = batchOf(entryOf('POST', 'Patient', patient()), entryOf('POST', 'Patient', patient()));
    const key = { 'Idempotency-Key': 'batch-twice' };
    const locations = async () => {
      const { body } = await server.post('', bundle, key);
      return body.entry.map((e: { response: { location: string } }) => e.response.location);
    };
    const first = await locations();
    expect(new Set(first).size).toBe(2);
    expect(await locations()).toEqual(first);
  });

  it('does the same request once when it comes twice with one Idempotency-Key', async () => {
    const bundle = transactionOf(entryOf('POST', 'Patient', patient({ active: true })));
    const key = { 'Idempotency-Key': 'twice' };
    const [one, two] = [await result(await begin(bundle, key)), await result(await begin(bundle, key))];
    expect(two.body.entry[0].response.location).toBe(one.body.entry[0].response.location);
  });
});

describe('a job', () => {
  it('is its caller’s own', async () => {
    const job = await begin(batchOf());
    const stranger = { name: 'stranger', roles: [], scopes: ['system/*.cruds'] };
    expect((await server.send('GET', job, undefined, {}, stranger)).status).toBe(404);
    expect((await server.send('DELETE', job, undefined, {}, stranger)).status).toBe(404);
    expect((await result(job)).status).toBe(200);
  });

  it('is done with the rights of its caller', async () => {
    const reader = { name: 'reader', roles: [], scopes: ['system/*.rs'] };
    const bundle = transactionOf(entryOf('PUT', 'Patient/no', patient({ id: 'no' })));
    const { headers } = await server.send('POST', '', bundle, LATER, reader);
    const job = headers['Content-Location']!.replace(`${server.baseUrl}/`, '');
    let answer = await server.send('GET', job, undefined, {}, reader);
    while (answer.status === 202) {
      await sleep(10);
      answer = await server.send('GET', job, undefined, {}, reader);
    }
    expect(answer.status).toBe(403);
    expect((await server.get('Patient/no')).status).toBe(404);
  });

  it('is gone with its result when it is deleted', async () => {
    await server.put('Patient/secret', patient({ id: 'secret', name: [{ family: '秘密' }] }));
    const job = await begin(batchOf(entryOf('GET', 'Patient/secret')));
    await result(job);
    expect((await server.delete(job)).status).toBe(202);
    expect((await server.get(job)).status).toBe(404);
    expect((await server.delete(job)).status).toBe(404);
    await sleep(50);
    const { cells } = server.lianti.services.store;
    for (let slot = 0; slot < 20; slot++) {
      expect((await cells.read(`async-request-${slot}`)) ?? '').toBe('');
      expect((await cells.read(`async-result-${slot}`)) ?? '').not.toContain('秘密');
    }
  });

  it('stops between two entries when it is cancelled', async () => {
    const entries = Array.from({ length: 400 }, (_, i) =>
      entryOf('PUT', `Basic/cancelled-${i}`, {
        resourceType: 'Basic',
        id: `cancelled-${i}`,
        code: { text: 'x' },
      }),
    );
    const job = await begin(batchOf(...entries));
    while ((await server.get('Basic?_summary=count')).body.total === 0) await sleep(1);
    await server.delete(job);
    await sleep(100);
    const { total } = (await server.get('Basic?_summary=count')).body;
    expect(total).toBeGreaterThan(0);
    expect(total).toBeLessThan(400);
    await sleep(100);
    expect((await server.get('Basic?_summary=count')).body.total).toBe(total);
  });

  it('is refused when too many of one caller wait', async () => {
    const busy = { name: 'busy', roles: [], scopes: ['system/*.cruds'] };
    const slow = batchOf(...Array.from({ length: 200 }, () => entryOf('POST', 'Patient', patient())));
    const answers = await Promise.all(
      Array.from({ length: 24 }, () => server.send('POST', '', slow, LATER, busy)),
    );
    const refused = answers.filter(({ status }) => status === 429);
    expect(answers.length - refused.length).toBe(20);
    expect(refused[0]!.headers['Retry-After']).toBe('30');
    for (const { headers } of answers) {
      const job = headers['Content-Location']?.replace(`${server.baseUrl}/`, '');
      if (job) await server.send('DELETE', job, undefined, {}, busy);
    }
  });

  it.each(['POST', 'PUT'])('answers %s with 405', async (method) => {
    expect((await server.send(method, '$async/x', patient())).status).toBe(405);
  });
});

describe('a restart', () => {
  const folder = temporaryFolder();
  const STORE_URL = `sqlite:${path.join(folder.path, 'lianti.db')}`;
  afterAll(() => folder.remove());

  it('after a kill goes on with a batch where it was, and writes nothing twice', async () => {
    const COUNT = 1500;
    const entry = Array.from({ length: COUNT }, () =>
      entryOf('POST', 'Basic', { resourceType: 'Basic', code: { text: 'x' } }),
    );
    let process: ServerProcess = await startServer({ STORE_URL });
    const count = async () => {
      const answer = await fetch(`${process.baseUrl}/Basic?_summary=count`);
      return ((await answer.json()) as { total: number }).total;
    };
    const started = await fetch(process.baseUrl, {
      method: 'POST',
      headers: { 'content-type': 'application/fhir+json', prefer: 'respond-async' },
      body: JSON.stringify(batchOf(...entry)),
    });
    expect(started.status).toBe(202);
    const job = new URL(started.headers.get('content-location')!).pathname;
    while ((await count()) < 50) await sleep(5);
    process.kill('SIGKILL');
    await process.ended;

    process = await startServer({ STORE_URL });
    try {
      const before = await count();
      expect(before).toBeLessThan(COUNT);
      let answer: Response;
      do {
        await sleep(200);
        answer = await fetch(new URL(job, process.baseUrl));
      } while (answer.status === 202);
      const { entry: answers } = (await answer.json()) as {
        entry: { response: { status: string; location: string } }[];
      };
      expect(new Set(answers.map(({ response }) => response.location)).size).toBe(COUNT);
      expect(await count()).toBe(COUNT);
    } finally {
      await process.stop();
    }
  }, 90_000);

  it('goes on with the rights that the tokens file gives by then, if any', async () => {
    const file = path.join(folder.path, 'tokens.json');
    const allow = (scopes: Record<string, string[]>) =>
      writeFileSync(
        file,
        JSON.stringify(
          Object.fromEntries(
            Object.entries(scopes).map(([name, granted]) => [hashOfToken(name), { name, scopes: granted }]),
          ),
        ),
      );
    const environment = {
      STORE_URL: `sqlite:${path.join(folder.path, 'rights.db')}`,
      AUTH: 'tokens',
      AUTH_TOKENS_FILE: file,
    };
    const all = ['system/*.cruds'];
    const entries = (code: string) =>
      Array.from({ length: 1500 }, () =>
        entryOf('POST', 'Basic', { resourceType: 'Basic', code: { text: code } }),
      );
    allow({ narrowed: all, gone: all, watching: all });
    let process: ServerProcess = await startServer(environment);
    const as = (name: string, where: string, init: RequestInit = {}) =>
      fetch(new URL(where, process.baseUrl), {
        ...init,
        headers: {
          authorization: `Bearer ${name}`,
          'content-type': 'application/fhir+json',
          prefer: 'respond-async',
        },
      });
    const begun = async (name: string) => {
      const body = JSON.stringify(batchOf(...entries(name)));
      const { headers } = await as(name, '/fhir', { method: 'POST', body });
      return new URL(headers.get('content-location')!).pathname;
    };
    const jobs = { narrowed: await begun('narrowed'), gone: await begun('gone') };
    const count = async () =>
      ((await (await as('watching', '/fhir/Basic?_summary=count')).json()) as { total: number }).total;
    // His jobs are nobody else's to ask for, so that they are looked up where they lie.
    const allDone = () => {
      const db = new Database(path.join(folder.path, 'rights.db'), { readonly: true });
      const list = db.prepare("SELECT value FROM cells WHERE name='async-jobs'").pluck().get() as string;
      db.close();
      return (JSON.parse(list) as { state: string }[]).every(({ state }) => state === 'done');
    };
    while ((await count()) < 50) await sleep(5);
    process.kill('SIGKILL');
    await process.ended;

    allow({ narrowed: ['system/*.rs'], watching: all });
    process = await startServer(environment);
    try {
      const before = await count();
      expect(before).toBeLessThan(3000);
      let answer: Response;
      do {
        await sleep(100);
        answer = await as('narrowed', jobs.narrowed);
      } while (answer.status === 202);
      const { entry: answers } = (await answer.json()) as { entry: { response: { status: string } }[] };
      expect(new Set(answers.map(({ response }) => response.status))).toContain('403 Forbidden');
      expect((await as('gone', jobs.gone)).status).toBe(401);
      while (!allDone()) await sleep(50);
      // He may come back, but what he asked has ended.
      await process.stop();
      allow({ gone: all, watching: all });
      process = await startServer(environment);
      const late = await as('gone', jobs.gone);
      expect([late.status, await late.text()]).toEqual([
        403,
        expect.stringContaining('no rights here any more'),
      ]);
      expect(await count()).toBe(before);
    } finally {
      await process.stop();
    }
  }, 90_000);
});
