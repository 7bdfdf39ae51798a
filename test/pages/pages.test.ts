import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { html } from '../../src/pages/html.ts';
import { jsonView } from '../../src/pages/json-view.ts';
import { createHttpTestServer, type HttpTestServer } from '../support/http.ts';
import { patient } from '../support/lianti.ts';

const BROWSER = 'text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8';
const EVIL = '<script>alert(1)</script>"\'&';

let server: HttpTestServer;
beforeAll(async () => {
  server = await createHttpTestServer();
  await server.http
    .put('/fhir/Patient/p')
    .set('Content-Type', 'application/fhir+json')
    .send(patient({ id: 'p', name: [{ text: EVIL }] }))
    .expect(201);
  await server.http
    .put('/fhir/Basic/b')
    .set('Content-Type', 'application/fhir+json')
    .send({ resourceType: 'Basic', id: 'b', code: { text: 'x' }, subject: { reference: 'Patient/p' } })
    .expect(201);
});
afterAll(() => server.close());

const open = (path: string, accept = BROWSER) => server.http.get(path).set('Accept', accept);

describe('a browser', () => {
  it('gets a page at the root, in Chinese and English, with the address of this server', async () => {
    const { status, text, headers } = await open('/');
    expect([status, headers['content-type']]).toEqual([200, 'text/html; charset=utf-8']);
    expect(text).toContain('儿童医联体的 FHIR R4 服务器');
    expect(text).toContain('A FHIR R4 server for a');
    expect(text).toContain(server.running.baseUrl);
  });

  it('gets the examples with the address of this server', async () => {
    const { text } = await open('/examples');
    expect(text).toContain(`FHIR=${server.running.baseUrl}`);
  });

  it('sees a resource with links to what it refers to', async () => {
    const { headers, text } = await open('/fhir/Basic/b');
    expect(headers['content-type']).toBe('text/html; charset=utf-8');
    expect(text).toContain('<a href="/fhir/Patient/p"><span class="string">&quot;Patient/p&quot;</span></a>');
    expect(text).toContain('<a href="/fhir/Basic/b/_history">');
  });

  it('sees a search as a list with its pages, and history with its versions', async () => {
    const { text } = await open('/fhir/Basic?_count=1&code:text=x');
    expect(text).toContain('<a href="/fhir/Basic/b">Basic/b</a>');
    expect((await open('/fhir/_history?_count=1')).text).toMatch(
      /<a href="\/fhir\/_history\?_count=1&amp;_page=[\w-]+">next/,
    );
    expect((await open('/fhir/Basic/b/_history')).text).toContain('<a href="/fhir/Basic/b/_history/1">');
  });

  it('is shown what resources hold as text, never as part of the page', async () => {
    for (const path of ['/fhir/Patient/p', '/fhir/Patient', '/fhir/_history']) {
      const { text } = await open(path);
      expect(text).not.toContain('<script');
      expect(text).toContain('&lt;script&gt;alert(1)');
    }
  });

  it('may run nothing: no script, no style but our own, no frame', async () => {
    const { headers, text } = await open('/fhir/Patient/p');
    const policy = headers['content-security-policy']!;
    expect(policy).toMatch(/^default-src 'none'; style-src 'sha256-[\w+/]+='; .*frame-ancestors 'none'$/);
    expect(headers['x-content-type-options']).toBe('nosniff');
    expect(headers['cache-control']).toBe('no-store');
    expect(text).not.toMatch(/ style=| on\w+=/);
  });

  it('gets failures as they are, not as pages', async () => {
    const { status, headers, body } = await open('/fhir/Patient/%3Cscript%3E');
    expect([status, headers['content-type']]).toEqual([404, 'application/fhir+json; charset=utf-8']);
    expect(body.resourceType).toBe('OperationOutcome');
  });
});

describe('a program', () => {
  it.each(['*/*', 'application/fhir+json', 'application/fhir+json, text/html', 'text/html;q=0.5, */*'])(
    'that accepts %s gets JSON',
    async (accept) => {
      const { headers } = await open('/fhir/Patient/p', accept);
      expect(headers['content-type']).toBe('application/fhir+json; charset=utf-8');
    },
  );

  it('gets JSON where _format says so, and HTML where it says that', async () => {
    const json = await open('/fhir/Patient/p?_format=json');
    expect(json.headers['content-type']).toBe('application/fhir+json; charset=utf-8');
    const page = await open('/fhir/Patient/p?_format=html', '*/*');
    expect(page.headers['content-type']).toBe('text/html; charset=utf-8');
  });

  it('that writes is never answered with a page', async () => {
    const { headers } = await server.http
      .post('/fhir/Patient')
      .set('Accept', BROWSER)
      .set('Content-Type', 'application/fhir+json')
      .send(patient());
    expect(headers['content-type']).toContain('application/fhir+json');
  });

  it('may ask for the headers of a page alone', async () => {
    const { status, text } = await server.http.head('/');
    expect([status, text]).toEqual([200, undefined]);
  });
});

describe('with tokens', () => {
  it('pages are open, data are not', async () => {
    const { mkdtempSync, writeFileSync } = await import('node:fs');
    const folder = mkdtempSync('/tmp/lianti-');
    writeFileSync(`${folder}/tokens.json`, '{}');
    const closed = await createHttpTestServer({ AUTH: 'tokens', AUTH_TOKENS_FILE: `${folder}/tokens.json` });
    const page = await closed.http.get('/').set('Accept', BROWSER);
    expect(page.text).toContain('Authorization: Bearer');
    expect((await closed.http.get('/fhir/Patient').set('Accept', BROWSER)).status).toBe(401);
    await closed.close();
  });
});

describe('HTML', () => {
  it('takes in any text as text', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        const inside = html`<p title="${text}">${text}</p>`.html.slice('<p title="'.length, -'</p>'.length);
        expect(inside.replace('">', '')).not.toMatch(/[<>"']/);
      }),
    );
  });

  it('of JSON shows the text that it was given', () => {
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        const links = { baseUrl: 'http://h/fhir', basePath: '/fhir' };
        const shown = jsonView(JSON.stringify(value), links).html.replace(/<[^>]*>/g, '');
        const plain = shown
          .replaceAll('&lt;', '<')
          .replaceAll('&gt;', '>')
          .replaceAll('&quot;', '"')
          .replaceAll('&#39;', "'")
          .replaceAll('&amp;', '&');
        expect(JSON.parse(plain)).toEqual(JSON.parse(JSON.stringify(value)));
      }),
    );
  });
});
