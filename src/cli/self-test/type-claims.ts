// Claims about one resource type, tried on a resource that is made for it and deleted again.

import type { CapabilityStatement } from 'fhir/r4.js';
import type { Definitions } from '../../conformance/definitions.ts';
import type { JsonObject, Resource } from '../../fhir/json/tree.ts';
import type { Answer, Client } from './client.ts';
import { expectStatus, expectThat, type Report } from './report.ts';
import { sampleOf } from './sample.ts';

type RestResource = NonNullable<NonNullable<CapabilityStatement['rest']>[number]['resource']>[number];

const JSON_PATCH = { 'content-type': 'application/json-patch+json' };
const OPERATION_PREFIX = 'operation $';

/** Everything that is made is deleted, whatever happens. */
export async function proveType(
  resource: RestResource,
  client: Client,
  definitions: Definitions,
  report: Report,
): Promise<void> {
  const { type } = resource;
  const sample = sampleOf(type, definitions);
  const created = await client.send('POST', type, { body: sample });
  const id = created.body?.id;
  if (created.status !== 201 || typeof id !== 'string') {
    await report.prove(type, 'create', async () => expectStatus(created, 201));
    report.open(type, 'all that needs a resource', 'none could be made');
    return;
  }
  const one: One = { resource, client, report, sample, id, path: `${type}/${id}`, second: `${id}-2` };
  try {
    await report.prove(type, 'create', async () => {
      expectThat(
        created.headers.get('location')?.includes(`/${one.path}/_history/1`) === true,
        'no Location',
      );
      expectThat(created.headers.get('etag') === 'W/"1"', 'no ETag W/"1"');
    });
    await proveReading(one);
    await proveWriting(one);
    await proveConditions(one);
    await proveOperations(one);
    await proveDeleting(one);
  } finally {
    for (const path of [one.path, `${type}/${one.second}`]) await client.send('DELETE', path);
  }
}

interface One {
  resource: RestResource;
  client: Client;
  report: Report;
  sample: Resource;
  id: string;
  path: string;
  /** Id of a second resource. */
  second: string;
}

function claims({ resource }: One, code: string): boolean {
  return resource.interaction?.some((interaction) => interaction.code === code) === true;
}

async function proveReading(one: One): Promise<void> {
  const { client, report, path, id, resource } = one;
  const { type } = resource;
  const get = (below: string, headers: Record<string, string> = {}) => client.send('GET', below, { headers });
  if (claims(one, 'read')) {
    await report.prove(type, 'read', async () => {
      const answer = await get(path);
      expectStatus(answer, 200);
      expectThat(answer.body?.id === id, 'another resource came');
    });
  }
  if (claims(one, 'vread'))
    await report.prove(type, 'vread', async () => expectStatus(await get(`${path}/_history/1`), 200));
  if (claims(one, 'search-type')) {
    await report.prove(type, 'search-type', async () => {
      const answer = await get(`${type}?_id=${id}`);
      expectStatus(answer, 200);
      expectThat(answer.body?.total === 1, 'the new resource is not found');
    });
  }
  if (claims(one, 'history-type'))
    await report.prove(type, 'history-type', async () =>
      expectThat(namesIt(await get(`${type}/_history?_count=50`), id), 'the new resource is not in it'),
    );
  if (resource.conditionalRead === 'full-support') {
    await report.prove(type, 'conditional read', async () => {
      expectStatus(await get(path, { 'if-none-match': 'W/"1"' }), 304);
      const future = new Date(Date.now() + 86_400_000).toUTCString();
      expectStatus(await get(path, { 'if-modified-since': future }), 304);
    });
  }
}

async function proveWriting(one: One): Promise<void> {
  const { client, report, path, id, sample, second, resource } = one;
  const { type } = resource;
  if (claims(one, 'update')) {
    await report.prove(type, `update, ${resource.versioning ?? 'no-version'}`, async () => {
      const answer = await client.send('PUT', path, { body: { ...sample, id, language: 'en' } });
      expectStatus(answer, 200);
      expectThat(answer.headers.get('etag') === 'W/"2"', 'the version did not rise by one');
      const late = { headers: { 'if-match': 'W/"1"' }, body: { ...sample, id } };
      expectStatus(await client.send('PUT', path, late), 412);
    });
  }
  if (claims(one, 'patch')) {
    await report.prove(type, 'patch', async () => {
      const patch: JsonObject[] = [{ op: 'add', path: '/language', value: 'zh' }];
      expectStatus(await client.send('PATCH', path, { headers: JSON_PATCH, body: patch }), 200);
      const language = (await client.send('GET', path)).body?.language;
      expectThat(language === 'zh', 'the patch changed nothing');
    });
  }
  if (claims(one, 'history-instance'))
    await report.prove(type, 'history-instance', async () =>
      expectThat(namesIt(await client.send('GET', `${path}/_history`), id), 'it is empty'),
    );
  if (resource.updateCreate) {
    await report.prove(type, 'update creates', async () =>
      expectStatus(await client.send('PUT', `${type}/${second}`, { body: { ...sample, id: second } }), 201),
    );
  }
}

async function proveConditions({ client, report, path, id, sample, second, resource }: One): Promise<void> {
  const { type } = resource;
  if (resource.conditionalCreate) {
    await report.prove(type, 'conditional create', async () => {
      const headers = { 'if-none-exist': `_id=${id}` };
      const answer = await client.send('POST', type, { headers, body: sample });
      expectStatus(answer, 200);
      expectThat(answer.body?.id === id, 'it did not find the resource that is there');
    });
  }
  if (resource.conditionalUpdate) {
    await report.prove(type, 'conditional update', async () => {
      const body: JsonObject = { ...sample, language: 'fr' };
      expectStatus(await client.send('PUT', `${type}?_id=${id}`, { body }), 200);
      expectThat((await client.send('GET', path)).body?.language === 'fr', 'it changed nothing');
    });
  }
  if (resource.conditionalDelete === 'single' || resource.conditionalDelete === 'multiple') {
    await report.prove(type, `conditional delete, ${resource.conditionalDelete}`, async () => {
      expectStatus(await client.send('DELETE', `${type}?_id=${second}`), 200, 204);
      expectStatus(await client.send('GET', `${type}/${second}`), 404, 410);
    });
  }
}

async function proveOperations({ client, report, path, sample, id, resource }: One): Promise<void> {
  const { type, operation = [], supportedProfile = [] } = resource;
  const meta: JsonObject = {
    resourceType: 'Parameters',
    parameter: [
      { name: 'meta', valueMeta: { tag: [{ system: 'http://example.org/self-test', code: 'x' }] } },
    ],
  };
  for (const { name } of operation) {
    await report.prove(type, OPERATION_PREFIX + name, async () => {
      const writes = name === 'meta-add' || name === 'meta-delete';
      if (name === 'reindex') return expectStatus(await client.send('POST', `${path}/$${name}`), 200);
      const answer =
        writes || name === 'validate'
          ? await client.send('POST', `${path}/$${name}`, { body: writes ? meta : { ...sample, id } })
          : await client.send('GET', `${path}/$${name}`);
      expectStatus(answer, 200);
    });
  }
  for (const profile of supportedProfile) {
    await report.prove(type, `profile ${profile}`, async () => {
      const url = `${type}/$validate?profile=${encodeURIComponent(profile)}`;
      const answer = await client.send('POST', url, { body: sample });
      expectStatus(answer, 200);
      const issues = (answer.body?.issue ?? []) as { code?: string }[];
      expectThat(!issues.some(({ code }) => code === 'not-found'), 'the server does not know it');
    });
  }
}

async function proveDeleting(one: One): Promise<void> {
  const { client, report, path, resource } = one;
  const { type } = resource;
  if (!claims(one, 'delete')) return;
  await report.prove(type, 'delete', async () => {
    expectStatus(await client.send('DELETE', path), 200, 202, 204);
    expectStatus(await client.send('GET', path), 404, 410);
  });
  if (resource.readHistory)
    await report.prove(type, 'history can be read after deletion', async () =>
      expectStatus(await client.send('GET', `${path}/_history/1`), 200),
    );
}

function namesIt({ status, body }: Answer, id: string): boolean {
  return status === 200 && JSON.stringify(body?.entry ?? []).includes(id);
}
