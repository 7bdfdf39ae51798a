// Claims about searching a type: each parameter is understood under strict handling, each include too.

import type { CapabilityStatement } from 'fhir/r4.js';
import type { Definitions, SearchParameterDefinition } from '../../conformance/definitions.ts';
import type { Client } from './client.ts';
import { expectStatus, expectThat, type Report } from './report.ts';

type RestResource = NonNullable<NonNullable<CapabilityStatement['rest']>[number]['resource']>[number];

const STRICT = { Prefer: 'handling=strict' };

const VALUES: Readonly<Record<string, string>> = {
  string: 'a',
  token: 'a',
  date: '2021-05-21',
  number: '1',
  quantity: '1',
  reference: 'Patient/self-test',
  uri: 'http://example.org/self-test',
  special: '31.2|121.4|10|km',
};

export async function proveSearch(
  resource: RestResource,
  client: Client,
  definitions: Definitions,
  report: Report,
): Promise<void> {
  const { type, searchParam = [], searchInclude = [], searchRevInclude = [] } = resource;
  const ask = (query: string) => client.send('GET', `${type}?${query}`, { headers: STRICT });
  for (const { name } of searchParam) {
    await report.prove(type, `search parameter ${name}`, async () => {
      const value = askedValue(definitions.searchParameters(type).get(name), name);
      const answer = await ask(`${encodeURIComponent(name)}=${encodeURIComponent(value)}&_count=1`);
      expectStatus(answer, 200);
      expectThat(answer.body?.type === 'searchset', 'the answer is no searchset');
    });
  }
  for (const [name, values] of [
    ['_include', searchInclude],
    ['_revinclude', searchRevInclude],
  ] as const) {
    for (const value of values) {
      await report.prove(type, `${name}=${value}`, async () => {
        expectStatus(await ask(`${name}=${encodeURIComponent(value)}&_count=1`), 200);
      });
    }
  }
  await report.prove(type, 'unknown search parameters are refused', async () => {
    expectStatus(await ask('no-such-parameter=1'), 400);
  });
}

function askedValue(definition: SearchParameterDefinition | undefined, name: string): string {
  if (!definition) return VALUES.token!;
  if (definition.type === 'composite') {
    return definition.components.map(({ definition: part }) => askedValue(part, part.code)).join('$');
  }
  if (definition.type === 'reference' && definition.targets.length > 0)
    return `${definition.targets[0]}/self-test`;
  return VALUES[definition.type] ?? name;
}
