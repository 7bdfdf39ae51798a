import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { createHttpTestServer, type HttpTestServer } from '../support/http.ts';

let server: HttpTestServer;
beforeAll(async () => {
  server = await createHttpTestServer();
  await server.http
    .put('/fhir/Observation/o')
    .type('application/fhir+json')
    .send(
      '{"resourceType":"Observation","id":"o","status":"final","code":{"text":"眼轴"},"valueQuantity":{"value":24.10}}',
    );
});
afterAll(() => server.close());

const XML = 'application/fhir+xml';
const ask = (path: string, accept?: string) => {
  const request = server.http.get(path).buffer(true);
  return accept === undefined ? request : request.set('Accept', accept);
};
const sendXml = (method: 'post' | 'put' | 'patch', path: string, body: string, type = XML) =>
  server.http[method](path).set('Content-Type', type).send(body).buffer(true);

describe('XML in answers', () => {
  it.each([
    XML,
    'application/xml',
    'text/xml',
    `${XML}, application/fhir+json;q=0.9`,
    'application/xml, */*;q=0.1',
  ])('is what Accept: %s gets', async (accept) => {
    const { status, headers, text } = await ask('/fhir/Observation/o', accept);
    expect(status).toBe(200);
    expect(headers['content-type']).toBe('application/fhir+xml; charset=utf-8');
    expect(headers.vary).toBe('Accept, Accept-Encoding, Accept-Language');
    expect(text).toMatch(
      /^<\?xml version="1.0" encoding="UTF-8"\?><Observation xmlns="http:\/\/hl7.org\/fhir"><id value="o"\/>/,
    );
    expect(text).toContain('<valueQuantity><value value="24.10"/></valueQuantity>');
    expect(Number(headers['content-length'])).toBe(Buffer.byteLength(text));
  });

  it.each([
    `${XML};q=0.5, application/fhir+json`,
    'application/fhir+json, application/fhir+xml',
    'application/*',
    `${XML};fhirVersion=3.0, */*;q=0.1`,
    'text/html;q=0.8,application/xml;q=0.9,*/*',
  ])('is not what Accept: %s gets', async (accept) => {
    expect((await ask('/fhir/Observation/o', accept)).headers['content-type']).toMatch(
      /^application\/fhir\+json/,
    );
  });

  it('is what is left when JSON is not wanted', async () => {
    const accept = 'application/fhir+json;q=0, */*';
    expect((await ask('/fhir/Observation/o', accept)).headers['content-type']).toContain('xml');
  });

  it.each([
    'xml',
    'application/fhir+xml',
    'application%2Ffhir%2Bxml',
    'text/xml',
    'application/fhir%2Bxml;fhirVersion=4.0',
  ])('follows _format=%s against Accept', async (format) => {
    const { headers } = await ask(`/fhir/Observation/o?_format=${format}`, 'application/fhir+json');
    expect(headers['content-type']).toContain('application/fhir+xml');
  });

  it('is indented with _pretty', async () => {
    const { text } = await ask('/fhir/Observation/o?_format=xml&_pretty=true');
    expect(text).toContain('\n  <status value="final"/>\n');
  });

  it('holds Bundles of searches and history', async () => {
    const { text } = await ask('/fhir/Observation?_id=o&_format=xml');
    expect(text).toContain('<Bundle xmlns="http://hl7.org/fhir">');
    expect(text).toMatch(/<resource><Observation><id value="o"\/>/);
    expect((await ask('/fhir/Observation/o/_history?_format=xml')).text).toContain('<type value="history"/>');
  });

  it('is asked for in the body of a POST _search too', async () => {
    const { status, headers } = await server.http
      .post('/fhir/Observation/_search')
      .set('Accept', 'image/png')
      .type('application/x-www-form-urlencoded')
      .send('_id=o&_format=xml')
      .buffer(true);
    expect(status).toBe(200);
    expect(headers['content-type']).toContain('application/fhir+xml');
  });

  it('says what went wrong', async () => {
    const { status, headers, text } = await ask('/fhir/Observation/none', XML);
    expect(status).toBe(404);
    expect(headers['content-type']).toContain('application/fhir+xml');
    expect(text).toContain('<OperationOutcome xmlns="http://hl7.org/fhir"><issue><severity value="error"/>');
  });

  it('is declared in the CapabilityStatement, which is served as XML too', async () => {
    expect(JSON.parse((await ask('/fhir/metadata')).text).format).toContain(XML);
    expect((await ask('/fhir/metadata', XML)).text).toContain(
      '<CapabilityStatement xmlns="http://hl7.org/fhir">',
    );
  });

  it('is packed when it is long', async () => {
    const { headers } = await ask('/fhir/metadata', XML).set('Accept-Encoding', 'gzip');
    expect(headers['content-encoding']).toBe('gzip');
  });

  it('has no body for HEAD, but its length', async () => {
    const head = await server.http.head('/fhir/Observation/o').set('Accept', XML);
    expect(head.headers['content-length']).toBe(
      (await ask('/fhir/Observation/o', XML)).headers['content-length'],
    );
  });
});

describe('XML in requests', () => {
  const patient = (inner: string) => `<Patient xmlns="http://hl7.org/fhir">${inner}</Patient>`;

  it.each([XML, 'application/xml; charset=utf-8', 'text/xml', `${XML}; fhirVersion=4.0`])(
    'is taken as %s',
    async (type) => {
      const { status, headers } = await sendXml(
        'post',
        '/fhir/Patient',
        patient('<gender value="female"/>'),
        type,
      );
      expect(status).toBe(201);
      const path = new URL(headers.location!).pathname;
      expect(JSON.parse((await ask(path, 'application/fhir+json')).text).gender).toBe('female');
    },
  );

  it('comes back as it was, digits and narrative included', async () => {
    const div = '<div xmlns="http://www.w3.org/1999/xhtml"><p>视力  4.9 &lt; 5.0</p><!-- c --></div>';
    const xml =
      `<Observation xmlns="http://hl7.org/fhir"><id value="x"/><text><status value="generated"/>${div}</text>` +
      '<status value="final"/><code><text value="a"/></code><valueQuantity><value value="1.50"/></valueQuantity></Observation>';
    expect((await sendXml('put', '/fhir/Observation/x', xml)).status).toBe(201);
    const { text } = await ask('/fhir/Observation/x', XML);
    expect(text).toContain(`${div}</text>`);
    expect(text).toContain('<value value="1.50"/>');
    const again = await sendXml('put', '/fhir/Observation/x', text);
    expect([again.status, again.headers.etag]).toEqual([200, 'W/"1"']);
    expect(JSON.parse((await ask('/fhir/Observation/x')).text).text.div).toBe(div);
  });

  it('may be a transaction, answered as XML', async () => {
    const bundle =
      '<Bundle xmlns="http://hl7.org/fhir"><type value="transaction"/>' +
      '<entry><fullUrl value="urn:uuid:0f3b1c3e-8a52-4f5e-9a41-6d1f5e0c7b11"/><resource><Patient><active value="true"/></Patient></resource>' +
      '<request><method value="POST"/><url value="Patient"/></request></entry>' +
      '<entry><resource><Observation><status value="final"/><code><text value="a"/></code>' +
      '<subject><reference value="urn:uuid:0f3b1c3e-8a52-4f5e-9a41-6d1f5e0c7b11"/></subject></Observation></resource>' +
      '<request><method value="POST"/><url value="Observation"/></request></entry></Bundle>';
    const { status, text } = await sendXml('post', '/fhir', bundle).set('Accept', XML);
    expect(status).toBe(200);
    expect(text).toContain('<type value="transaction-response"/>');
    expect(text.match(/<status value="201 Created"\/>/g)).toHaveLength(2);
  });

  it('may be a FHIRPath Patch', async () => {
    const patch =
      '<Parameters xmlns="http://hl7.org/fhir"><parameter><name value="operation"/>' +
      '<part><name value="type"/><valueCode value="replace"/></part>' +
      '<part><name value="path"/><valueString value="Patient.gender"/></part>' +
      '<part><name value="value"/><valueCode value="male"/></part></parameter></Parameters>';
    await sendXml('put', '/fhir/Patient/patched', patient('<id value="patched"/><gender value="female"/>'));
    expect((await sendXml('patch', '/fhir/Patient/patched', patch)).status).toBe(200);
    expect(JSON.parse((await ask('/fhir/Patient/patched')).text).gender).toBe('male');
  });

  it('is judged by the same rules as JSON, with the same paths', async () => {
    const { status, text } = await sendXml(
      'post',
      '/fhir/Patient',
      patient('<birthDate value="2019-13-01"/>'),
    );
    expect([400, 422]).toContain(status);
    expect(JSON.parse(text).issue[0].expression).toEqual(['Patient.birthDate']);
  });

  it('is refused with the place when it is no FHIR XML', async () => {
    const { status, text } = await sendXml(
      'post',
      '/fhir/Patient',
      patient('<name><familly value="x"/></name>'),
    );
    expect(status).toBe(400);
    expect(JSON.parse(text).issue[0]).toMatchObject({ code: 'structure', expression: ['Patient.name[0]'] });
  });

  it('is refused with a DOCTYPE, in no time', async () => {
    const laughs = '<!DOCTYPE l [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]>';
    const outside = '<!DOCTYPE p [<!ENTITY x SYSTEM "file:///etc/passwd">]>';
    for (const doctype of [laughs, outside]) {
      const { status, text } = await sendXml('post', '/fhir/Patient', doctype + patient('<id value="&b;"/>'));
      expect(status).toBe(400);
      expect(text).toContain('DOCTYPE');
    }
  });

  it('is refused in other encodings', async () => {
    const gbk = `<?xml version="1.0" encoding="GBK"?>${patient('')}`;
    expect((await sendXml('post', '/fhir/Patient', gbk)).status).toBe(400);
    expect((await sendXml('post', '/fhir/Patient', patient(''), `${XML}; charset=gbk`)).status).toBe(415);
  });
});
