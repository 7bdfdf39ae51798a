// A SearchParameter that cannot be searched by is refused with what is wrong, and nothing is stored.

import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { openDefinitions } from '../../src/compose.ts';
import type { JsonObject } from '../../src/fhir/json/tree.ts';
import { expressionFault } from '../../src/search/check-expression.ts';
import { createTestServer, entryOf, type TestServer, transactionOf } from '../support/lianti.ts';
import { answersUntilBuilt, birthOrder, storeChildren } from './support.ts';

let server: TestServer;
beforeAll(async () => {
  server = await createTestServer();
  server.lianti.index.begin();
  await storeChildren(server, 5);
});
afterAll(() => server.close());

const stored = async () => (await server.get('SearchParameter?_summary=count')).body.total;

describe('A SearchParameter', () => {
  it.each<[string, JsonObject, string, RegExp]>([
    ['whose code belongs to FHIR', { code: '_id' }, 'code', /begin with _ belong to FHIR/],
    ['whose code cannot stand in a URL', { code: 'birth order' }, 'code', /becomes a name in URLs/],
    [
      'whose code means something else already',
      { code: 'name' },
      'code',
      /has a search parameter "name" already/,
    ],
    ['for a type that does not exist', { base: ['Patiend'] }, 'base', /no resource type "Patiend"/],
    ['without an expression', { expression: '' }, 'expression', /./],
    ['whose expression cannot be read', { expression: 'Patient.(name' }, 'expression', /cannot be read/],
    ['that names no element', { expression: 'Patient.nmae' }, 'expression', /no element "nmae"/],
    [
      'that looks at another type',
      { expression: 'Encounter.status' },
      'expression',
      /says nothing about Patient/,
    ],
    ['that calls an unknown function', { expression: 'Patient.foo()' }, 'expression', /function foo/],
    [
      'that uses a regular expression',
      { expression: "Patient.name.where(family.matches('(a+)+$'))", type: 'string' },
      'expression',
      /regular expression/,
    ],
    [
      'that looks at everything for everything',
      { expression: 'Patient.descendants().where(descendants().exists())', type: 'string' },
      'expression',
      /uses descendants\(\), whose cost grows beyond the size/,
    ],
    [
      'that makes texts out of texts',
      { expression: "Patient.name.family.replace('', 'xxxxxxxx')", type: 'string' },
      'expression',
      /uses replace\(\)/,
    ],
    ['whose type does not fit', { expression: 'Patient.name', type: 'date' }, 'expression', /HumanName/],
    ['nested absurdly deep', { expression: `${'('.repeat(1900)}Patient.gender` }, 'expression', /./],
    ['of type special', { type: 'special' }, 'type', /must be built in/],
    ['that is a token and has targets', { target: ['Group'] }, 'target', /Only a reference has targets/],
    ['that is a composite of nothing', { type: 'composite' }, 'component', /at least two/],
    [
      'that is a composite of what is not there',
      {
        type: 'composite',
        expression: 'Patient.contact',
        component: [
          { definition: 'https://example.org/nowhere', expression: 'gender' },
          { definition: 'http://hl7.org/fhir/SearchParameter/individual-gender', expression: 'gender' },
        ],
      },
      'component[0].definition',
      /is no search parameter of Patient here/,
    ],
  ])('%s is refused', async (_, wrong, element, text) => {
    const before = await stored();
    const { status, body } = await server.post('SearchParameter', birthOrder(wrong));
    expect([400, 422]).toContain(status);
    const places = body.issue.flatMap(({ expression }: { expression?: string[] }) => expression ?? []);
    expect(places).toContain(`SearchParameter.${element}`);
    const said = body.issue.map(({ diagnostics }: { diagnostics: string }) => diagnostics).join('\n');
    expect(said).toMatch(text);
    expect(await stored()).toBe(before);
  });

  it('in a transaction is refused with its place, and the others of the transaction with it', async () => {
    const before = await stored();
    const { status, body } = await server.post(
      '',
      transactionOf(
        entryOf('PUT', 'Patient/never', { resourceType: 'Patient', id: 'never' }),
        entryOf('POST', 'SearchParameter', birthOrder({ expression: 'Patient.nmae' })),
      ),
    );
    expect(status).toBe(422);
    expect(body.issue[0].expression).toEqual(['Bundle.entry[1].resource.expression']);
    expect(await stored()).toBe(before);
    expect((await server.get('Patient/never')).status).toBe(404);
  });

  it('may not share its code with another in the same transaction', async () => {
    const url = 'https://example.org/SearchParameter/other';
    const { status, body } = await server.post(
      '',
      transactionOf(
        entryOf('POST', 'SearchParameter', birthOrder({ code: 'twice' })),
        entryOf('POST', 'SearchParameter', birthOrder({ code: 'twice', url })),
      ),
    );
    expect([status, body.issue[0].code]).toEqual([422, 'duplicate']);
  });

  it('is refused under dry-run as it would be for good', async () => {
    const refused = await server.post('SearchParameter', birthOrder({ code: '_id' }), { Prefer: 'dry-run' });
    expect(refused.status).toBe(422);
    const before = await stored();
    const foreseen = await server.post('SearchParameter', birthOrder({ code: 'foreseen' }), {
      Prefer: 'dry-run',
    });
    expect(foreseen.status).toBeLessThan(300);
    expect(await stored()).toBe(before);
    expect((await server.get('Patient?foreseen=1')).status).toBe(400);
  });

  it('is judged by $validate as when it is written', async () => {
    const { status, body } = await server.post(
      'SearchParameter/$validate',
      birthOrder({ code: 'judged', expression: 'Patient.nmae' }),
    );
    expect(status).toBe(200);
    expect(body.issue[0]).toMatchObject({ severity: 'error', expression: ['SearchParameter.expression'] });
  });

  it('of any odd shape is refused or stored, and never breaks the server', async () => {
    const odd = fc.oneof(
      fc.constant(undefined),
      fc.jsonValue({ maxDepth: 2 }),
      fc.constantFrom(
        'Patient',
        'Patient.name',
        'token',
        'composite',
        'active',
        ['Patient'],
        [null],
        [{}],
        'a|b',
      ),
    );
    const element = fc.constantFrom(
      ...['url', 'status', 'code', 'base', 'type', 'expression', 'target', 'component'],
      ...['comparator', 'modifier', 'chain', 'multipleOr'],
    );
    const changes = fc.dictionary(element, odd, { maxKeys: 3 }) as fc.Arbitrary<JsonObject>;
    await fc.assert(
      fc.asyncProperty(changes, async (change) => {
        const id = 'odd';
        const answer = await server.put(`SearchParameter/${id}`, birthOrder({ code: 'odd', ...change, id }));
        expect(answer.status).toBeLessThan(500);
        expect((await server.get('Patient?gender=male')).status).toBe(200);
        expect((await server.get('metadata')).status).toBe(200);
      }),
      { numRuns: 150 },
    );
  }, 60_000);

  it('comes first when several of one code race: exactly one is stored', async () => {
    const answers = await Promise.all(
      Array.from({ length: 16 }, (_, at) =>
        server.post('SearchParameter', birthOrder({ code: 'raced', url: `https://example.org/raced-${at}` })),
      ),
    );
    const statuses = answers.map(({ status }) => status).sort();
    expect(statuses.filter((status) => status === 201)).toHaveLength(1);
    expect(statuses.every((status) => [201, 409, 422].includes(status))).toBe(true);
    const found = await server.get('SearchParameter?code=raced&status=active&_summary=count');
    expect(found.body.total).toBe(1);
  });

  it('that repeats one of FHIR is stored, changes nothing, and says so', async () => {
    const copy = birthOrder({
      code: 'gender',
      expression: 'Patient.gender',
      url: 'https://example.org/gender',
    });
    const { status, body } = await server.post('SearchParameter', copy, {
      Prefer: 'return=OperationOutcome',
    });
    expect(status).toBe(201);
    expect(JSON.stringify(body.issue)).toMatch(/is answered already, by http:..hl7.org/);
    expect((await server.get('Patient?gender=male')).status).toBe(200);
  });
});

describe('What a SearchParameter allows', () => {
  it('is kept to: comparators, modifiers, alternatives and chains', async () => {
    await server.put('SearchParameter/born', {
      ...birthOrder({ id: 'born', code: 'born', type: 'date', expression: 'Patient.birthDate.first()' }),
      url: 'https://example.org/SearchParameter/born',
      comparator: ['eq', 'ge'],
      modifier: ['missing'],
      multipleOr: false,
    });
    await server.put('SearchParameter/keeper', {
      ...birthOrder({ id: 'keeper', code: 'keeper', type: 'reference' }),
      url: 'https://example.org/SearchParameter/keeper',
      expression: 'Patient.managingOrganization.first()',
      target: ['Organization'],
      chain: ['name'],
    });
    const status = async (url: string) => (await answersUntilBuilt(server, url)).at(-1)!.status;
    expect(await status('Patient?born=2020')).toBe(200);
    expect(await status('Patient?born=ge2020')).toBe(200);
    expect(await status('Patient?born=lt2020')).toBe(400);
    expect(await status('Patient?born=2020,2021')).toBe(400);
    expect(await status('Patient?born:missing=true')).toBe(200);
    expect(await status('Patient?keeper.name=x')).toBe(200);
    expect(await status('Patient?keeper.address=x')).toBe(400);
    expect(await status('Patient?keeper:missing=true')).toBe(200);
  });
});

describe('A composite of two added parameters', () => {
  it('finds what stands in one element only', async () => {
    const contact = (code: string, expression: string) => ({
      ...birthOrder({ id: code, code, expression: `Patient.contact.${expression}` }),
      url: `https://example.org/SearchParameter/${code}`,
    });
    await server.put('SearchParameter/contact-gender', contact('contact-gender', 'gender'));
    await server.put('SearchParameter/contact-role', contact('contact-role', 'relationship'));
    const composite = {
      ...birthOrder({ code: 'contact-role-gender', type: 'composite', expression: 'Patient.contact' }),
      url: 'https://example.org/SearchParameter/contact-role-gender',
      component: [
        { definition: 'https://example.org/SearchParameter/contact-role', expression: 'relationship' },
        { definition: 'https://example.org/SearchParameter/contact-gender', expression: 'gender' },
      ],
    };
    expect((await server.post('SearchParameter', composite)).status).toBe(201);
    const person = (code: string, gender: string) => ({
      name: { family: '李' },
      relationship: [{ coding: [{ code }] }],
      gender,
    });
    const parent = { resourceType: 'Patient', contact: [person('N', 'female'), person('C', 'male')] };
    expect((await server.post('Patient', parent)).status).toBe(201);
    const total = async (value: string) =>
      (await answersUntilBuilt(server, `Patient?contact-role-gender=${value}`)).at(-1)!.body.total;
    expect(await total('N$female')).toBe(1);
    expect(await total('N$male')).toBe(0);
  });
});

it('every expression of the search parameters that came with the server passes the same check', () => {
  const definitions = openDefinitions();
  const faults: string[] = [];
  for (const resourceType of definitions.resourceTypes) {
    for (const { code, type, expression } of definitions.searchParameters(resourceType).values()) {
      if (expression === '' || type === 'special') continue;
      const fault = expressionFault(expression, resourceType, type, definitions.model);
      if (fault !== undefined) faults.push(`${resourceType} ${code} ${fault}`);
    }
  }
  expect(faults).toEqual([]);
  definitions.close();
});
