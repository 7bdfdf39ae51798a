// Claims about the server as a whole: formats, patch formats, batches, transactions, history, integrity, operations.

import type { CapabilityStatement } from 'fhir/r4.js';
import type { JsonObject } from '../../fhir/json/tree.ts';
import type { Answer, Client } from './client.ts';
import { provePatchFormat } from './patch-claims.ts';
import { expectStatus, expectThat, type Report, Untried } from './report.ts';

type Rest = NonNullable<CapabilityStatement['rest']>[number];

const SERVER = 'server';
const BASIC: JsonObject = { resourceType: 'Basic', code: { text: 'self-test' } };

const entry = (method: string, url: string, resource?: JsonObject): JsonObject => ({
  ...(resource ? { resource } : {}),
  request: { method, url },
});

export async function proveSystem(
  statement: CapabilityStatement,
  client: Client,
  report: Report,
): Promise<void> {
  const rest = statement.rest![0]!;
  for (const format of statement.format) await proveFormat(format, client, report);
  for (const format of statement.patchFormat ?? [])
    await provePatchFormat(format, (run) => withBasic(client, run), client, report);
  for (const { code } of rest.interaction ?? [])
    await report.prove(SERVER, code, () => proveInteraction(code, client));
  if (rest.resource?.some(({ referencePolicy }) => referencePolicy?.includes('enforced'))) {
    await report.prove(SERVER, 'references are enforced', async () => {
      const body: JsonObject = { ...BASIC, subject: { reference: 'Patient/self-test-no-such' } };
      expectStatus(await client.send('POST', 'Basic', { body }), 400, 409, 422);
    });
  }
  await proveSystemOperations(rest, client, report);
  await provePreferences(rest, client, report);
  if (rest.security?.cors) {
    await report.prove(SERVER, 'CORS', async () => {
      const headers = { origin: 'http://localhost', 'access-control-request-method': 'GET' };
      const answer = await client.send('OPTIONS', 'Patient', { headers });
      expectThat(answer.status < 300 && answer.headers.has('access-control-allow-origin'), 'no CORS headers');
    });
  }
}

async function proveFormat(format: string, client: Client, report: Report): Promise<void> {
  await report.prove(SERVER, `format ${format}`, async () => {
    const answer = await client.send('GET', `metadata?_format=${encodeURIComponent(format)}`);
    expectStatus(answer, 200);
    const wanted = format.includes('/') ? format : `application/fhir+${format}`;
    const type = answer.headers.get('content-type') ?? '';
    expectThat(type.startsWith(wanted), `it came as ${type}`);
  });
}

async function proveInteraction(code: string, client: Client): Promise<void> {
  switch (code) {
    case 'batch':
    case 'transaction':
      return proveBundle(code, client);
    case 'history-system':
      return expectStatus(await client.send('GET', '_history?_count=1'), 200);
    case 'search-system':
      return expectStatus(await client.send('GET', '?_type=Basic&_count=1'), 200);
    default:
      throw new Untried('the self-test does not know how');
  }
}

/** One entry that is right and one that is wrong: a batch does the one, a transaction neither. */
async function proveBundle(type: 'batch' | 'transaction', client: Client): Promise<void> {
  const id = `self-test-${Date.now()}-${type}`;
  const bundle = (...entries: JsonObject[]): JsonObject => ({ resourceType: 'Bundle', type, entry: entries });
  const good = entry('PUT', `Basic/${id}`, { ...BASIC, id });
  const bad = entry('POST', 'Basic', { resourceType: 'Basic' });
  try {
    const mixed = await client.send('POST', '', { body: bundle(good, bad) });
    const there = (await client.send('GET', `Basic/${id}`)).status === 200;
    expectThat(
      there === (type === 'batch'),
      there ? 'a part of it was stored' : 'the good entry was not stored',
    );
    if (type === 'batch') expectStatus(mixed, 200);
    expectStatus(await client.send('POST', '', { body: bundle(good) }), 200);
  } finally {
    await client.send('DELETE', `Basic/${id}`);
  }
}

async function proveSystemOperations(
  { operation = [] }: Rest,
  client: Client,
  report: Report,
): Promise<void> {
  for (const { name } of operation) {
    await report.prove(SERVER, `operation $${name}`, async () => {
      if (name === 'validate')
        return expectStatus(await client.send('POST', '$validate', { body: BASIC }), 200);
      // Only what it would do: it is work for the whole server.
      if (name === 'reindex')
        return expectStatus(
          await client.send('POST', '$reindex', { headers: { prefer: 'dry-run' } }),
          200,
          202,
        );
      if (name !== 'diff') return expectStatus(await client.send('GET', `$${name}`), 200);
      await withBasic(client, async (path) =>
        expectStatus(await client.send('GET', `$diff?from=${path}&to=${path}`), 200),
      );
    });
  }
}

/** What the statement says in words: it has no element for them. */
async function provePreferences({ documentation = '' }: Rest, client: Client, report: Report): Promise<void> {
  const number = async () => (await client.send('GET', 'Basic?_summary=count')).body?.total;
  if (documentation.includes('dry-run')) {
    await report.prove(SERVER, 'Prefer: dry-run', async () => {
      const before = await number();
      const answer = await client.send('POST', 'Basic', { body: BASIC, headers: { prefer: 'dry-run' } });
      expectStatus(answer, 200);
      expectThat((await number()) === before, 'something was stored');
    });
  }
  if (documentation.includes('respond-async')) {
    await report.prove(SERVER, 'Prefer: respond-async', async () => {
      const body: JsonObject = {
        resourceType: 'Bundle',
        type: 'batch',
        entry: [entry('GET', 'Basic?_count=1')],
      };
      const answer = await client.send('POST', '', { body, headers: { prefer: 'respond-async' } });
      expectStatus(answer, 202);
      const place = answer.headers.get('content-location') ?? '';
      expectThat(place.startsWith('http'), 'there is no Content-Location');
      const path = place.slice(place.lastIndexOf('/$') + 1);
      expectStatus(await untilDone(path, client), 200);
      expectStatus(await client.send('DELETE', path), 202);
    });
  }
}

async function untilDone(path: string, client: Client): Promise<Answer> {
  for (let tries = 0; tries < 100; tries++) {
    const answer = await client.send('GET', path);
    if (answer.status !== 202) return answer;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  throw new Error('there is no result after ten seconds');
}

async function withBasic(client: Client, run: (path: string) => Promise<void>): Promise<void> {
  const { body } = await client.send('POST', 'Basic', { body: BASIC });
  if (typeof body?.id !== 'string') throw new Untried('no Basic could be made');
  try {
    await run(`Basic/${body.id}`);
  } finally {
    await client.send('DELETE', `Basic/${body.id}`);
  }
}
