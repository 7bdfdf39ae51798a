// Profiles that are stored with a differential only: $validate and writes go by them, and those that cannot be used
// are refused with the element that is wrong.

import { afterAll, afterEach, beforeAll, expect, test } from '@jest/globals';
import { createTestServer, type TestServer } from '../support/lianti.ts';

let server: TestServer;

beforeAll(async () => {
  server = await createTestServer();
});
afterEach(() => server.delete('StructureDefinition/p'));
afterAll(() => server.close());

const PROFILE = 'https://example.org/StructureDefinition/named-patient';

function profile(element: object[], more: object = {}): never {
  return {
    resourceType: 'StructureDefinition',
    id: 'p',
    url: PROFILE,
    name: 'NamedPatient',
    status: 'active',
    kind: 'resource',
    abstract: false,
    type: 'Patient',
    baseDefinition: 'http://hl7.org/fhir/StructureDefinition/Patient',
    derivation: 'constraint',
    differential: { element },
    ...more,
  } as never;
}

const put = (element: object[], more: object = {}) =>
  server.put('StructureDefinition/p', profile(element, more));

async function validated(resource: object): Promise<string[]> {
  const answer = await server.post(`Patient/$validate?profile=${PROFILE}`, resource as never);
  return errorsIn(answer.body.issue);
}

function errorsIn(issues: { severity: string; code: string; expression?: string[] }[]): string[] {
  return issues
    .filter(({ severity }) => severity === 'error')
    .map(({ code, expression }) => `${code} ${expression?.[0]}`);
}

test('a profile without a snapshot decides as soon as its write is answered', async () => {
  expect(await validated({ resourceType: 'Patient' })).toEqual(['not-found Patient']);
  expect((await put([{ path: 'Patient.name', min: 1 }])).status).toBe(201);
  expect(await validated({ resourceType: 'Patient' })).toEqual(['required Patient.name']);
  await put([{ path: 'Patient.gender', min: 1 }]);
  expect(await validated({ resourceType: 'Patient' })).toEqual(['required Patient.gender']);
  await server.delete('StructureDefinition/p');
  expect(await validated({ resourceType: 'Patient' })).toEqual(['not-found Patient']);
});

test('a write that claims it is held to it', async () => {
  await put([{ id: 'Patient.name', path: 'Patient.name', min: 1 }]);
  const claiming = { resourceType: 'Patient', meta: { profile: [PROFILE] } } as never;
  const { status, body } = await server.post('Patient', claiming);
  expect([status, errorsIn(body.issue)]).toEqual([422, ['required Patient.name']]);
});

test('what makes a profile unusable refuses it, and names the element', async () => {
  const cases: [object[], object, string][] = [
    [[{ path: 'Patient.colour', min: 1 }], {}, 'StructureDefinition.differential.element[0]'],
    [[{ path: 'Patient.link.other', min: 0 }], {}, 'StructureDefinition.differential.element[0]'],
    [
      [{ path: 'Patient.gender', type: [{ code: 'Period' }] }],
      {},
      'StructureDefinition.differential.element[0]',
    ],
    [[{ path: 'Patient.name', min: 1 }], { baseDefinition: PROFILE }, 'StructureDefinition.baseDefinition'],
    [
      [
        {
          path: 'Patient',
          constraint: [{ key: 'x-1', severity: 'error', human: 'Always.', expression: 'name.where(' }],
        },
      ],
      {},
      'StructureDefinition.differential.element[0].constraint[0].expression',
    ],
  ];
  for (const [element, more, place] of cases) {
    const { status, body } = await put(element, more);
    expect([status, errorsIn(body.issue)]).toEqual([422, [`business-rule ${place}`]]);
    expect((await server.get('StructureDefinition/p')).status).not.toBe(200);
  }
});

test('a profile of another release is stored although it speaks of what R4 does not have', async () => {
  const { status } = await put(
    [
      { path: 'Patient.colour', min: 1 },
      { path: 'Patient.name', min: 1 },
    ],
    {
      fhirVersion: '5.0.0',
    },
  );
  expect(status).toBe(201);
  expect(await validated({ resourceType: 'Patient' })).toEqual(['required Patient.name']);
});

test('a base that is not known here is no fault of the definition; a check against it cannot be done, and says so', async () => {
  const { status } = await put([{ path: 'Patient.name', min: 1 }], {
    baseDefinition: 'https://example.org/x',
  });
  expect(status).toBe(201);
  expect(await validated({ resourceType: 'Patient' })).toEqual(['processing Patient']);
  // Who claims it is warned: others may be able to tell.
  const claimed = await server.post('Patient/$validate', {
    resourceType: 'Patient',
    meta: { profile: [PROFILE] },
  });
  expect(errorsIn(claimed.body.issue)).toEqual([]);
});

test('a circle of two profiles is refused when it closes', async () => {
  const other = 'https://example.org/StructureDefinition/other';
  await server.put('StructureDefinition/other', {
    ...(profile([{ path: 'Patient.name', min: 1 }]) as object),
    id: 'other',
    url: other,
    baseDefinition: PROFILE,
  } as never);
  const { status, body } = await put([{ path: 'Patient.name', min: 1 }], { baseDefinition: other });
  expect([status, errorsIn(body.issue)]).toEqual([422, ['business-rule StructureDefinition.baseDefinition']]);
  await server.delete('StructureDefinition/other');
});

test('elements without ids are told of when a profile is stored, and do not refuse it', async () => {
  const answer = await server.put('StructureDefinition/p', profile([{ path: 'Patient.name', min: 1 }]), {
    prefer: 'return=OperationOutcome',
  });
  expect(answer.status).toBe(201);
  const strict = await server.post(
    'StructureDefinition/$validate',
    profile([{ path: 'Patient.name', min: 1 }]),
  );
  expect(errorsIn(strict.body.issue)).toContain('invariant StructureDefinition');
});

test('nothing that is sent as a profile breaks the server', async () => {
  const named = { id: 'Patient.name', path: 'Patient.name', min: 1 };
  const slicing = (discriminator: object) => ({
    ...named,
    slicing: { rules: 'open', discriminator: [discriminator] },
  });
  const slice = { id: 'Patient.name:a', path: 'Patient.name', sliceName: 'a', min: 1 };
  const odd: [object[], object?][] = [
    [[named], { baseDefinition: ['x'] }],
    [[named], { baseDefinition: { a: 1 } }],
    [[named], { type: 'Unheard' }],
    [[named], { type: ['Patient'] }],
    [[{ ...named, constraint: [null] }]],
    [[{ ...named, type: [null] }]],
    [[{ ...named, path: 'Patient'.padEnd(3_000, '.name') }]],
    [[{ id: 'Patient.name', path: 'Observation.name' }]],
    [[slicing({ type: 'position', path: '$this' }), slice]],
    [[slicing({ type: 'value', path: '(' }), slice]],
    [[slicing({ type: 'value', path: 'resolve().resolve().name' }), slice]],
    [[slicing({ type: 'type', path: "ofType(Period).extension('x')" }), slice]],
    [[{ id: 'Patient.contact', path: 'Patient.contact', contentReference: '#Patient.nowhere' }]],
    [
      [
        {
          id: 'Patient.link.other',
          path: 'Patient.link.other',
          type: [{ code: 'Reference', targetProfile: [PROFILE] }],
        },
      ],
    ],
  ];
  for (const [element, more] of odd) {
    const { status } = await put(element, more);
    expect([200, 201, 400, 422]).toContain(status);
    const answer = await server.post(`Patient/$validate?profile=${PROFILE}`, {
      resourceType: 'Patient',
      name: [{ text: '张小禾' }],
    } as never);
    expect([status, answer.status]).toEqual([status, 200]);
  }
});

test('a Questionnaire whose identifier is no URI although it says so is stored, and $validate calls it an error', async () => {
  const questionnaire = {
    resourceType: 'Questionnaire',
    id: 'q',
    status: 'active',
    identifier: [{ system: 'urn:ietf:rfc:3986', value: 'daa60638' }],
  };
  const { status } = await server.put('Questionnaire/q', questionnaire as never);
  expect(status).toBe(201);
  const { body } = await server.post('Questionnaire/$validate', questionnaire as never);
  expect(errorsIn(body.issue)).toEqual(['invalid Questionnaire.identifier[0].value']);
  await server.delete('Questionnaire/q');
});
