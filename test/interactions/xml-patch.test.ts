// XML Patch on the XML form of a resource. RFC 5261, RFC 7351; R4 http.html#patch.

import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { createHttpTestServer, type HttpTestServer } from '../support/http.ts';
import { entryOf, transactionOf } from '../support/lianti.ts';

const XML_PATCH = 'application/xml-patch+xml';
const JSON_TYPE = 'application/fhir+json';

let server: HttpTestServer;
beforeAll(async () => {
  server = await createHttpTestServer();
});
afterAll(() => server.close());

const STORED = `{"resourceType":"Observation","id":"o","status":"final","code":{"text":"身高 <cm>"},"text":{"status":"generated",
"div":"<div xmlns=\\"http://www.w3.org/1999/xhtml\\">a <b>b</b> &amp; c</div>"},"valueQuantity":{"value":1.50,"unit":"m"},
"note":[{"text":"one"},{"text":"two"}],"_status":{"extension":[{"url":"http://e.test/x","valueString":"y"}]}}`;

beforeEach(async () => {
  const { status } = await server.http.put('/fhir/Observation/o').type(JSON_TYPE).send(STORED);
  expect([200, 201]).toContain(status);
});

const diff = (operations: string) =>
  `<?xml version="1.0"?><diff xmlns:f="http://hl7.org/fhir" xmlns:h="http://www.w3.org/1999/xhtml">${operations}</diff>`;
const send = (patch: string, path = '/fhir/Observation/o') =>
  server.http.patch(path).set({ 'Content-Type': XML_PATCH, Accept: JSON_TYPE }).send(patch);

/** The patched resource without its stamp. */
async function patched(operations: string) {
  const { status, body, text } = await send(diff(operations));
  expect([status, text]).toEqual([200, text]);
  const { meta: _, ...rest } = body;
  return { ...rest, text: body.text, source: text };
}

describe('An XML Patch', () => {
  it('replaces attributes, elements and text, and keeps digits, extensions and narrative of the rest', async () => {
    const result = await patched(`
      <replace sel="f:Observation/f:status/@value">amended</replace>
      <replace sel="/f:Observation/f:note[2]"><f:note><f:text value="zwei"/></f:note></replace>
      <replace sel="f:Observation/f:text/h:div/h:b/text()">B &lt; C</replace>`);
    expect(result).toMatchObject({
      status: 'amended',
      _status: { extension: [{ url: 'http://e.test/x', valueString: 'y' }] },
      note: [{ text: 'one' }, { text: 'zwei' }],
      code: { text: '身高 <cm>' },
      text: { div: '<div xmlns="http://www.w3.org/1999/xhtml">a <b>B &lt; C</b> &amp; c</div>' },
    });
    expect(result.source).toContain('"value":1.50');
  });

  it('adds at the end, at the beginning, before and after, and attributes', async () => {
    const note = (text: string) => `<f:note><f:text value="${text}"/></f:note>`;
    const result = await patched(
      `
      <add sel="f:Observation">${note('last')}</add>
      <add sel="f:Observation/f:note[1]" pos="before">${note('first')}</add>`,
    );
    expect(result.note.map(({ text }: { text: string }) => text)).toEqual(['first', 'one', 'two', 'last']);
    const more = await patched(`
      <add sel="*/f:note[3]" pos="after">${note('between')}</add>
      <add sel="f:Observation/f:note[1]" pos="prepend"><f:time value="2026-01-01"/></add>
      <add sel="f:Observation/f:code" type="@id">c1</add>
      <add sel="f:Observation"><language value="zh"/></add>`);
    expect(more.note.map(({ text }: { text: string }) => text)).toEqual([
      'first',
      'one',
      'two',
      'between',
      'last',
    ]);
    expect(more).toMatchObject({ code: { id: 'c1' }, language: 'zh' });
    expect(more.note[0].time).toBe('2026-01-01');
  });

  it('removes what one selector finds: by position, attribute or content', async () => {
    expect((await patched('<remove sel="f:Observation/f:note[1]"/>')).note).toEqual([{ text: 'two' }]);
    const { _status } = await patched(
      '<remove sel="f:Observation/f:status/f:extension[@url=\'http://e.test/x\']" ws="both"/>',
    );
    expect(_status).toBeUndefined();
    const { text } = await patched('<remove sel=\'f:Observation/f:text/h:div/h:b[.="b"]\'/>');
    expect(text.div).toBe('<div xmlns="http://www.w3.org/1999/xhtml">a  &amp; c</div>');
  });

  it('may leave out the prefixes, and be the <patch> of RFC 7351', async () => {
    const patch =
      '<patch xmlns="urn:ietf:rfc:7351"><replace sel="Observation/status"><status value="amended"/></replace></patch>';
    const { status, body } = await send(patch);
    expect([status, body.status, body._status]).toEqual([200, 'amended', undefined]);
  });

  it('makes no version when it changes nothing', async () => {
    const before = (await server.http.get('/fhir/Observation/o')).headers.etag;
    const { headers } = await send(diff('<replace sel="f:Observation/f:status/@value">final</replace>'));
    expect(headers.etag).toBe(before);
  });

  it('travels in a transaction as a Binary', async () => {
    const data = Buffer.from(diff('<remove sel="f:Observation/f:note[1]"/>')).toString('base64');
    const binary = { resourceType: 'Binary', contentType: XML_PATCH, data };
    const answer = await server.http
      .post('/fhir')
      .type(JSON_TYPE)
      .send(transactionOf(entryOf('PATCH', 'Observation/o', binary)));
    expect(answer.body.entry[0].response.status).toBe('200 OK');
    expect((await server.http.get('/fhir/Observation/o')).body.note).toEqual([{ text: 'two' }]);
  });

  it.each([
    ['finds nothing', '<remove sel="f:Observation/f:subject"/>', 422, 'Operation 0 .* finds nothing'],
    [
      'finds several',
      '<replace sel="f:Observation/f:status/@value">amended</replace><remove sel="f:Observation/f:note"/>',
      422,
      'Operation 1 .* finds 2',
    ],
    ['removes the resource', '<remove sel="f:Observation"/>', 422, 'Operation 0 .*itself'],
    [
      'adds an attribute twice',
      '<add sel="f:Observation/f:status" type="@value">x</add>',
      422,
      'Operation 0 .*already',
    ],
    ['makes no FHIR', '<add sel="f:Observation"><nonsense value="x"/></add>', 422, 'no element <nonsense>'],
    [
      'makes an invalid resource',
      '<replace sel="f:Observation/f:status/@value">nonsense</replace>',
      422,
      'nonsense',
    ],
    [
      'makes another resource',
      '<replace sel="f:Observation"><f:Basic><f:id value="o"/></f:Basic></replace>',
      422,
      'resourceType',
    ],
    [
      'has a foreign namespace',
      '<add sel="f:Observation"><x xmlns="http://e.test"/></add>',
      422,
      'namespace',
    ],
    ['is no operation', '<test sel="f:Observation"/>', 400, 'Operation 0'],
    ['has no selector', '<remove/>', 400, 'Operation 0'],
    ['has axes', '<remove sel="//f:note[1]"/>', 400, 'Operation 0'],
    ['has an unknown prefix', '<remove sel="x:Observation/x:note[1]"/>', 400, 'not declared'],
    [
      'has an unknown position',
      '<add sel="f:Observation/f:note[1]" pos="beside"><f:note/></add>',
      400,
      'pos',
    ],
    ['declares a namespace', '<add sel="f:Observation" type="namespace::x">y</add>', 400, 'type'],
    [
      'replaces one by two',
      '<replace sel="f:Observation/f:note[1]"><f:note/><f:note/></replace>',
      400,
      'one element',
    ],
    ['is empty', '', 400, 'diff'],
    ['is broken', '<remove', 400, 'well-formed'],
  ])('is refused and stores nothing when it %s', async (_what, operations, status, said) => {
    const before = await server.running.lianti.services.store.tip();
    const answer = await send(diff(operations));
    expect([answer.status, answer.body.issue[0].diagnostics]).toEqual([status, expect.stringMatching(said)]);
    expect(await server.running.lianti.services.store.tip()).toEqual(before);
    expect(server.notes).toEqual([]);
  });

  it('is refused with a DOCTYPE', async () => {
    const patch = '<!DOCTYPE diff [<!ENTITY e SYSTEM "file:///etc/passwd">]><diff><remove sel="a"/></diff>';
    const answer = await send(patch);
    expect([answer.status, answer.body.issue[0].diagnostics]).toEqual([
      400,
      expect.stringContaining('DOCTYPE'),
    ]);
  });
});

describe('The patches that are understood', () => {
  const ALL = `application/json-patch+json, ${XML_PATCH}, application/fhir+json, application/fhir+xml`;

  it('are told by OPTIONS where PATCH is possible, and by the CapabilityStatement', async () => {
    const options = (path: string) => server.http.options(path);
    expect((await options('/fhir/Observation/o')).headers['accept-patch']).toBe(ALL);
    expect((await options('/fhir/metadata')).headers['accept-patch']).toBeUndefined();
    const { body } = await server.http.get('/fhir/metadata');
    expect(body.patchFormat.join(', ')).toBe(ALL);
  });

  it('are told by the 415 for any other', async () => {
    const answer = await server.http
      .patch('/fhir/Observation/o')
      .set('Content-Type', 'application/merge-patch+json')
      .send('{}');
    expect([answer.status, answer.headers['accept-patch']]).toEqual([415, ALL]);
    expect(answer.body.issue[0].diagnostics).toContain(XML_PATCH);
    const resource = await server.http.patch('/fhir/Observation/o').type(JSON_TYPE).send(STORED);
    expect([resource.status, resource.headers['accept-patch']]).toEqual([415, ALL]);
  });
});

describe('An Idempotency-Key', () => {
  it('belongs to one patch: another under the same is refused', async () => {
    const as = (patch: string) => send(patch).set('Idempotency-Key', 'k1');
    expect((await as(diff('<remove sel="f:Observation/f:note[1]"/>'))).status).toBe(200);
    expect((await as(diff('<remove sel="f:Observation/f:note[1]"/>'))).status).toBe(200);
    expect((await as(diff('<remove sel="f:Observation/f:code"/>'))).status).toBe(422);
    expect((await server.http.get('/fhir/Observation/o')).body.note).toEqual([{ text: 'two' }]);
  });
});
