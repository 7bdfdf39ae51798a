// Claims about the forms in which a patch may come.

import type { Client, Sending } from './client.ts';
import { expectStatus, expectThat, type Report, Untried } from './report.ts';

/** `withBasic` runs on the path of a Basic that is deleted afterwards. */
export async function provePatchFormat(
  format: string,
  withBasic: (run: (path: string) => Promise<void>) => Promise<void>,
  client: Client,
  report: Report,
): Promise<void> {
  await report.prove('server', `patch format ${format}`, async () => {
    const patch = PATCHES[format];
    if (!patch) throw new Untried('the self-test does not know this form');
    await withBasic(async (path) => {
      const answer = await client.send('PATCH', path, { ...patch, headers: { 'content-type': format } });
      expectStatus(answer, 200);
      expectThat(answer.body?.language === 'zh', 'the patch changed nothing');
    });
  });
}

const FHIR = 'xmlns="http://hl7.org/fhir"';

const OPERATION = [
  { name: 'type', valueCode: 'add' },
  { name: 'path', valueString: 'Basic' },
  { name: 'name', valueString: 'language' },
  { name: 'value', valueCode: 'zh' },
];

const OPERATION_XML = OPERATION.map(({ name, valueCode, valueString }) => {
  const value = valueCode ? `<valueCode value="${valueCode}"/>` : `<valueString value="${valueString}"/>`;
  return `<part><name value="${name}"/>${value}</part>`;
}).join('');

/** The same change in each form. */
const PATCHES: Record<string, Sending> = {
  'application/json-patch+json': { body: [{ op: 'add', path: '/language', value: 'zh' }] },
  'application/fhir+json': {
    body: { resourceType: 'Parameters', parameter: [{ name: 'operation', part: OPERATION }] },
  },
  'application/xml-patch+xml': {
    text: `<diff xmlns:f="http://hl7.org/fhir"><add sel="f:Basic"><language ${FHIR} value="zh"/></add></diff>`,
  },
  'application/fhir+xml': {
    text: `<Parameters ${FHIR}><parameter><name value="operation"/>${OPERATION_XML}</parameter></Parameters>`,
  },
};
