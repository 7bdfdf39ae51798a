import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { LOCAL_OPERATOR } from '../../src/authorization/local-operator.ts';
import { parseJson } from '../../src/fhir/json/parse.ts';
import type { JsonObject } from '../../src/fhir/json/tree.ts';
import { failureResponse } from '../../src/interactions/failure.ts';
import { createTestServer, type TestServer } from '../support/lianti.ts';

let server: TestServer;
beforeAll(async () => {
  server = await createTestServer();
});
afterAll(() => server.close());

const TEXT =
  '{"resourceType":"Patient","id":"p","name":[{"family":"张","given":["小","禾"]},{"text":"ZHANG"}],"gender":"female","birthDate":"2017-05-21","extension":[{"url":"http://e.test/d","valueDecimal":1.50}]}';

async function fresh(): Promise<void> {
  await server.put('Patient/p', TEXT);
}

/** A JSON Patch, as the HTTP door hands it over. */
async function jsonPatch(patch: unknown, headers: Record<string, string> = {}) {
  try {
    const answer = await server.lianti.dispatch(
      {
        method: 'PATCH',
        path: ['Patient', 'p'],
        query: [],
        headers,
        patch: parseJson(JSON.stringify(patch)),
      },
      LOCAL_OPERATOR,
      'test',
    );
    return { status: answer.status, body: JSON.parse(answer.body!), text: answer.body! };
  } catch (error) {
    const answer = failureResponse(error, { requestId: 'test', note: () => undefined });
    return { status: answer.status, body: JSON.parse(answer.body!), text: answer.body! };
  }
}

const operation = (type: string, path: string, more: JsonObject[] = []): JsonObject => ({
  name: 'operation',
  part: [{ name: 'type', valueCode: type }, { name: 'path', valueString: path }, ...more],
});

function fhirpathPatch(...parameter: JsonObject[]) {
  return server.send('PATCH', 'Patient/p', { resourceType: 'Parameters', parameter });
}

describe('JSON Patch', () => {
  it('adds, replaces, removes, moves, copies and tests, and keeps the digits of everything else', async () => {
    await fresh();
    const answer = await jsonPatch([
      { op: 'test', path: '/gender', value: 'female' },
      { op: 'replace', path: '/gender', value: 'other' },
      { op: 'add', path: '/active', value: true },
      { op: 'add', path: '/name/0/given/1', value: '中' },
      { op: 'remove', path: '/name/1' },
      { op: 'copy', from: '/name/0/family', path: '/name/0/text' },
      { op: 'move', from: '/birthDate', path: '/deceasedDateTime' },
    ]);
    expect(answer.status).toBe(200);
    expect(answer.body).toMatchObject({
      gender: 'other',
      active: true,
      name: [{ family: '张', given: ['小', '中', '禾'], text: '张' }],
      deceasedDateTime: '2017-05-21',
    });
    expect(answer.body.birthDate).toBeUndefined();
    expect(answer.text).toContain('"valueDecimal":1.50');
  });

  it('makes no version when it changes nothing', async () => {
    await fresh();
    const before = (await server.get('Patient/p')).headers.ETag;
    await jsonPatch([{ op: 'replace', path: '/gender', value: 'female' }]);
    expect((await server.get('Patient/p')).headers.ETag).toBe(before);
  });

  it.each([
    ['a test that fails', [{ op: 'test', path: '/gender', value: 'male' }], 422, 'Operation 0'],
    [
      'a path that is not there',
      [
        { op: 'add', path: '/active', value: true },
        { op: 'replace', path: '/contact/0/name', value: 1 },
      ],
      422,
      'Operation 1',
    ],
    ['an index beyond the end', [{ op: 'add', path: '/name/7', value: {} }], 422, 'Operation 0'],
    ['an index with a leading zero', [{ op: 'remove', path: '/name/00' }], 422, 'Operation 0'],
    ['a prototype path', [{ op: 'add', path: '/__proto__/polluted', value: true }], 422, 'Operation 0'],
    [
      'a member called __proto__',
      [{ op: 'add', path: '/__proto__', value: { polluted: true } }],
      400,
      '__proto__',
    ],
    ['an unknown op', [{ op: 'merge', path: '/active', value: true }], 400, 'Operation 0'],
    ['no path', [{ op: 'add', value: true }], 400, 'Operation 0'],
    ['no array', { op: 'add', path: '/active', value: true }, 400, 'array'],
    ['a value moved into itself', [{ op: 'move', from: '/name', path: '/name/0' }], 400, 'into itself'],
    ['another id', [{ op: 'replace', path: '/id', value: 'q' }], 422, 'id'],
    ['another type', [{ op: 'replace', path: '/resourceType', value: 'Group' }], 422, 'resourceType'],
    ['an invalid result', [{ op: 'replace', path: '/gender', value: 'robot' }], 422, 'gender'],
  ])('refuses %s and changes nothing', async (_what, patch, status, said) => {
    await fresh();
    const before = (await server.get('Patient/p')).text;
    const answer = await jsonPatch(patch);
    expect(answer.status).toBe(status);
    expect(answer.text).toContain(said);
    expect((await server.get('Patient/p')).text).toBe(before);
  });

  it('heeds If-Match', async () => {
    await fresh();
    expect(
      (await jsonPatch([{ op: 'add', path: '/active', value: true }], { 'if-match': 'W/"999"' })).status,
    ).toBe(412);
  });
});

describe('FHIRPath Patch', () => {
  it('adds, inserts, replaces, moves and deletes', async () => {
    await fresh();
    const answer = await fhirpathPatch(
      operation('add', 'Patient', [
        { name: 'name', valueString: 'active' },
        { name: 'value', valueBoolean: true },
      ]),
      operation('add', 'Patient', [
        { name: 'name', valueString: 'contact' },
        { name: 'value', part: [{ name: 'name', valueHumanName: { text: '张大树' } }] },
      ]),
      operation('add', 'Patient', [
        { name: 'name', valueString: 'multipleBirth' },
        { name: 'value', valueInteger: 2 },
      ]),
      operation('insert', 'Patient.name', [
        { name: 'index', valueInteger: 1 },
        { name: 'value', valueHumanName: { text: '小禾' } },
      ]),
      operation('move', 'Patient.name', [
        { name: 'source', valueInteger: 2 },
        { name: 'destination', valueInteger: 0 },
      ]),
      operation('replace', 'Patient.birthDate', [{ name: 'value', valueDate: '2017-05-22' }]),
      operation('delete', 'Patient.gender'),
    );
    expect(answer.status).toBe(200);
    expect(answer.body).toMatchObject({
      active: true,
      contact: [{ name: { text: '张大树' } }],
      multipleBirthInteger: 2,
      name: [{ text: 'ZHANG' }, { family: '张' }, { text: '小禾' }],
      birthDate: '2017-05-22',
    });
    expect(answer.body.gender).toBeUndefined();
    expect(answer.text).toContain('"valueDecimal":1.50');
  });

  it('is refused when its path takes too many steps', async () => {
    await fresh();
    const name = Array.from({ length: 600 }, (_, n) => ({ family: `f${n}`, given: ['a'] }));
    expect((await server.put('Patient/many', { resourceType: 'Patient', id: 'many', name })).status).toBe(
      201,
    );
    const costly = 'Patient.name.where(%resource.name.where(%resource.name.given.exists()).exists())';
    const { status, body } = await server.send('PATCH', 'Patient/many', {
      resourceType: 'Parameters',
      parameter: [operation('delete', costly)],
    } as never);
    expect(status).toBe(400);
    expect(body.issue[0].diagnostics).toContain('takes too many steps on this resource');
    expect((await server.get('Patient/many')).body.meta.versionId).toBe('1');
  });

  it('deletes a list with its last element, and nothing where nothing is', async () => {
    await fresh();
    const answer = await fhirpathPatch(
      operation('delete', "Patient.extension.where(url = 'http://e.test/d')"),
      operation('delete', 'Patient.maritalStatus'),
    );
    expect(answer.status).toBe(200);
    expect(answer.body.extension).toBeUndefined();
  });

  it.each([
    [
      'a path that names several',
      operation('replace', 'Patient.name', [{ name: 'value', valueHumanName: { text: 'x' } }]),
      422,
    ],
    [
      'a path that names none',
      operation('replace', 'Patient.maritalStatus', [{ name: 'value', valueCodeableConcept: { text: 'x' } }]),
      422,
    ],
    [
      'an unknown element',
      operation('add', 'Patient', [
        { name: 'name', valueString: 'nonsense' },
        { name: 'value', valueString: 'x' },
      ]),
      422,
    ],
    [
      'an element that is there already',
      operation('add', 'Patient', [
        { name: 'name', valueString: 'gender' },
        { name: 'value', valueCode: 'male' },
      ]),
      422,
    ],
    [
      'a place beyond the list',
      operation('insert', 'Patient.name', [
        { name: 'index', valueInteger: 9 },
        { name: 'value', valueHumanName: { text: 'x' } },
      ]),
      422,
    ],
    ['an unknown type', operation('merge', 'Patient'), 400],
    ['a path that cannot be followed', operation('delete', 'Patient.('), 400],
  ])('refuses %s and changes nothing', async (_what, parameter, status) => {
    await fresh();
    const before = (await server.get('Patient/p')).text;
    const answer = await fhirpathPatch(parameter);
    expect(answer.status).toBe(status);
    expect(answer.body.issue[0].diagnostics).toContain('Operation 0');
    expect((await server.get('Patient/p')).text).toBe(before);
  });
});
