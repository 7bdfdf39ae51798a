import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
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
  server = await createTestServer();
});
afterAll(() => server.close());

const A = 'urn:uuid:61ebe359-bfdc-4613-8bf2-c5e300945f0a';
const B = 'urn:uuid:88f151c0-a954-468a-88bd-5ae15c08e059';

async function locations(answer: {
  body: { entry: { response: { location: string } }[] };
}): Promise<string[]> {
  return answer.body.entry.map(({ response }) =>
    response.location.replace(/^.*\/fhir\/(.*)\/_history\/.*$/, '$1'),
  );
}

describe('a transaction', () => {
  it('rewrites urn:uuid in references, uris, extensions, narrative links and contained resources', async () => {
    const answer = await server.post(
      '',
      transactionOf(
        entryOf('POST', 'Patient', patient(), { fullUrl: A }),
        entryOf(
          'POST',
          'Observation',
          observation({
            text: {
              status: 'generated',
              div: `<div xmlns="http://www.w3.org/1999/xhtml"><a href="${A}">x</a> ${A}</div>`,
            },
            contained: [{ resourceType: 'Device', id: 'd', patient: { reference: A } }],
            device: { reference: '#d' },
            extension: [
              { url: 'http://e.test/r', valueReference: { reference: A } },
              { url: 'http://e.test/u', valueUri: A },
              { url: 'http://e.test/s', valueString: A },
            ],
            subject: { reference: A },
          }),
          { fullUrl: B },
        ),
      ),
    );
    expect(answer.status).toBe(200);
    const [patientName, observationName] = await locations(answer);
    const { body } = await server.get(observationName!);
    expect(body.subject.reference).toBe(patientName);
    expect(body.extension[0].valueReference.reference).toBe(patientName);
    expect(body.extension[1].valueUri).toBe(patientName);
    expect(body.extension[2].valueString).toBe(A);
    expect(body.contained[0].patient.reference).toBe(patientName);
    expect(body.text.div).toContain(`<a href="${patientName}">x</a> ${A}`);
  });

  it('takes references in a circle', async () => {
    const answer = await server.post(
      '',
      transactionOf(
        entryOf('POST', 'Patient', patient({ link: [{ other: { reference: B }, type: 'seealso' }] }), {
          fullUrl: A,
        }),
        entryOf('POST', 'Patient', patient({ link: [{ other: { reference: A }, type: 'seealso' }] }), {
          fullUrl: B,
        }),
      ),
    );
    expect(answer.status).toBe(200);
    const [a, b] = await locations(answer);
    expect((await server.get(a!)).body.link[0].other.reference).toBe(b);
    expect((await server.get(b!)).body.link[0].other.reference).toBe(a);
  });

  it('stores nothing when one entry fails, and says which', async () => {
    const before = await server.lianti.services.store.tip();
    const answer = await server.post(
      '',
      transactionOf(
        entryOf('POST', 'Patient', patient()),
        entryOf('POST', 'Patient', patient({ gender: 'robot' })),
      ),
    );
    expect(answer.status).toBe(422);
    expect(answer.body.issue[0].expression[0]).toBe('Bundle.entry[1].resource.gender');
    expect(await server.lianti.services.store.tip()).toEqual(before);
  });

  it('does DELETE, POST, PUT and GET in that order and answers in the order of the entries', async () => {
    await server.put(
      'Patient/old',
      patient({ id: 'old', identifier: [{ system: 'urn:order', value: '1' }] }),
    );
    const answer = await server.post(
      '',
      transactionOf(
        entryOf('GET', 'Patient?identifier=urn:order|1'),
        entryOf('PUT', 'Patient/new', patient({ id: 'new' })),
        entryOf('POST', 'Patient', patient({ identifier: [{ system: 'urn:order', value: '1' }] }), {
          ifNoneExist: 'identifier=urn:order|1',
        }),
        entryOf('DELETE', 'Patient/old'),
      ),
    );
    expect(answer.status).toBe(200);
    expect(answer.body.type).toBe('transaction-response');
    const [get, put, post, remove] = answer.body.entry;
    expect(
      [get.response.status, put.response.status, post.response.status, remove.response.status].map(
        (s: string) => s.slice(0, 3),
      ),
    ).toEqual(['200', '201', '201', '204']);
    expect(get.resource.entry[0].resource.id).not.toBe('old');
  });

  it('resolves conditional references against what it makes itself and what is there', async () => {
    await server.put('Organization/unit', {
      resourceType: 'Organization',
      id: 'unit',
      name: '示例',
      identifier: [{ system: 'urn:unit', value: 'u' }],
    });
    const answer = await server.post(
      '',
      transactionOf(
        entryOf('POST', 'Patient', patient({ identifier: [{ system: 'urn:child', value: 'c' }] })),
        entryOf(
          'POST',
          'Observation',
          observation({
            subject: { reference: 'Patient?identifier=urn:child|c' },
            performer: [{ reference: 'Organization?identifier=urn:unit|u' }],
          }),
        ),
      ),
    );
    expect(answer.status).toBe(200);
    const [child, result] = await locations(answer);
    const { body } = await server.get(result!);
    expect(body.subject.reference).toBe(child);
    expect(body.performer[0].reference).toBe('Organization/unit');
  });

  it('fails with 412 when a conditional reference finds nothing', async () => {
    const answer = await server.post(
      '',
      transactionOf(
        entryOf(
          'POST',
          'Observation',
          observation({ subject: { reference: 'Patient?identifier=urn:x|none' } }),
        ),
      ),
    );
    expect(answer.status).toBe(412);
    expect(answer.body.issue[0].expression[0]).toContain('Bundle.entry[0]');
  });

  it('points to the resource that a conditional create found', async () => {
    await server.put(
      'Patient/there',
      patient({ id: 'there', identifier: [{ system: 'urn:there', value: '1' }] }),
    );
    const answer = await server.post(
      '',
      transactionOf(
        entryOf('POST', 'Patient', patient({ identifier: [{ system: 'urn:there', value: '1' }] }), {
          fullUrl: A,
          ifNoneExist: 'identifier=urn:there|1',
        }),
        entryOf('POST', 'Observation', observation({ subject: { reference: A } })),
      ),
    );
    expect(answer.body.entry[0].response.status).toBe('200 OK');
    const [, result] = await locations(answer);
    expect((await server.get(result!)).body.subject.reference).toBe('Patient/there');
  });

  it('resolves relative references by the fullUrl of their entry', async () => {
    const answer = await server.post(
      '',
      transactionOf(
        entryOf('POST', 'Patient', patient({ id: 'x' }), { fullUrl: 'http://elsewhere.test/fhir/Patient/x' }),
        entryOf('POST', 'Observation', observation({ subject: { reference: 'Patient/x' } }), {
          fullUrl: 'http://elsewhere.test/fhir/Observation/y',
        }),
      ),
    );
    expect(answer.status).toBe(200);
    const [child, result] = await locations(answer);
    expect((await server.get(result!)).body.subject.reference).toBe(child);
  });

  it('refuses two entries that change the same resource', async () => {
    const answer = await server.post(
      '',
      transactionOf(entryOf('PUT', 'Patient/two', patient({ id: 'two' })), entryOf('DELETE', 'Patient/two')),
    );
    expect(answer.status).toBe(400);
    expect(answer.body.issue[0].expression[0]).toBe('Bundle.entry[1]');
  });

  it('may delete what only its own entries refer to', async () => {
    await server.put('Patient/root', patient({ id: 'root' }));
    await server.put('Observation/leaf', observation({ id: 'leaf', subject: { reference: 'Patient/root' } }));
    const answer = await server.post(
      '',
      transactionOf(entryOf('DELETE', 'Patient/root'), entryOf('DELETE', 'Observation/leaf')),
    );
    expect(answer.status).toBe(200);
  });

  it('keeps digits and order of what it stores', async () => {
    const text = `{"resourceType":"Bundle","type":"transaction","entry":[{"fullUrl":"${A}","resource":{"resourceType":"Patient","gender":"female"},"request":{"method":"POST","url":"Patient"}},{"resource":{"resourceType":"Observation","status":"final","code":{"text":"x"},"valueQuantity":{"value":-0.50},"subject":{"reference":"${A}"}},"request":{"method":"POST","url":"Observation"}}]}`;
    const answer = await server.post('', text);
    const [, result] = await locations(answer);
    expect((await server.get(result!)).text).toMatch(
      /"valueQuantity":\{"value":-0\.50\},"subject":\{"reference":"Patient\/[^"]+"\}\}$/,
    );
  });

  it('sent again with the same Idempotency-Key changes nothing and answers the same', async () => {
    const bundle = transactionOf(
      entryOf('POST', 'Patient', patient(), { fullUrl: A }),
      entryOf('POST', 'Observation', observation({ subject: { reference: A } })),
    );
    const first = await server.post('', bundle, { 'Idempotency-Key': 'bundle-1' });
    const { seq } = await server.lianti.services.store.tip();
    const second = await server.post('', bundle, { 'Idempotency-Key': 'bundle-1' });
    expect(second.body.entry.map((e: { response: object }) => e.response)).toEqual(
      first.body.entry.map((e: { response: object }) => e.response),
    );
    expect((await server.lianti.services.store.tip()).seq).toBe(seq);
  });

  it('may hold only reads, or nothing', async () => {
    expect((await server.post('', transactionOf(entryOf('GET', 'metadata')))).status).toBe(200);
    expect((await server.post('', { resourceType: 'Bundle', type: 'transaction' })).status).toBe(200);
  });
});

describe('a batch', () => {
  it('lets each entry succeed or fail on its own', async () => {
    const answer = await server.post('', {
      resourceType: 'Bundle',
      type: 'batch',
      entry: [
        entryOf('POST', 'Patient', patient()),
        entryOf('GET', 'Patient/nobody'),
        entryOf('POST', 'Patient', patient({ gender: 'robot' })),
        entryOf('GET', 'Patient?_count=1'),
      ],
    });
    expect(answer.status).toBe(200);
    expect(answer.body.type).toBe('batch-response');
    const statuses = answer.body.entry.map((e: { response: { status: string } }) =>
      e.response.status.slice(0, 3),
    );
    expect(statuses).toEqual(['201', '404', '422', '200']);
    expect(answer.body.entry[1].response.outcome.issue[0].code).toBe('not-found');
    expect(answer.body.entry[3].resource.type).toBe('searchset');
  });

  it('refuses a Bundle of another type', async () => {
    const answer = await server.post('', { resourceType: 'Bundle', type: 'collection' });
    expect(answer.status).toBe(400);
  });
});
