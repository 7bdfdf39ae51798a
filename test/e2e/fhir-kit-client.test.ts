// A real server process, driven as a hospital drives it: with fhir-kit-client over HTTP.

import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { CapabilityTool, Client } from 'fhir-kit-client';
import { type ServerProcess, startServer } from '../support/server-process.ts';

let server: ServerProcess;
let client: Client;

beforeAll(async () => {
  server = await startServer({ STORE_URL: 'sqlite::memory:' });
  client = new Client({ baseUrl: server.baseUrl });
});
afterAll(() => server.stop());

// biome-ignore lint/suspicious/noExplicitAny: answers are looked into freely
type Answer = any;

const child = (family: string) => ({
  resourceType: 'Patient',
  name: [{ family, given: ['小禾'] }],
  birthDate: '2015-03-12',
});

describe('fhir-kit-client', () => {
  it('reads the capability statement and finds what it needs', async () => {
    const statement = (await client.capabilityStatement()) as Answer;
    expect(statement).toMatchObject({ resourceType: 'CapabilityStatement', fhirVersion: '4.0.1' });
    const tool = new CapabilityTool(statement);
    expect(tool.serverCan('transaction')).toBe(true);
    expect(tool.resourceCan('Patient', 'create')).toBe(true);
    expect(tool.resourceSearch('Task', 'owner')).toBe(true);
  });

  it('creates and reads a resource, with its version', async () => {
    const created = (await client.create({ resourceType: 'Patient', body: child('张') })) as Answer;
    expect(created).toMatchObject({ resourceType: 'Patient', meta: { versionId: '1' } });
    const { response } = Client.httpFor(created);
    expect(response!.status).toBe(201);
    expect(response!.headers.get('etag')).toBe('W/"1"');
    const read = await client.read({ resourceType: 'Patient', id: created.id });
    expect(read).toEqual(created);
    const version = await client.vread({ resourceType: 'Patient', id: created.id, version: '1' });
    expect(version).toEqual(created);
  });

  it('searches page by page and sees each match once', async () => {
    for (let i = 0; i < 5; i++) await client.create({ resourceType: 'Patient', body: child('页') });
    const search = { resourceType: 'Patient', searchParams: { family: '页', _count: 2, _total: 'accurate' } };
    let page = (await client.search(search)) as Answer;
    expect(page.total).toBe(5);
    const seen: string[] = [];
    let pages = 0;
    while (page) {
      pages++;
      seen.push(...page.entry.map(({ resource }: Answer) => resource.id));
      const hasNext = page.link.some(({ relation }: Answer) => relation === 'next');
      page = hasNext ? await client.nextPage({ bundle: page }) : undefined;
    }
    expect(pages).toBe(3);
    expect(new Set(seen).size).toBe(5);
    expect(seen).toHaveLength(5);
  });

  it('sends a transaction whose entries refer to each other, all or none', async () => {
    const bundle = (status: string) => ({
      resourceType: 'Bundle',
      type: 'transaction',
      entry: [
        {
          fullUrl: 'urn:uuid:6f4c7c1e-58d5-4f83-8a0c-2f6f7b3c1d01',
          resource: child('林'),
          request: { method: 'POST', url: 'Patient' },
        },
        {
          resource: {
            resourceType: 'Observation',
            status,
            code: { text: '身高' },
            subject: { reference: 'urn:uuid:6f4c7c1e-58d5-4f83-8a0c-2f6f7b3c1d01' },
          },
          request: { method: 'POST', url: 'Observation' },
        },
      ],
    });
    await expect(client.transaction({ body: bundle('no-such-status') })).rejects.toMatchObject({
      response: { data: { resourceType: 'OperationOutcome' } },
    });
    const none = (await client.search({ resourceType: 'Patient', searchParams: { family: '林' } })) as Answer;
    expect(none.total).toBe(0);

    const answer = (await client.transaction({ body: bundle('final') })) as Answer;
    expect(answer.entry.map(({ response }: Answer) => response.status)).toEqual([
      '201 Created',
      '201 Created',
    ]);
    const found = (await client.search({
      resourceType: 'Observation',
      searchParams: { 'patient.family': '林', _include: 'Observation:patient' },
    })) as Answer;
    expect(found.entry.map(({ search }: Answer) => search.mode)).toEqual(['match', 'include']);
    expect(found.entry[0].resource.subject.reference).toBe(`Patient/${found.entry[1].resource.id}`);
  });

  it('updates with If-Match, is told 412 when it was late, and reads the history newest first', async () => {
    const created = (await client.create({ resourceType: 'Patient', body: child('史') })) as Answer;
    const update = (gender: string) =>
      client.update({
        resourceType: 'Patient',
        id: created.id,
        body: { ...created, gender },
        options: { headers: { 'If-Match': 'W/"1"' } },
      });
    expect(await update('female')).toMatchObject({ meta: { versionId: '2' } });
    await expect(update('male')).rejects.toMatchObject({ response: { status: 412 } });
    const history = (await client.history({ resourceType: 'Patient', id: created.id })) as Answer;
    expect(history.type).toBe('history');
    expect(history.entry.map(({ resource }: Answer) => resource.meta.versionId)).toEqual(['2', '1']);
  });

  it('deletes, and reads 410 afterwards', async () => {
    const created = (await client.create({ resourceType: 'Patient', body: child('删') })) as Answer;
    await client.delete({ resourceType: 'Patient', id: created.id });
    await expect(client.read({ resourceType: 'Patient', id: created.id })).rejects.toMatchObject({
      response: { status: 410, data: { resourceType: 'OperationOutcome' } },
    });
  });

  it('adds a search parameter of its own and searches by it when it is ready', async () => {
    const twin = { ...child('双'), multipleBirthInteger: 2 };
    const created = (await client.create({ resourceType: 'Patient', body: twin })) as Answer;
    const parameter = (await client.create({
      resourceType: 'SearchParameter',
      body: {
        resourceType: 'SearchParameter',
        url: 'https://example.org/SearchParameter/birth-order',
        name: 'BirthOrder',
        status: 'active',
        description: 'Which child of a multiple birth.',
        code: 'birth-order',
        base: ['Patient'],
        type: 'token',
        expression: 'Patient.multipleBirth.ofType(integer)',
      } as Answer,
    })) as Answer;
    const isEnabled = async () => {
      const status = (await client.operation({
        name: 'status',
        resourceType: 'SearchParameter',
        id: parameter.id,
        method: 'GET',
      })) as Answer;
      return status.parameter[0].part.some(({ valueCode }: Answer) => valueCode === 'enabled');
    };
    while (!(await isEnabled())) await new Promise((resolve) => setTimeout(resolve, 20));
    const tool = new CapabilityTool((await client.capabilityStatement()) as Answer);
    expect(tool.resourceSearch('Patient', 'birth-order')).toBe(true);
    const found = (await client.search({
      resourceType: 'Patient',
      searchParams: { 'birth-order': 2 },
    })) as Answer;
    expect(found.entry.map(({ resource }: Answer) => resource.id)).toEqual([created.id]);
  });
});
