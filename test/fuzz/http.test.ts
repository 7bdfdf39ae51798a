// Thousands of requests that are nearly right or not right at all: each is answered in FHIR's own form and in time,
// and the server afterwards is as it was. On failure fast-check prints the seed and the requests.
// FUZZ_REQUESTS says how many, FUZZ_SEED repeats what was printed.

import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { createHttpTestServer, type HttpTestServer } from '../support/http.ts';
import { createFuzzClient, type FuzzAnswer, type FuzzClient } from './client.ts';
import { type FuzzRequest, fuzzRequest } from './requests.ts';

const AT_ONCE = 8;
const ANSWER_WITHIN_MS = 10_000;
const REQUESTS = Number(process.env.FUZZ_REQUESTS ?? 20_000);
const SEED = process.env.FUZZ_SEED === undefined ? {} : { seed: Number(process.env.FUZZ_SEED) };

let server: HttpTestServer;
let client: FuzzClient;
beforeAll(async () => {
  server = await createHttpTestServer({ MAX_BODY: '1mb' });
  client = createFuzzClient(server.running.port, ANSWER_WITHIN_MS);
  for (const [path, resource] of [
    ['Patient/a', { resourceType: 'Patient', id: 'a', gender: 'female', name: [{ family: '张' }] }],
    ['Basic/canary', { resourceType: 'Basic', id: 'canary', code: { text: '金丝雀' } }],
  ] as const) {
    await server.http.put(`/fhir/${path}`).type('application/fhir+json').send(resource);
  }
});
afterAll(async () => {
  client.close();
  await server.close();
});

describe('whatever is sent', () => {
  it(`gets an answer in FHIR's form, and the server goes on as before: ${REQUESTS} requests`, async () => {
    const canary = (await server.http.get('/fhir/Basic/canary')).text;
    const before = await metadataMs();
    await fc.assert(
      fc.asyncProperty(
        fc.array(fuzzRequest, { minLength: AT_ONCE, maxLength: AT_ONCE }),
        async (requests) => {
          await Promise.all(requests.map(sendAndCheck));
        },
      ),
      { numRuns: Math.ceil(REQUESTS / AT_ONCE), ...SEED },
    );
    expect(server.notes).toEqual([]);
    expect((await server.http.get('/fhir/Basic/canary')).text).toBe(canary);
    expect(Object.keys(Object.prototype)).toEqual([]);
    expect(({} as { polluted?: unknown }).polluted).toBeUndefined();
    expect(await metadataMs()).toBeLessThan(2 * before + 5);
  }, 300_000);
});

async function sendAndCheck(request: FuzzRequest): Promise<void> {
  const noted = server.notes.length;
  const answer = await client.send(request);
  const wrong = complaint(request, answer);
  if (wrong === undefined) return;
  const notes = JSON.stringify(server.notes.slice(noted, noted + 3)).slice(0, 2000);
  throw new Error(
    `${wrong}\n${JSON.stringify(request)}\n${answer.status} ${answer.headers['content-type']} ${answer.text.slice(0, 600)}\n${notes}`,
  );
}

/** What is wrong with an answer, if anything. */
function complaint(request: FuzzRequest, { status, headers, text }: FuzzAnswer): string | undefined {
  if (status === 0) return request.bytes === undefined ? 'There is no answer.' : undefined;
  if (status < 200) return 'The status is no end.';
  // The content of a Binary is what was stored, whatever it is: to be saved and not shown.
  if (status < 300 && headers['content-disposition'] === 'attachment') return undefined;
  const type = String(headers['content-type'] ?? '');
  const isJson = /^application\/(fhir\+)?json/.test(type);
  const outcome = isJson && text !== '' ? parsed(text) : undefined;
  if (isJson && text !== '' && outcome === undefined) return 'The JSON cannot be read.';
  // 501 is R4's word for what a server does not do, and says so.
  if (
    status === 501 &&
    text !== '' &&
    outcome?.issue?.[0]?.code !== 'not-supported' &&
    !text.includes('not-supported')
  )
    return 'A 501 does not say what is not supported.';
  if (status >= 500 && status !== 501) return `The status is ${status}.`;
  if (/\bat \S+ \(?\S+\.[jt]s:\d+|node_modules|SQLITE|SqliteError/.test(text)) return 'The inside shows.';
  if (type.startsWith('text/html')) return complaintOfPage(request, status);
  if (status >= 400 && request.method !== 'HEAD') {
    const isOutcome = outcome?.resourceType === 'OperationOutcome' || text.includes('<OperationOutcome ');
    if (!isOutcome) return 'A failure is no OperationOutcome.';
  }
  return undefined;
}

function complaintOfPage(
  { method, target, headers: asked }: FuzzRequest,
  status: number,
): string | undefined {
  if (status !== 200) return 'A failure is HTML.';
  if (method !== 'GET' && method !== 'HEAD') return 'A write is answered with HTML.';
  const isAsked = asked.accept?.includes('text/html') || /_format=(text\/)?html/.test(target);
  const isPage = target === '/' || target === '/examples';
  return isAsked || isPage ? undefined : 'HTML was not asked for.';
}

// biome-ignore lint/suspicious/noExplicitAny: answers of every kind
function parsed(text: string): any {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** Milliseconds of the middle one of many. */
async function metadataMs(): Promise<number> {
  const times: number[] = [];
  for (let i = 0; i < 60; i++) {
    const started = performance.now();
    const { status } = await client.send({ method: 'GET', target: '/fhir/metadata', headers: {} });
    times.push(performance.now() - started);
    expect(status).toBe(200);
  }
  return times.sort((a, b) => a - b)[30]!;
}
