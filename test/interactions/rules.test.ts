import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { parseJson } from '../../src/fhir/json/parse.ts';
import { resourceBody } from '../../src/interactions/body.ts';
import type { Plan } from '../../src/interactions/plan.ts';
import type { WriteRule } from '../../src/interactions/write-rule.ts';
import { createTestServer, patient, type TestServer } from '../support/lianti.ts';

/** One child for each family name; each new child gets a Basic beside it. */
const rule: WriteRule = {
  name: 'one-of-a-name',
  applies: ({ key, change }) => key.type === 'Patient' && change?.body !== undefined,
  needs: (plan) => [
    {
      types: ['Patient'],
      where: {
        kind: 'match',
        param: 'family',
        match: { kind: 'string', how: 'starts', text: familyOf(plan) },
      },
      atMost: 5,
    },
  ],
  judge(plan, [found]) {
    if (found!.length > 0) {
      const diagnostics = `There is a child called ${familyOf(plan)} already.`;
      return { issues: [{ severity: 'error', code: 'business-rule', diagnostics }], also: [] };
    }
    const body = resourceBody(parseJson('{"resourceType":"Basic","code":{"text":"beside"}}'));
    const beside: Plan = {
      key: { type: 'Basic', id: `beside-${familyOf(plan)}` },
      change: { method: 'PUT', body },
      expects: [],
    };
    return { issues: [], also: [beside] };
  },
};

function familyOf({ change }: Plan): string {
  return (change!.body!.resource.name as { family: string }[])[0]!.family.toLowerCase();
}

let server: TestServer;
beforeAll(async () => {
  server = await createTestServer();
  Object.assign(server.lianti.services, { rules: [rule] });
});
afterAll(() => server.close());

const child = (family: string) => server.post('Patient', patient({ name: [{ family }] }));

describe('a write rule', () => {
  it('adds to the same commit', async () => {
    const answer = await child('Zhang');
    expect(answer.status).toBe(201);
    const beside = await server.get('Basic/beside-zhang');
    expect(beside.body.meta.lastUpdated).toBe(answer.body.meta.lastUpdated);
    expect((await server.lianti.services.store.tip()).seq).toBe(1);
  });

  it('refuses with its own sentence, and nothing is stored', async () => {
    await child('Wang');
    const { seq } = await server.lianti.services.store.tip();
    const answer = await child('Wang');
    expect(answer.status).toBe(422);
    expect(answer.body.issue[0]).toMatchObject({
      code: 'business-rule',
      diagnostics: 'There is a child called wang already.',
    });
    expect((await server.lianti.services.store.tip()).seq).toBe(seq);
  });

  it('holds at the commit what it read, also when ten race', async () => {
    const answers = await Promise.all(Array.from({ length: 10 }, () => child('Li')));
    expect(answers.filter(({ status }) => status === 201)).toHaveLength(1);
    expect(answers.filter(({ status }) => status === 422)).toHaveLength(9);
  });
});
