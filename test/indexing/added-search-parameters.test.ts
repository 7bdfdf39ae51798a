// Search parameters that are added while the server runs: POST one, and search by it once its index is whole.

import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { verify } from '../../src/compose.ts';
import { createTestServer, entryOf, type TestServer, transactionOf } from '../support/lianti.ts';
import { answersUntilBuilt, birthOrder, child, searchParametersOf, storeChildren } from './support.ts';

let server: TestServer;
beforeEach(async () => {
  server = await createTestServer();
  server.lianti.index.begin();
});
afterEach(async () => {
  await server.close();
});

const findings = () => verify(server.lianti, () => {});

describe('A search parameter that is added over 3,000 children', () => {
  it('answers 503 with its progress until its index is whole, and then completely', async () => {
    await storeChildren(server, 3000);
    expect((await server.post('SearchParameter', birthOrder())).status).toBe(201);
    expect(await searchParametersOf(server, 'Patient')).not.toContain('birth-order');

    const answers = await answersUntilBuilt(server, 'Patient?birth-order=3&_summary=count');
    const last = answers.pop()!;
    expect([last.status, last.body.total]).toEqual([200, 600]);
    expect(answers.length).toBeGreaterThan(3);
    for (const { headers, body } of answers) {
      expect(headers['Retry-After']).toBe('5');
      expect(body.issue[0]).toMatchObject({ severity: 'error', code: 'incomplete' });
    }
    const percents = answers.map(({ body }) => Number(/\((\d+) %\)/.exec(body.issue[0].diagnostics)![1]));
    expect(percents).toEqual([...percents].sort((a, b) => a - b));
    expect(percents.at(-1)).toBeGreaterThan(50);

    expect(await searchParametersOf(server, 'Patient')).toContain('birth-order');
    expect(await findings()).toEqual([]);
  });

  it('is asked by name, modifier, chain, _has, order and condition like any other', async () => {
    await storeChildren(server, 10);
    const observation = {
      resourceType: 'Observation',
      status: 'final',
      code: { text: '身高' },
      subject: { reference: 'Patient/child-1' },
    };
    expect((await server.post('Observation', observation)).status).toBe(201);
    await server.put('SearchParameter/bo', birthOrder({ id: 'bo' }));
    await answersUntilBuilt(server, 'Patient?birth-order=2');
    const total = async (url: string) => (await server.get(`${url}&_total=accurate`)).body.total;
    expect(await total('Patient?birth-order=2')).toBe(2);
    expect(await total('Patient?birth-order=2,3')).toBe(4);
    expect(await total('Patient?birth-order:not=2')).toBe(8);
    expect(await total('Patient?birth-order:missing=false')).toBe(10);
    expect(await total('Observation?subject:Patient.birth-order=2')).toBe(1);
    expect(await total('Patient?birth-order=2&_has:Observation:patient:status=final')).toBe(1);
    const again = await server.post('Patient', child(1), { 'If-None-Exist': 'birth-order=2&_id=child-1' });
    expect(again.status).toBe(200);
  });

  it('is refused as a condition of a write while it is being built, and nothing is stored', async () => {
    await storeChildren(server, 500);
    await server.post('SearchParameter', birthOrder());
    const answer = await server.post('Patient', child(1000), { 'If-None-Exist': 'birth-order=9' });
    expect(answer.status).toBe(503);
    expect((await server.get('Patient?_summary=count')).body.total).toBe(500);
  });

  it('finds what contained resources say, where a chain leads into them', async () => {
    await server.post('Observation', {
      resourceType: 'Observation',
      status: 'final',
      code: { text: '身高' },
      contained: [child(4)],
      subject: { reference: '#child-4' },
    });
    await server.post('SearchParameter', birthOrder());
    const [answer] = (await answersUntilBuilt(server, 'Observation?subject:Patient.birth-order=5')).slice(-1);
    expect(answer!.body.entry).toHaveLength(1);
    expect(await findings()).toEqual([]);
  });

  it('that is a reference to anything is chained with a type, and without one says so', async () => {
    await server.put('Organization/clinic', { resourceType: 'Organization', id: 'clinic', name: '眼科' });
    await server.post('Patient', child(1, { managingOrganization: { reference: 'Organization/clinic' } }));
    const code = 'keeper';
    const expression = 'Patient.managingOrganization';
    await server.post('SearchParameter', birthOrder({ code, type: 'reference', expression }));
    const [answer] = (await answersUntilBuilt(server, 'Patient?keeper:Organization.name=眼科')).slice(-1);
    expect(answer!.body.total).toBe(1);
    const { status, body } = await server.get('Patient?keeper.name=眼科');
    expect(status).toBe(400);
    expect(body.issue[0].diagnostics).toBe(
      'keeper of Patient may refer to many types. Say which, e.g. keeper:Patient.',
    );
  });

  it('is built together with another one that comes at the same time', async () => {
    await storeChildren(server, 1000);
    const family = birthOrder({
      url: 'https://example.org/SearchParameter/family-exact',
      code: 'kin',
      type: 'string',
      expression: 'Patient.name.family',
    });
    const [one, two] = await Promise.all([
      server.post('SearchParameter', birthOrder()),
      server.post('SearchParameter', family),
    ]);
    expect([one!.status, two!.status]).toEqual([201, 201]);
    await answersUntilBuilt(server, 'Patient?birth-order=1');
    const kin = (await answersUntilBuilt(server, 'Patient?kin=张&birth-order=1&_summary=count')).at(-1)!;
    expect(kin.body.total).toBe(200);
    expect(await findings()).toEqual([]);
  });

  it('comes into force with a transaction, together with what is written beside it', async () => {
    const answer = await server.post(
      '',
      transactionOf(
        entryOf('POST', 'SearchParameter', birthOrder()),
        entryOf('PUT', 'Patient/child-7', child(7)),
      ),
    );
    expect(answer.status).toBe(200);
    const found = (await answersUntilBuilt(server, 'Patient?birth-order=3')).at(-1)!;
    expect(found.body.total).toBe(1);
  });

  it('shares the facts of a parameter of FHIR that asks for the same, and is ready at once', async () => {
    await storeChildren(server, 200);
    const alias = birthOrder({
      url: 'https://example.org/SearchParameter/full-name',
      code: 'full-name',
      type: 'string',
      expression: 'Patient.name',
    });
    await server.post('SearchParameter', alias);
    const answer = await server.get('Patient?full-name=张&_summary=count');
    expect([answer.status, answer.body.total]).toEqual([200, 200]);
  });

  it('of all resource types is searched by on each of them', async () => {
    await storeChildren(server, 20);
    const language = birthOrder({
      url: 'https://example.org/SearchParameter/tongue',
      code: 'tongue',
      base: ['Resource'],
      expression: 'Resource.language',
    });
    expect((await server.post('SearchParameter', language)).status).toBe(201);
    await server.post('Patient', child(50, { language: 'zh-CN' }));
    const found = (await answersUntilBuilt(server, 'Patient?tongue=zh-CN')).at(-1)!;
    expect(found.body.total).toBe(1);
    expect((await answersUntilBuilt(server, 'Organization?tongue=zh-CN')).at(-1)!.status).toBe(200);
    expect(await findings()).toEqual([]);
  });
});

describe('A search parameter that changes', () => {
  it('is hidden while it is built anew, and then answers by its new expression only', async () => {
    await storeChildren(server, 400);
    await server.put('SearchParameter/bo', birthOrder({ id: 'bo' }));
    await answersUntilBuilt(server, 'Patient?birth-order=3');
    const changed = birthOrder({ id: 'bo', expression: 'Patient.multipleBirth.ofType(boolean)' });
    expect((await server.put('SearchParameter/bo', changed)).status).toBe(200);
    const [first, ...others] = await answersUntilBuilt(server, 'Patient?birth-order=3');
    expect(first!.status).toBe(503);
    expect(others.at(-1)!.body.total).toBe(0);
    expect(await findings()).toEqual([]);
  });

  /** Until the place of a build has been kept: from there it would go on. */
  async function buildBegun(): Promise<void> {
    const { cells } = server.lianti.services.store;
    while ((await cells.read('search-index-build')) === undefined) await new Promise(setImmediate);
  }

  it('in the middle of its build is built anew from the start', async () => {
    await storeChildren(server, 1500);
    await server.put('SearchParameter/bo', birthOrder({ id: 'bo' }));
    await buildBegun();
    await server.put(
      'SearchParameter/bo',
      birthOrder({ id: 'bo', expression: 'Patient.name.given.first()' }),
    );
    const found = (await answersUntilBuilt(server, 'Patient?birth-order=小禾7&_summary=count')).at(-1)!;
    expect(found.body.total).toBe(1);
    expect(await findings()).toEqual([]);
  });

  it('and changes back in the middle of its build is right for what was written in between', async () => {
    await storeChildren(server, 1500);
    const first = birthOrder({ id: 'bo' });
    await server.put('SearchParameter/bo', first);
    await buildBegun();
    await server.put('SearchParameter/bo', { ...first, expression: 'Patient.name.given.first()' });
    for (let number = 0; number < 30; number++) {
      await server.put(`Patient/child-${number}`, child(number, { birthDate: '2020-01-01' }));
    }
    await server.put('SearchParameter/bo', first);
    const found = (await answersUntilBuilt(server, 'Patient?birth-order=3&_summary=count')).at(-1)!;
    expect(found.body.total).toBe(300);
    expect(await findings()).toEqual([]);
  });

  it('and changes back before the build is done answers by what it says last', async () => {
    await storeChildren(server, 400);
    await server.put('SearchParameter/bo', birthOrder({ id: 'bo' }));
    await answersUntilBuilt(server, 'Patient?birth-order=3');
    await server.put(
      'SearchParameter/bo',
      birthOrder({ id: 'bo', expression: 'Patient.multipleBirth.ofType(boolean)' }),
    );
    await server.put('Patient/child-2', child(2, { birthDate: '2020-01-01' }));
    await server.put('SearchParameter/bo', birthOrder({ id: 'bo' }));
    const found = (await answersUntilBuilt(server, 'Patient?birth-order=3&_summary=count')).at(-1)!;
    expect(found.body.total).toBe(80);
    expect(await findings()).toEqual([]);
  });

  it.each([
    ['is retired', () => server.put('SearchParameter/bo', birthOrder({ id: 'bo', status: 'retired' }))],
    ['is deleted', () => server.delete('SearchParameter/bo')],
  ])('and %s is gone from searches and /metadata, and its entries are taken away', async (_, end) => {
    await storeChildren(server, 300);
    await server.put('SearchParameter/bo', birthOrder({ id: 'bo' }));
    await answersUntilBuilt(server, 'Patient?birth-order=3');
    expect((await end()).status).toBeLessThan(300);
    const gone = await server.get('Patient?birth-order=3');
    expect([gone.status, gone.body.issue[0].code]).toEqual([400, 'not-supported']);
    expect(await searchParametersOf(server, 'Patient')).not.toContain('birth-order');
    await server.lianti.index.builder.complete();
    expect(await findings()).toEqual([]);
    expect(await server.lianti.services.store.entries({ type: 'Patient', id: 'child-1' })).not.toContainEqual(
      expect.objectContaining({ param: 'birth-order' }),
    );
  });

  it('from draft to active is used from then on', async () => {
    await storeChildren(server, 5);
    const draft = await server.put('SearchParameter/bo', birthOrder({ id: 'bo', status: 'draft' }), {
      Prefer: 'return=OperationOutcome',
    });
    expect(draft.body.issue[0]).toMatchObject({
      severity: 'information',
      expression: ['SearchParameter.status'],
    });
    expect((await server.get('Patient?birth-order=1')).status).toBe(400);
    await server.put('SearchParameter/bo', birthOrder({ id: 'bo' }));
    expect((await answersUntilBuilt(server, 'Patient?birth-order=1')).at(-1)!.body.total).toBe(1);
  });
});

describe('While an index is built', () => {
  it('whatever others write, change and delete, every live resource ends with the entries it should have', async () => {
    await storeChildren(server, 1500);
    const pick = () => Math.floor(Math.random() * 1600);
    let goesOn = true;
    const writer = async () => {
      while (goesOn) {
        const number = pick();
        const more = { multipleBirthInteger: 1 + (pick() % 9) };
        if (pick() % 3 === 0) await server.delete(`Patient/child-${number}`);
        else await server.put(`Patient/child-${number}`, child(number, more));
      }
    };
    const writers = [writer(), writer(), writer(), writer()];
    await server.put('SearchParameter/bo', birthOrder({ id: 'bo' }));
    await answersUntilBuilt(server, 'Patient?birth-order=1');
    await server.put('SearchParameter/bo', birthOrder({ id: 'bo', code: 'nth' }));
    await answersUntilBuilt(server, 'Patient?nth=1');
    goesOn = false;
    await Promise.all(writers);
    expect(await findings()).toEqual([]);

    const all: { multipleBirthInteger: number }[] = [];
    for (let url: string | undefined = 'Patient?_count=1000'; url !== undefined; ) {
      const { body } = await server.get(url);
      all.push(...body.entry.map(({ resource }: { resource: never }) => resource));
      url = body.link
        .find(({ relation }: { relation: string }) => relation === 'next')
        ?.url.split('/fhir/')[1];
    }
    const wanted = all.filter(({ multipleBirthInteger }) => multipleBirthInteger === 4).length;
    expect((await server.get('Patient?nth=4&_summary=count')).body.total).toBe(wanted);
  });

  it('reads, searches by other parameters and writes go on', async () => {
    await storeChildren(server, 2000);
    await server.post('SearchParameter', birthOrder());
    const during = await Promise.all([
      server.get('Patient/child-1'),
      server.get('Patient?name=张&_count=1'),
      server.post('Patient', child(5000)),
    ]);
    expect(during.map(({ status }) => status)).toEqual([200, 200, 201]);
    expect((await server.get('Patient?birth-order=1')).status).toBe(503);
  });
});

describe('SearchParameter/$status', () => {
  it('says what is being built and what can be searched by', async () => {
    await storeChildren(server, 800);
    await server.put('SearchParameter/bo', birthOrder({ id: 'bo' }));
    const statusOf = (body: { parameter: { part: { name: string }[] }[] }) =>
      Object.fromEntries(
        body.parameter[0]!.part.map(({ name, ...value }) => [name, Object.values(value)[0]]),
      );
    const building = statusOf((await server.get('SearchParameter/bo/$status')).body);
    expect(building).toMatchObject({ code: 'birth-order', status: 'building', base: 'Patient' });
    await answersUntilBuilt(server, 'Patient?birth-order=1');
    const all = await server.get('SearchParameter/$status');
    expect(statusOf(all.body)).toMatchObject({ status: 'enabled', percent: 100 });
    await server.put('SearchParameter/bo', birthOrder({ id: 'bo', status: 'retired' }));
    const gone = statusOf((await server.get('SearchParameter/bo/$status')).body);
    expect(gone).toMatchObject({ code: 'birth-order', status: 'disabled' });
  });
});

describe('A search parameter whose expression may take very long', () => {
  it('keeps nobody waiting: what it takes too long on is refused with its name, all else is stored', async () => {
    const all = '%resource.name.where(%resource.name.where(given.exists()).exists())';
    const costly = birthOrder({ type: 'string', expression: `Patient.name.where(${all}.exists()).family` });
    expect((await server.post('SearchParameter', costly)).status).toBe(201);
    const named = (count: number) => ({
      resourceType: 'Patient',
      name: Array.from({ length: count }, (_, n) => ({ family: `family ${n}`, given: ['a'] })),
    });
    expect((await server.post('Patient', named(3))).status).toBe(201);
    const began = performance.now();
    const { status, body } = await server.post('Patient', named(800));
    expect(performance.now() - began).toBeLessThan(5_000);
    expect([status, body.issue[0].code]).toEqual([422, 'too-costly']);
    expect(body.issue[0].diagnostics).toContain(
      'search parameter birth-order of Patient takes too many steps',
    );
    await answersUntilBuilt(server, 'Patient?birth-order=family');
    expect((await server.get('Patient?birth-order=family')).body.entry).toHaveLength(1);
  });
});
