import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { JsonObject } from '../../src/fhir/json/tree.ts';
import { createTestServer, entryOf, patient, type TestServer, transactionOf } from '../support/lianti.ts';

let server: TestServer;
beforeAll(async () => {
  server = await createTestServer();
});
afterAll(() => server.close());

const TAG = { system: 'http://tags.test', code: 'a' };
const OTHER = { system: 'http://tags.test', code: 'b' };
const LABEL = { system: 'http://terminology.hl7.org/CodeSystem/v3-Confidentiality', code: 'R' };
const withMeta = (meta: JsonObject): JsonObject => ({
  resourceType: 'Parameters',
  parameter: [{ name: 'meta', valueMeta: meta }],
});

describe('tags and security labels', () => {
  it('outlive an update that does not name them', async () => {
    await server.put('Patient/m1', patient({ id: 'm1', meta: { tag: [TAG], security: [LABEL] } }));
    const { body } = await server.put('Patient/m1', patient({ id: 'm1', active: true }));
    expect(body.meta).toMatchObject({ versionId: '2', tag: [TAG], security: [LABEL] });
    const found = await server.get(`Patient?_id=m1&_tag=${encodeURIComponent('http://tags.test|a')}`);
    expect(found.body.total).toBe(1);
  });

  it('are joined with those that an update names, each once by system and code', async () => {
    await server.put('Patient/m2', patient({ id: 'm2', meta: { tag: [TAG] } }));
    const tag = [{ ...TAG, display: 'A' }, OTHER];
    const { body } = await server.put('Patient/m2', patient({ id: 'm2', meta: { tag } }));
    expect(body.meta.tag).toEqual(tag);
    const again = await server.put('Patient/m2', patient({ id: 'm2', meta: { tag: [OTHER] } }));
    expect(again.body.meta.tag).toEqual([OTHER, { ...TAG, display: 'A' }]);
  });

  it('make no new version when an update says nothing else', async () => {
    await server.put('Patient/m3', patient({ id: 'm3', meta: { tag: [TAG] } }));
    const { body } = await server.put('Patient/m3', patient({ id: 'm3' }));
    expect(body.meta.versionId).toBe('1');
  });

  it('outlive conditional updates and transactions too', async () => {
    const identifier = [{ system: 'http://ids.test', value: 'm4' }];
    await server.put('Patient/m4', patient({ id: 'm4', identifier, meta: { tag: [TAG] } }));
    const url = 'Patient?identifier=http://ids.test|m4';
    const { body } = await server.put(url, patient({ identifier, gender: 'female' }));
    expect(body.meta.tag).toEqual([TAG]);
    await server.post('', transactionOf(entryOf('PUT', 'Patient/m4', patient({ id: 'm4', identifier }))));
    expect((await server.get('Patient/m4')).body.meta).toMatchObject({ versionId: '3', tag: [TAG] });
  });

  it('go by a patch, and do not come back to what is created anew', async () => {
    await server.put('Patient/m5', patient({ id: 'm5', meta: { tag: [TAG] } }));
    const path = "Patient.meta.tag.where(code='a')";
    const part = [
      { name: 'type', valueCode: 'delete' },
      { name: 'path', valueString: path },
    ];
    await server.send('PATCH', 'Patient/m5', {
      resourceType: 'Parameters',
      parameter: [{ name: 'operation', part }],
    });
    expect((await server.get('Patient/m5')).body.meta.tag).toBeUndefined();

    await server.put('Patient/m6', patient({ id: 'm6', meta: { tag: [TAG] } }));
    await server.delete('Patient/m6');
    const { body } = await server.put('Patient/m6', patient({ id: 'm6' }));
    expect(body.meta.tag).toBeUndefined();
  });

  it('leave profiles as the update says, and forget that a resource was once read in part', async () => {
    const profile = ['http://hl7.org/fhir/StructureDefinition/Patient'];
    const subsetted = {
      system: 'http://terminology.hl7.org/CodeSystem/v3-ObservationValue',
      code: 'SUBSETTED',
    };
    await server.put('Patient/m7', patient({ id: 'm7', meta: { profile, tag: [subsetted, TAG] } }));
    const { body } = await server.put('Patient/m7', patient({ id: 'm7' }));
    expect(body.meta.profile).toBeUndefined();
    expect(body.meta.tag).toEqual([TAG]);
  });

  it('do not hide a meta of the wrong shape', async () => {
    await server.put('Patient/m8', patient({ id: 'm8', meta: { tag: [TAG] } }));
    const { status } = await server.put('Patient/m8', patient({ id: 'm8', meta: { tag: 'x' } }));
    expect(status).toBe(400);
  });
});

describe('$meta', () => {
  it('answers for a resource, and for one of its versions', async () => {
    await server.put('Patient/n1', patient({ id: 'n1', meta: { tag: [TAG] } }));
    await server.put('Patient/n1', patient({ id: 'n1', meta: { tag: [OTHER] } }));
    const now = await server.get('Patient/n1/$meta');
    expect(now.body).toMatchObject({
      resourceType: 'Parameters',
      parameter: [{ name: 'return', valueMeta: { versionId: '2', tag: [OTHER, TAG] } }],
    });
    const first = await server.get('Patient/n1/_history/1/$meta');
    expect(first.body.parameter[0].valueMeta).toMatchObject({ versionId: '1', tag: [TAG] });
  });

  it('is 404 for what never was, and 410 for what is gone', async () => {
    expect((await server.get('Patient/never/$meta')).status).toBe(404);
    await server.put('Patient/n2', patient({ id: 'n2' }));
    await server.delete('Patient/n2');
    expect((await server.get('Patient/n2/$meta')).status).toBe(410);
  });

  it('lists what is in use on a type and on the server, each once', async () => {
    const only = { system: 'http://tags.test', code: 'only-here' };
    const basic = (id: string): JsonObject => ({
      resourceType: 'Basic',
      id,
      meta: { tag: [only], security: [LABEL] },
      code: { text: 'x' },
    });
    await server.put('Basic/b1', basic('b1'));
    await server.put('Basic/b2', basic('b2'));
    const ofType = await server.get('Basic/$meta');
    expect(ofType.body.parameter[0].valueMeta).toEqual({
      lastUpdated: expect.any(String),
      security: [LABEL],
      tag: [only],
    });
    const ofServer = await server.get('$meta');
    expect(ofServer.body.parameter[0].valueMeta.tag).toEqual(expect.arrayContaining([only, TAG, OTHER]));
    const ofNone = await server.get('Account/$meta');
    expect(ofNone.body.parameter[0].valueMeta).toEqual({ lastUpdated: expect.any(String) });
  });

  it('tells nobody of what he may not see', async () => {
    await server.put('Basic/b3', {
      resourceType: 'Basic',
      id: 'b3',
      meta: { tag: [TAG] },
      code: { text: 'x' },
    });
    const guest = { name: 'guest', roles: [], scopes: ['system/Patient.rs'] };
    expect((await server.send('GET', 'Basic/$meta', undefined, {}, guest)).status).toBe(403);
    const { body } = await server.send('GET', '$meta', undefined, {}, guest);
    const codes = body.parameter[0].valueMeta.tag.map(({ code }: { code: string }) => code);
    expect(codes).not.toContain('only-here');
    expect(codes).toContain('b');
  });

  it('refuses parameters, which it does not have', async () => {
    expect((await server.get('Patient/$meta?x=1')).status).toBe(400);
  });
});

describe('$meta-add and $meta-delete', () => {
  it('change the sets in a new version and leave the content as it was written', async () => {
    const text =
      '{"resourceType":"Observation","id":"o1","status":"final","code":{"text":"x"},"valueQuantity":{"value":1.50}}';
    await server.put('Observation/o1', text);
    const added = await server.post(
      'Observation/o1/$meta-add',
      withMeta({ tag: [TAG, TAG], security: [LABEL] }),
    );
    expect(added.status).toBe(200);
    expect(added.headers.ETag).toBe('W/"2"');
    expect(added.body.parameter[0].valueMeta).toMatchObject({
      versionId: '2',
      tag: [TAG],
      security: [LABEL],
    });
    const read = await server.get('Observation/o1');
    expect(read.text).toContain('"value":1.50');
    expect(read.body.meta.tag).toEqual([TAG]);

    const deleted = await server.post(
      'Observation/o1/$meta-delete',
      withMeta({ tag: [{ ...TAG, display: 'else' }] }),
    );
    expect(deleted.body.parameter[0].valueMeta).toMatchObject({ versionId: '3', security: [LABEL] });
    expect(deleted.body.parameter[0].valueMeta.tag).toBeUndefined();
    expect((await server.get('Observation/o1/_history/2')).body.meta.tag).toEqual([TAG]);
  });

  it('make no version when there is nothing to change', async () => {
    await server.put('Patient/q1', patient({ id: 'q1', meta: { tag: [TAG] } }));
    await server.post('Patient/q1/$meta-add', withMeta({ tag: [TAG] }));
    await server.post('Patient/q1/$meta-delete', withMeta({ tag: [OTHER] }));
    expect((await server.get('Patient/q1')).body.meta.versionId).toBe('1');
  });

  it('do not let a resource claim a profile that it does not keep', async () => {
    await server.put('Patient/q2', patient({ id: 'q2' }));
    const profile = ['https://lianti.dev/fhir/StructureDefinition/lianti-child-patient'];
    const { status, body } = await server.post('Patient/q2/$meta-add', withMeta({ profile }));
    expect(status).toBe(422);
    expect(body.resourceType).toBe('OperationOutcome');
    expect((await server.get('Patient/q2')).body.meta.versionId).toBe('1');
  });

  it('obey If-Match', async () => {
    await server.put('Patient/q3', patient({ id: 'q3' }));
    const late = await server.post('Patient/q3/$meta-add', withMeta({ tag: [TAG] }), { 'If-Match': 'W/"7"' });
    expect(late.status).toBe(412);
  });

  it.each([
    ['Patient/never/$meta-add', 404],
    ['Patient/q1/_history/1/$meta-add', 501],
    ['Patient/$meta-add', 404],
  ])('answer POST %s with %s', async (url, status) => {
    expect((await server.post(url, withMeta({ tag: [TAG] }))).status).toBe(status);
  });

  it('need a Meta, and POST', async () => {
    await server.put('Patient/q4', patient({ id: 'q4' }));
    expect((await server.post('Patient/q4/$meta-add', { resourceType: 'Parameters' })).status).toBe(400);
    expect((await server.post('Patient/q4/$meta-add', patient())).status).toBe(400);
    expect((await server.get('Patient/q4/$meta-add')).status).toBe(405);
  });

  it('need the right to update', async () => {
    await server.put('Patient/q5', patient({ id: 'q5' }));
    const reader = { name: 'reader', roles: [], scopes: ['system/*.rs'] };
    const answer = await server.send('POST', 'Patient/q5/$meta-add', withMeta({ tag: [TAG] }), {}, reader);
    expect(answer.status).toBe(403);
  });
});
