// Bad input to patches, batches and transactions: refused with an outcome that points at the entry, and nothing is
// stored. R4 http.html#patch, #trules, #transaction; bundle.html#references; xml.html; binary.html.

import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import type { JsonObject } from '../../src/fhir/json/tree.ts';
import { createHttpTestServer, type HttpTestServer } from '../support/http.ts';
import { entryOf, observation, patient, transactionOf } from '../support/lianti.ts';

const A = 'urn:uuid:61ebe359-bfdc-4613-8bf2-c5e300945f0a';
const B = 'urn:uuid:88f151c0-a954-468a-88bd-5ae15c08e059';
const JSON_TYPE = 'application/fhir+json';
const JSON_PATCH = 'application/json-patch+json';

let server: HttpTestServer;
let seq: number;
beforeAll(async () => {
  server = await createHttpTestServer();
  await server.http
    .put('/fhir/Patient/p')
    .type(JSON_TYPE)
    .send(patient({ id: 'p', gender: 'female' }));
});
afterAll(() => server.close());

const tip = async () => (await server.running.lianti.services.store.tip()).seq;
beforeEach(async () => {
  seq = await tip();
});

interface Refusal {
  status: number;
  code: string;
  diagnostics: string;
  expressions: string[];
}

/** The outcome of a request that stored nothing and was expected to be refused. */
async function refused(answer: { status: number; text: string }): Promise<Refusal> {
  const outcome = JSON.parse(answer.text);
  expect(outcome.resourceType).toBe('OperationOutcome');
  expect(await tip()).toBe(seq);
  expect(server.notes).toEqual([]);
  const [{ code, diagnostics }] = outcome.issue;
  const expressions = outcome.issue.flatMap((issue: { expression?: string[] }) => issue.expression ?? []);
  return { status: answer.status, code, diagnostics, expressions };
}

const send = (
  method: 'post' | 'put' | 'patch',
  path: string,
  body: unknown,
  type = JSON_TYPE,
  headers: Record<string, string> = {},
) =>
  server.http[method](`/fhir${path}`)
    .set({ Accept: JSON_TYPE, ...headers })
    .set('Content-Type', type)
    .buffer(true)
    .send(typeof body === 'string' || Buffer.isBuffer(body) ? body : JSON.stringify(body));

const transact = (...entries: JsonObject[]) => send('post', '', transactionOf(...entries));
const patchEntry = (operations: unknown, contentType = JSON_PATCH) =>
  entryOf('PATCH', 'Patient/p', {
    resourceType: 'Binary',
    contentType,
    data: Buffer.from(typeof operations === 'string' ? operations : JSON.stringify(operations)).toString(
      'base64',
    ),
  });

describe('a patch', () => {
  it.each([
    [
      'to a path that is not there',
      [{ op: 'replace', path: '/contact/0/gender', value: 'male' }],
      'Operation 0',
    ],
    ['to a member that is not there', [{ op: 'remove', path: '/maritalStatus' }], 'Operation 0'],
    [
      'whose test fails after a change',
      [
        { op: 'add', path: '/active', value: true },
        { op: 'test', path: '/gender', value: 'male' },
      ],
      'Operation 1',
    ],
    ['that makes the resource invalid', [{ op: 'replace', path: '/gender', value: 'robot' }], 'gender'],
    [
      'that takes away what a rule needs',
      [{ op: 'add', path: '/contact', value: [{ gender: 'male' }] }],
      'contact[0]',
    ],
    [
      'that refers to what is not there',
      [{ op: 'add', path: '/managingOrganization', value: { reference: 'Organization/none' } }],
      'Organization/none',
    ],
  ])('%s is refused with 422, alone and as an entry', async (_what, operations, said) => {
    const alone = await refused(await send('patch', '/Patient/p', operations, JSON_PATCH));
    expect([alone.status, JSON.stringify(alone)]).toEqual([422, expect.stringContaining(said)]);

    const entry = await refused(
      await transact(entryOf('POST', 'Patient', patient()), patchEntry(operations)),
    );
    expect([entry.status, JSON.stringify(entry)]).toEqual([422, expect.stringContaining(said)]);
    expect(entry.expressions[0]).toMatch(/^Bundle\.entry\[1\]/);
  });

  it('by FHIRPath that finds nothing is refused with 422', async () => {
    const parameters = {
      resourceType: 'Parameters',
      parameter: [
        {
          name: 'operation',
          part: [
            { name: 'type', valueCode: 'replace' },
            { name: 'path', valueString: 'Patient.contact[3].gender' },
            { name: 'value', valueCode: 'male' },
          ],
        },
      ],
    };
    expect((await refused(await send('patch', '/Patient/p', parameters))).status).toBe(422);
    const entry = await refused(await transact(entryOf('PATCH', 'Patient/p', parameters)));
    expect([entry.status, entry.expressions]).toEqual([422, ['Bundle.entry[0]']]);
  });

  it.each([
    ['is no JSON', 'PATCH this', JSON_PATCH, 400],
    ['is a resource', patient({ id: 'p' }), JSON_PATCH, 400],
    ['is a patch under another type', [{ op: 'remove', path: '/gender' }], 'text/plain', 422],
  ])('in a Binary whose type lies is refused: it %s', async (_what, content, type, status) => {
    const answer = await refused(
      await transact(entryOf('POST', 'Patient', patient()), patchEntry(content, type)),
    );
    expect([answer.status, answer.expressions]).toEqual([status, ['Bundle.entry[1]']]);
  });
});

describe('a transaction with two entries for one identity', () => {
  it.each<[string, JsonObject[]]>([
    [
      'two updates',
      [entryOf('PUT', 'Patient/q', patient({ id: 'q' })), entryOf('PUT', 'Patient/q', patient({ id: 'q' }))],
    ],
    [
      'an update and a patch',
      [
        entryOf('PUT', 'Patient/p', patient({ id: 'p', active: true })),
        patchEntry([{ op: 'remove', path: '/gender' }]),
      ],
    ],
    [
      'an update and a delete',
      [entryOf('PUT', 'Patient/p', patient({ id: 'p', active: true })), entryOf('DELETE', 'Patient/p')],
    ],
  ])('is refused: %s', async (_what, entries) => {
    const answer = await refused(await transact(...entries));
    expect(answer.status).toBe(400);
    expect(answer.expressions).toEqual(['Bundle.entry[1]']);
    expect(answer.diagnostics).toMatch(/Entries 0 and 1 both change Patient\/[pq]/);
  });

  it('is refused: one fullUrl twice', async () => {
    const answer = await refused(
      await transact(
        entryOf('POST', 'Patient', patient(), { fullUrl: A }),
        entryOf('POST', 'Patient', patient(), { fullUrl: A }),
      ),
    );
    expect([answer.status, answer.expressions]).toEqual([400, ['Bundle.entry[1].fullUrl']]);
  });
});

describe('a urn:uuid that no entry has', () => {
  const stray = (more: JsonObject) =>
    transact(
      entryOf('POST', 'Patient', patient(), { fullUrl: A }),
      entryOf('POST', 'Observation', observation(more)),
    );

  it.each<[string, JsonObject, string]>([
    ['in a reference', { subject: { reference: B } }, 'subject'],
    ['in a list', { performer: [{ reference: A }, { reference: B }] }, 'performer[1]'],
    [
      'in an extension',
      { extension: [{ url: 'http://e.test/r', valueReference: { reference: B } }] },
      'extension[0].valueReference',
    ],
    [
      'in a contained resource',
      {
        contained: [{ resourceType: 'Device', id: 'd', patient: { reference: B } }],
        device: { reference: '#d' },
      },
      'contained[0].patient',
    ],
    ['of another kind', { subject: { reference: 'urn:oid:1.2.3.4' } }, 'subject'],
  ])('is refused with 422, naming the element: %s', async (_what, more, element) => {
    const answer = await refused(await stray(more));
    expect([answer.status, answer.code]).toEqual([422, 'not-found']);
    expect(answer.expressions).toEqual([`Bundle.entry[1].resource.${element}`]);
    expect(answer.diagnostics).toContain('fullUrl urn:');
  });

  it('is refused where every one of them is named', async () => {
    const answer = await refused(
      await transact(
        entryOf('POST', 'Observation', observation({ subject: { reference: A } })),
        entryOf('POST', 'Observation', observation({ subject: { reference: B } })),
      ),
    );
    expect(answer.expressions).toEqual([
      'Bundle.entry[0].resource.subject',
      'Bundle.entry[1].resource.subject',
    ]);
  });

  it('is said of its entry in a dry run', async () => {
    const { body, text } = await send(
      'post',
      '',
      transactionOf(
        entryOf('POST', 'Patient', patient()),
        entryOf('POST', 'Observation', observation({ subject: { reference: B } })),
      ),
      JSON_TYPE,
      { Prefer: 'dry-run' },
    );
    const { entry } = body.entry ? body : JSON.parse(text);
    expect(entry.map((one: { response: { status: string } }) => one.response.status.slice(0, 3))).toEqual([
      '424',
      '422',
    ]);
    expect(await tip()).toBe(seq);
  });
});

describe('an entry that is itself a Bundle to execute', () => {
  const inner = {
    resourceType: 'Bundle',
    type: 'batch',
    entry: [entryOf('POST', 'Patient', patient())],
  };

  it.each(['', '/', '/?_format=json'])('is refused in a transaction: url %j', async (url) => {
    const answer = await refused(
      await transact(entryOf('POST', 'Patient', patient()), entryOf('POST', url, inner)),
    );
    expect([answer.status, answer.expressions]).toEqual([400, ['Bundle.entry[1]']]);
  });

  it('is refused in a batch, on its own', async () => {
    const answer = await send('post', '', {
      resourceType: 'Bundle',
      type: 'batch',
      entry: [entryOf('GET', 'Patient/p'), entryOf('POST', '', inner)],
    });
    const [read, nested] = JSON.parse(answer.text).entry;
    expect([read.response.status, nested.response.status]).toEqual(['200 OK', '400 Bad Request']);
    expect(nested.response.outcome.issue[0].expression).toEqual(['Bundle.entry[1]']);
    expect(await tip()).toBe(seq);
  });
});

describe('an entry that cannot be read', () => {
  it.each<[string, JsonObject, number, string]>([
    ['no request', { resource: patient() }, 400, 'Bundle.entry[1].request'],
    ['no url', { resource: patient(), request: { method: 'POST' } }, 400, 'Bundle.entry[1].request.url'],
    ['no such method', entryOf('BREW', 'Patient', patient()), 400, 'Bundle.entry[1].request.method'],
    [
      'another server',
      entryOf('POST', 'http://e.test/fhir/Patient', patient()),
      400,
      'Bundle.entry[1].request.url',
    ],
    ['a broken percent sign', entryOf('GET', 'Patient/%'), 400, 'Bundle.entry[1].request.url'],
    ['no such type', entryOf('POST', 'Nonsense', patient()), 404, 'Bundle.entry[1]'],
    ['another type than its url says', entryOf('POST', 'Observation', patient()), 400, 'Bundle.entry[1]'],
    ['no resource', entryOf('PUT', 'Patient/q'), 400, 'Bundle.entry[1]'],
    [
      'no object',
      { resource: 'Patient', request: { method: 'POST', url: 'Patient' } } as JsonObject,
      400,
      'Bundle.entry[1].resource',
    ],
  ])('is pointed at: %s', async (_what, entry, status, expression) => {
    const answer = await refused(await transact(entryOf('POST', 'Patient', patient()), entry));
    expect([answer.status, answer.expressions]).toEqual([status, [expression]]);
  });
});

describe('XML with a document type', () => {
  it.each([
    ['an entity', '<!DOCTYPE Patient [<!ENTITY e "張">]>', '<name><family value="&e;"/></name>'],
    [
      'a file',
      '<!DOCTYPE Patient [<!ENTITY e SYSTEM "file:///etc/passwd">]>',
      '<name><family value="&e;"/></name>',
    ],
    ['nothing but a name', '<!DOCTYPE Patient>', ''],
    [
      'entities that grow',
      '<!DOCTYPE Patient [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;"><!ENTITY c "&b;&b;&b;&b;&b;&b;&b;&b;">]>',
      '<name><family value="&c;"/></name>',
    ],
  ])('is refused: %s', async (_what, doctype, content) => {
    const xml = `<?xml version="1.0"?>${doctype}<Patient xmlns="http://hl7.org/fhir">${content}</Patient>`;
    const answer = await refused(await send('post', '/Patient', xml, 'application/fhir+xml'));
    expect(answer.status).toBe(400);
    expect(answer.diagnostics).toMatch(/DOCTYPE|document type/i);
  });
});

describe('a Binary whose type lies', () => {
  const png = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);

  it.each([
    ['bytes that say they are FHIR', png, JSON_TYPE],
    ['bytes that say they are FHIR XML', png, 'application/fhir+xml'],
  ])('is refused: %s', async (_what, bytes, type) => {
    expect((await refused(await send('post', '/Binary', bytes, type))).status).toBe(400);
  });

  it.each(['nonsense', 'text/html\nX-Evil: 1', ''])(
    'is refused in an entry: contentType %j',
    async (contentType) => {
      const binary = { resourceType: 'Binary', contentType, data: png.toString('base64') };
      const answer = await refused(
        await transact(entryOf('POST', 'Patient', patient()), entryOf('POST', 'Binary', binary)),
      );
      expect([400, 422]).toContain(answer.status);
      expect(answer.expressions).toContain('Bundle.entry[1].resource.contentType');
    },
  );

  it('is refused in an entry whose data is no base64', async () => {
    const binary = { resourceType: 'Binary', contentType: 'image/png', data: '<svg/>' };
    const answer = await refused(await transact(entryOf('POST', 'Binary', binary)));
    expect([400, 422]).toContain(answer.status);
    expect(answer.expressions).toContain('Bundle.entry[0].resource.data');
  });
});
