// Builds that are cut off, and stores whose entries were made by something else than this release.

import { randomBytes } from 'node:crypto';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { verify } from '../../src/compose.ts';
import { createTestServer, type TestServer } from '../support/lianti.ts';
import { temporaryFolder } from '../support/lianti-process.ts';
import { type ServerProcess, startServer } from '../support/server-process.ts';
import { answersUntilBuilt, birthOrder, child, searchParametersOf, storeChildren } from './support.ts';

const CELL = 'search-index';

let folder: ReturnType<typeof temporaryFolder>;
let url: string;
beforeEach(() => {
  folder = temporaryFolder();
  url = `sqlite:${path.join(folder.path, `${randomBytes(4).toString('hex')}.db`)}`;
});
afterEach(() => folder.remove());

const open = () => createTestServer({ STORE_URL: url });
const findings = (server: TestServer) => verify(server.lianti, () => {});

async function ask(server: ServerProcess, method: string, path: string, body?: object): Promise<Response> {
  return fetch(`${server.baseUrl}/${path}`, {
    method,
    headers: { 'content-type': 'application/fhir+json' },
    ...(body && { body: JSON.stringify(body) }),
  });
}

describe('A build whose process is killed', () => {
  it('is finished by the next one, and never answers with a part', async () => {
    const filling = await open();
    await storeChildren(filling, 4000);
    await filling.close();

    let percentBefore = 0;
    const seen: number[] = [];
    for (let kill = 0; kill < 3; kill++) {
      const server = await startServer({ STORE_URL: url });
      if (kill === 0) expect((await ask(server, 'POST', 'SearchParameter', birthOrder())).status).toBe(201);
      const started = performance.now();
      for (;;) {
        const answer = await ask(server, 'GET', 'Patient?birth-order=3&_summary=count');
        const body = (await answer.json()) as { total?: number; issue?: { diagnostics: string }[] };
        if (answer.status === 200) expect(body.total).toBe(800);
        else expect(answer.status).toBe(503);
        const percent = Number(/\((\d+) %\)/.exec(body.issue?.[0]?.diagnostics ?? '')?.[1] ?? 100);
        seen.push(percent);
        if (percent >= percentBefore + 15 || performance.now() - started > 10_000) break;
      }
      percentBefore = seen.at(-1)!;
      server.kill('SIGKILL');
      await server.ended;
    }
    expect(seen[0]).toBeLessThan(100);

    const server = await open();
    server.lianti.index.begin();
    const last = (await answersUntilBuilt(server, 'Patient?birth-order=3&_summary=count')).at(-1)!;
    expect(last.body.total).toBe(800);
    expect(await findings(server)).toEqual([]);
    await server.close();
  }, 120_000);

  it('goes on where it was: what was kept says so', async () => {
    const server = await open();
    await storeChildren(server, 100);
    await server.post('SearchParameter', birthOrder());
    await server.close();

    const again = await open();
    expect((await again.get('Patient?birth-order=3')).status).toBe(503);
    again.lianti.index.begin();
    expect((await answersUntilBuilt(again, 'Patient?birth-order=3')).at(-1)!.body.total).toBe(20);
    await again.close();

    const third = await open();
    expect((await third.get('Patient?birth-order=3')).status).toBe(200);
    await third.close();
  });
});

describe('A $reindex whose process is killed', () => {
  it('is finished by the next one, and its caller gets his answer there', async () => {
    const filling = await open();
    await storeChildren(filling, 3000);
    const { store } = filling.lianti.services;
    const { versions } = await store.scan(['Patient'], (await store.tip()).seq, { count: 3000 });
    await store.index(versions.map(({ key, version }) => ({ key, version, entries: [] })));
    await filling.close();

    const first = await startServer({ STORE_URL: url });
    const begun = await ask(first, 'POST', '$reindex');
    const place = begun.headers.get('content-location')!.split('/fhir/')[1]!;
    let done = 0;
    while (done < 500) {
      const { headers } = await ask(first, 'GET', place);
      done = Number(/^\d+/.exec(headers.get('x-progress') ?? '')?.[0] ?? 0);
    }
    first.kill('SIGKILL');
    await first.ended;

    const second = await startServer({ STORE_URL: url });
    let answer = await ask(second, 'GET', place);
    while (answer.status === 202) {
      await new Promise((resolve) => setTimeout(resolve, 50));
      answer = await ask(second, 'GET', place);
    }
    expect(await answer.json()).toMatchObject({
      issue: [{ diagnostics: '3000 resources were indexed anew.' }],
    });
    await second.stop();
    const server = await open();
    expect(await findings(server)).toEqual([]);
    await server.close();
  }, 120_000);
});

describe('A store whose entries were made in another way', () => {
  /** As a release would leave it whose entries of this parameter were others. */
  async function storeOfAnotherRelease(change: (params: Record<string, string>) => void): Promise<void> {
    const server = await open();
    await storeChildren(server, 300);
    const { store } = server.lianti.services;
    const text = (await store.cells.read(CELL))!;
    const kept = JSON.parse(text) as { types: Record<string, Record<string, string>> };
    change(kept.types.Patient!);
    await store.cells.write(CELL, JSON.stringify(kept), text);
    const { versions } = await store.scan(['Patient'], (await store.tip()).seq, { count: 300 });
    await store.index(versions.map(({ key, version }) => ({ key, version, entries: [] })));
    await server.close();
  }

  it('is indexed anew: what changed answers 503 meanwhile, the rest goes on', async () => {
    await storeOfAnotherRelease((params) => {
      params.name = '0123456789ab';
    });
    const server = await open();
    expect((await server.get('Patient?name=张')).status).toBe(503);
    expect((await server.get('Patient?gender=male')).status).toBe(200);
    expect(await searchParametersOf(server, 'Patient')).not.toContain('name');
    server.lianti.index.begin();
    const built = (await answersUntilBuilt(server, 'Patient?name=张&_summary=count')).at(-1)!;
    expect(built.body.total).toBe(300);
    expect(await searchParametersOf(server, 'Patient')).toContain('name');
    expect(await findings(server)).toEqual([]);
    await server.close();
  });

  it('loses entries that this release does not make', async () => {
    await storeOfAnotherRelease((params) => {
      params['no-longer'] = '0123456789ab';
    });
    const server = await open();
    await server.lianti.index.builder.complete();
    expect(await findings(server)).toEqual([]);
    await server.close();
  });

  it('that nobody knows anything about is indexed anew as a whole', async () => {
    await storeOfAnotherRelease(() => {});
    const first = await open();
    const { store } = first.lianti.services;
    await store.cells.write(CELL, '{"epoch":0,"types":{}}', (await store.cells.read(CELL))!);
    await first.close();
    const server = await open();
    expect((await server.get('Patient?name=张')).status).toBe(503);
    expect((await server.put('Patient/child-1', child(1, { active: true }))).status).toBe(200);
    await server.lianti.index.builder.complete();
    expect((await server.get('Patient?name=张&_summary=count')).body.total).toBe(300);
    expect(await findings(server)).toEqual([]);
    await server.close();
  });
});
