// What the target of a reference tells about who refers to it: its profile, and the age of a Patient. And URNs, which
// lead nowhere outside a Bundle. R4 references.html, bundle.html#references.

import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { JsonObject } from '../../src/fhir/json/tree.ts';
import {
  type Answer,
  createTestServer,
  entryOf,
  observation,
  patient,
  type TestServer,
  transactionOf,
} from '../support/lianti.ts';

const example = (name: string): JsonObject =>
  JSON.parse(readFileSync(`profiles/lianti/examples/valid/${name}.json`, 'utf8'));

const ORDER = example('screening-order-qibao-senior-class');
const PLACE = example('place-kindergarten');
const EXAM = example('refraction-right-low-myopia');

const order = (place: string): JsonObject => {
  const { id: _, ...rest } = ORDER;
  return { ...rest, locationReference: [{ reference: place }] };
};
const bare = (id: string): JsonObject => ({ resourceType: 'Location', id, name: 'no place of the guide' });
const exam = (child: string, on: string): JsonObject => {
  const { id: _, ...rest } = EXAM;
  return { ...rest, subject: { reference: child }, effectiveDateTime: on };
};

/** What the examples refer to, as little as it can be. */
async function putOthers(to: TestServer): Promise<void> {
  for (const id of ['org-minhang-education-bureau', 'org-eye-ent', 'org-qibao-kindergarten'])
    await to.put(`Organization/${id}`, { resourceType: 'Organization', id, name: id });
  const group = { resourceType: 'Group', id: 'group-qibao-senior-2', type: 'person', actual: true };
  await to.put('Group/group-qibao-senior-2', group);
  await to.put('CareTeam/careteam-qibao-screening', {
    resourceType: 'CareTeam',
    id: 'careteam-qibao-screening',
  });
  await to.put('Encounter/enc-screening-zhang', {
    resourceType: 'Encounter',
    id: 'enc-screening-zhang',
    status: 'finished',
    class: { code: 'AMB' },
  });
  await to.put('ServiceRequest/screening-2021-05-21', {
    resourceType: 'ServiceRequest',
    id: 'screening-2021-05-21',
    status: 'active',
    intent: 'order',
    subject: { reference: 'Group/group-qibao-senior-2' },
  });
  await to.put('Device/device-ark7', { resourceType: 'Device', id: 'device-ark7' });
  await to.put('Location/bare', bare('bare'));
}

const findings = ({ body }: Answer): string[] =>
  body.issue
    .filter(({ severity }: { severity: string }) => severity !== 'information')
    .map(
      ({ severity, expression }: { severity: string; expression?: string[] }) => `${severity} ${expression}`,
    );

let server: TestServer;
beforeAll(async () => {
  server = await createTestServer();
  await putOthers(server);
  await server.put('Location/good', { ...PLACE, id: 'good' });
  await server.put('Patient/child', patient({ id: 'child', birthDate: '2016-03-09' }));
});
afterAll(() => server.close());

const asked = { Prefer: 'return=OperationOutcome' };

describe('The profile that a reference asks of its target', () => {
  it('is looked for in the store', async () => {
    expect((await server.post('ServiceRequest', order('Location/good'))).status).toBe(201);
    const refused = await server.post('ServiceRequest', order('Location/bare'));
    expect([refused.status, ...findings(refused)]).toEqual([
      422,
      'error ServiceRequest.locationReference[0]',
    ]);
    expect(refused.body.issue[0].diagnostics).toContain('Location/bare satisfies none of the profiles');
    expect((await server.post('ServiceRequest', order(`${server.baseUrl}/Location/bare`))).status).toBe(422);
  });

  it('is judged by what the target says, also where it claims nothing', async () => {
    const { meta: _, ...silent } = PLACE;
    await server.put('Location/silent', { ...silent, id: 'silent' });
    expect((await server.post('ServiceRequest', order('Location/silent'))).status).toBe(201);
  });

  it('is looked for among the entries of the transaction, as they will be stored', async () => {
    const A = 'urn:uuid:61ebe359-bfdc-4613-8bf2-c5e300945f0a';
    const bundle = (location: JsonObject) =>
      transactionOf(
        entryOf('POST', 'Location', location, { fullUrl: A }),
        entryOf('POST', 'ServiceRequest', order(A)),
      );
    expect((await server.post('', bundle(PLACE))).status).toBe(200);
    const refused = await server.post('', bundle(bare('x')));
    expect([refused.status, ...findings(refused)]).toEqual([
      422,
      'error Bundle.entry[1].resource.locationReference[0]',
    ]);
    const changed = await server.post(
      '',
      transactionOf(
        entryOf('PUT', 'Location/good', bare('good')),
        entryOf('POST', 'ServiceRequest', order('Location/good')),
      ),
    );
    expect(changed.status).toBe(422);
    expect((await server.get('Location/good')).headers.ETag).toBe('W/"1"');
  });

  it('is a warning where rules only report, and nobody asks where references are not checked', async () => {
    for (const [environment, warnings] of [
      [{ VALIDATION: 'report' }, ['warning ServiceRequest.locationReference[0]']],
      [{ REFERENCES: 'allow' }, []],
    ] as const) {
      const lenient = await createTestServer({ ...environment });
      await putOthers(lenient);
      const answer = await lenient.post('ServiceRequest', order('Location/bare'), asked);
      expect([answer.status, findings(answer)]).toEqual([201, warnings]);
      await lenient.close();
    }
  });

  it('is told by $validate and by a dry run', async () => {
    const found = findings(await server.post('ServiceRequest/$validate', order('Location/bare')));
    expect(found).toEqual(['error ServiceRequest.locationReference[0]']);
    const dry = await server.post('ServiceRequest', order('Location/bare'), { Prefer: 'dry-run' });
    expect(dry.status).toBe(422);
  });
});

describe('The age at an examination', () => {
  it('is counted from the birth of the stored child', async () => {
    const early = await server.post('Observation', exam('Patient/child', '2016-03-08'));
    expect([early.status, ...findings(early)]).toEqual([422, 'error Observation.effective']);
    const late = await server.post('Observation', exam('Patient/child', '2034-03-10'), {
      ...asked,
    });
    expect(findings(late)).toContain('warning Observation.effective');
    expect((await server.post('Observation', exam('Patient/child', '2021-05-21'))).status).toBe(201);
  });

  it('is counted from the birth that the same transaction corrects', async () => {
    const born = (birthDate: string) =>
      server.post(
        '',
        transactionOf(
          entryOf('PUT', 'Patient/child', patient({ id: 'child', birthDate })),
          entryOf('POST', 'Observation', exam('Patient/child', '2015-01-01')),
        ),
      );
    const refused = await born('2016-01-01');
    expect([refused.status, ...findings(refused)]).toEqual([422, 'error Bundle.entry[1].resource.effective']);
    expect((await born('2014-12-31')).status).toBe(200);
  });
});

describe('A reference by URN outside a transaction', () => {
  const URN = 'urn:uuid:88f151c0-a954-468a-88bd-5ae15c08e059';
  const stray = observation({ performer: [{ display: 'x' }, { reference: URN }] });

  it('is refused, naming the element: in a create, an update, an entry of a batch', async () => {
    const created = await server.post('Observation', stray);
    expect([created.status, ...findings(created)]).toEqual([422, 'error Observation.performer[1]']);
    expect(created.body.issue[0]).toMatchObject({ code: 'not-found' });
    expect((await server.put('Observation/o', { ...stray, id: 'o' })).status).toBe(422);
    await server.put('Observation/o', observation({ id: 'o' }));
    const contained = observation({
      contained: [{ resourceType: 'Device', id: 'd', patient: { reference: 'urn:oid:1.2.3' } }],
      device: { reference: '#d' },
    });
    expect(findings(await server.post('Observation', contained))).toEqual([
      'error Observation.contained[0].patient',
    ]);
    const { body } = await server.post('', {
      resourceType: 'Bundle',
      type: 'batch',
      entry: [entryOf('POST', 'Observation', stray), entryOf('GET', 'Observation/o')],
    });
    expect(
      body.entry.map((one: { response: { status: string } }) => one.response.status.slice(0, 3)),
    ).toEqual(['422', '200']);
  });

  it('is refused by criteria as well', async () => {
    const answer = await server.post(
      'Observation',
      observation({ subject: { reference: 'Patient?_id=child' } }),
    );
    expect([answer.status, ...findings(answer)]).toEqual([422, 'error Observation.subject']);
    expect(answer.body.issue[0].diagnostics).toContain('in a transaction only');
  });

  it('is fine inside a stored Bundle, as an identifier, and where references are not checked', async () => {
    const document = {
      resourceType: 'Bundle',
      type: 'collection',
      entry: [
        { fullUrl: URN, resource: patient() },
        {
          fullUrl: 'urn:uuid:61ebe359-bfdc-4613-8bf2-c5e300945f0a',
          resource: observation({ subject: { reference: URN } }),
        },
      ],
    };
    expect((await server.post('Bundle', document)).status).toBe(201);
    const identified = observation({ subject: { identifier: { system: 'urn:ietf:rfc:3986', value: URN } } });
    expect((await server.post('Observation', identified)).status).toBe(201);
    const lenient = await createTestServer({ REFERENCES: 'allow' });
    expect((await lenient.post('Observation', stray)).status).toBe(201);
    await lenient.close();
  });
});
