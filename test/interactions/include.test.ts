import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Principal } from '../../src/authorization/principal.ts';
import type { JsonObject } from '../../src/fhir/json/tree.ts';
import {
  createTestServer,
  entryOf,
  observation,
  patient,
  type TestServer,
  transactionOf,
} from '../support/lianti.ts';

let server: TestServer;
const put = (resource: JsonObject) => server.put(`${resource.resourceType}/${resource.id}`, resource);

beforeAll(async () => {
  server = await createTestServer({ REFERENCES: 'allow' });
  await put({ resourceType: 'Organization', id: 'top', name: '联体' });
  await put({
    resourceType: 'Organization',
    id: 'o',
    name: '妇幼',
    partOf: { reference: 'Organization/top' },
  });
  const organization = { managingOrganization: { reference: 'Organization/o' } };
  await put(patient({ id: 'a', ...organization }));
  await put(patient({ id: 'a', ...organization, gender: 'female' }));
  await put(patient({ id: 'b', ...organization }));
  const of = (id: string) => ({ subject: { reference: `Patient/${id}` } });
  await put(observation({ id: 'a1', ...of('a') }));
  await put(observation({ id: 'a2', ...of('a'), hasMember: [{ reference: 'Observation/a1' }] }));
  await put(observation({ id: 'b1', ...of('b') }));
  await put(observation({ id: 'old', subject: { reference: 'Patient/a/_history/1' } }));
  await put(observation({ id: 'new', subject: { reference: 'Patient/a/_history/2' } }));
  await put(observation({ id: 'lost', subject: { reference: 'Patient/a/_history/9' } }));
  await put(observation({ id: 'dangling', ...of('none') }));
  await put({
    resourceType: 'Condition',
    id: 'c',
    ...of('a'),
    evidence: [{ detail: [{ reference: 'Observation/a1' }] }],
  });
  await put({
    resourceType: 'Provenance',
    id: 'p',
    recorded: '2026-11-25T08:00:00Z',
    target: [{ reference: 'Observation/a1' }],
    agent: [{ who: { reference: 'Organization/o' } }],
  });
  for (const version of ['1', '2']) {
    await put({
      resourceType: 'Questionnaire',
      id: `q${version}`,
      url: 'http://example.org/q',
      version,
      status: 'active',
    });
  }
  const response = { resourceType: 'QuestionnaireResponse', status: 'completed' };
  await put({ ...response, id: 'qr1', questionnaire: 'http://example.org/q|1' });
  await put({ ...response, id: 'qr', questionnaire: 'http://example.org/q' });
});
afterAll(() => server.close());

interface Entry {
  fullUrl?: string;
  resource: { resourceType: string; id: string; meta?: { versionId: string } };
  search: { mode: string };
}
const named = ({ resource }: Entry) => `${resource.resourceType}/${resource.id}`;
async function page(url: string, principal?: Principal) {
  const { status, body } = await server.send('GET', url, undefined, {}, principal);
  if (status !== 200) throw new Error(`${url}: ${status} ${JSON.stringify(body)}`);
  const entries = (body.entry ?? []) as Entry[];
  const of = (mode: string) => entries.filter(({ search }) => search.mode === mode);
  return { body, entries, matches: of('match').map(named), includes: of('include').map(named), of };
}
const included = async (url: string) => (await page(url)).includes.sort();

describe('_revinclude', () => {
  it('adds what refers to the matches by the parameter', async () => {
    expect(await included('Patient?_id=a&_revinclude=Observation:subject')).toEqual([
      'Observation/a1',
      'Observation/a2',
      'Observation/lost',
      'Observation/new',
      'Observation/old',
    ]);
    expect(await included('Patient?_id=b&_revinclude=Observation:patient')).toEqual(['Observation/b1']);
    expect(await included('Observation?_id=a1&_revinclude=Provenance:target')).toEqual(['Provenance/p']);
  });

  it('takes several, and a target type', async () => {
    expect(
      await included('Patient?_id=b,a&_revinclude=Condition:subject&_revinclude=Observation:subject:Group'),
    ).toEqual(['Condition/c']);
    expect(await included('Observation?_id=a1&_revinclude=Observation:has-member:Observation')).toEqual([
      'Observation/a2',
    ]);
  });

  it('of a star adds all that refers, of one type or of any', async () => {
    expect(await included('Observation?_id=a1&_revinclude=*')).toEqual([
      'Condition/c',
      'Observation/a2',
      'Provenance/p',
    ]);
    expect(await included('Observation?_id=a1&_revinclude=*:*')).toHaveLength(3);
    expect(await included('Observation?_id=a1&_revinclude=Provenance:*')).toEqual(['Provenance/p']);
  });

  it('goes on from what was included only with :iterate, together with _include', async () => {
    const organization = 'Organization?_id=top';
    expect(
      await included(`${organization}&_revinclude=Organization:partof&_revinclude=Patient:organization`),
    ).toEqual(['Organization/o']);
    expect(
      await included(
        `${organization}&_revinclude=Organization:partof&_revinclude:iterate=Patient:organization`,
      ),
    ).toEqual(['Organization/o', 'Patient/a', 'Patient/b']);
    expect(
      await included(
        'Provenance?_id=p&_include=Provenance:target&_include:iterate=Observation:subject&_revinclude:iterate=Condition:subject',
      ),
    ).toEqual(['Condition/c', 'Observation/a1', 'Patient/a']);
  });

  it('repeats neither matches nor includes, and counts none', async () => {
    const { body, entries } = await page(
      'Observation?_id=a1,a2&_total=accurate&_include=Observation:has-member&_revinclude=Observation:has-member&_include=Observation:subject&_revinclude:iterate=Observation:subject',
    );
    expect(body.total).toBe(2);
    expect(new Set(entries.map(named)).size).toBe(entries.length);
  });

  it('finds by canonical reference too', async () => {
    expect(await included('Questionnaire?_id=q1&_revinclude=QuestionnaireResponse:questionnaire')).toEqual([
      'QuestionnaireResponse/qr',
      'QuestionnaireResponse/qr1',
    ]);
  });

  it('shows only what the caller may see', async () => {
    const principal: Principal = {
      name: 'x',
      roles: [],
      scopes: ['system/Patient.rs', 'system/Condition.rs'],
    };
    const { includes } = await page(
      'Patient?_id=a&_revinclude=Observation:subject&_revinclude=Condition:subject&_include=Patient:organization',
      principal,
    );
    expect(includes).toEqual(['Condition/c']);
  });

  it.each([
    ['Patient?_revinclude=Nonsense:subject', 'There is no resource type "Nonsense"'],
    ['Patient?_revinclude=Observation', '_revinclude=Observation is incomplete'],
    ['Patient?_revinclude=Observation:nonsense', 'Observation has no search parameter "nonsense"'],
    ['Patient?_revinclude=Observation:status', 'is no reference'],
    ['Patient?_revinclude=Observation:encounter', 'encounter of Observation never refers to Patient'],
  ])('%s is refused', async (url, why) => {
    const { status, body } = await server.get(url);
    expect([status, body.issue[0].diagnostics]).toEqual([400, expect.stringContaining(why)]);
  });
});

describe('_include', () => {
  it('of a versioned reference adds that version, if there is one', async () => {
    const { of } = await page('Observation?_id=old,new,lost&_include=Observation:subject');
    expect(
      of('include')
        .map(({ resource }) => `${resource.id} ${resource.meta?.versionId}`)
        .sort(),
    ).toEqual(['a 1', 'a 2']);
  });

  it('never sends the same version twice', async () => {
    const { of } = await page('Observation?_id=a1,new&_include=Observation:subject');
    expect(of('include').map(({ resource }) => resource.meta?.versionId)).toEqual(['2']);
  });

  it('never sends twice what a versioned reference leads to and what refers back', async () => {
    const ring = (id: string, reference: string) => ({
      resourceType: 'Organization',
      id,
      name: '环',
      partOf: { reference },
    });
    await put(ring('here', 'Organization/there/_history/1'));
    await put(ring('there', 'Organization/here'));
    const both = '_include=Organization:partof&_revinclude=Organization:partof';
    expect(await included(`Organization?_id=here&${both}`)).toEqual(['Organization/there']);
    expect(await included(`Organization?_id=here&${both.replaceAll('=', ':iterate=')}`)).toEqual([
      'Organization/there',
    ]);
  });

  it('of a canonical adds the version that it names, else the newest', async () => {
    const url = 'QuestionnaireResponse?_include=QuestionnaireResponse:questionnaire&_id=';
    expect(await included(`${url}qr1`)).toEqual(['Questionnaire/q1']);
    expect(await included(`${url}qr`)).toEqual(['Questionnaire/q2']);
    expect(await included(`${url}qr,qr1`)).toEqual(['Questionnaire/q1', 'Questionnaire/q2']);
  });

  it('leaves out what is not there, was deleted or is contained', async () => {
    await put(
      observation({ id: 'm', subject: { reference: 'Patient/m' }, performer: [{ reference: '#in' }] }),
    );
    await put(patient({ id: 'm' }));
    await server.delete('Patient/m');
    expect(await included('Observation?_id=m,dangling&_include=*')).toEqual([]);
  });
});

describe('what is included', () => {
  it('ends in a circle of 1,000 organisations, with a warning when it is cut off', async () => {
    const organizations = Array.from({ length: 1200 }, (_, n) =>
      entryOf('PUT', `Organization/r${n}`, {
        resourceType: 'Organization',
        id: `r${n}`,
        name: '环',
        partOf: { reference: `Organization/r${n < 1000 ? (n + 1) % 1000 : 0}` },
      }),
    );
    const { status } = await server.post('', transactionOf(...organizations));
    expect(status).toBe(200);
    const circle = await page('Organization?_id=r0&_include:iterate=Organization:partof');
    expect(circle.includes).toHaveLength(999);
    expect(circle.of('outcome')).toEqual([]);
    const both = await page('Organization?_id=r0&_revinclude:iterate=Organization:partof');
    expect(both.includes).toHaveLength(1000);
    expect(both.of('outcome')).toMatchObject([
      { resource: { issue: [{ severity: 'warning', code: 'too-costly' }] } },
    ]);
  });
});
