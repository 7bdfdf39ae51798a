// `lianti validate`: files against R4, the profiles they claim and those that are asked for, without a store.

import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, describe, expect, it } from '@jest/globals';
import { runLianti, temporaryFolder } from '../support/lianti-process.ts';

const folder = temporaryFolder();
afterAll(() => folder.remove());

function file(name: string, content: string | Uint8Array): string {
  const at = path.join(folder.path, name);
  writeFileSync(at, content);
  return at;
}

describe('lianti validate', () => {
  it('finds nothing in the valid examples of a folder and ends with 0', async () => {
    const { code, stdout } = await runLianti(['validate', 'profiles/lianti/examples/valid']);
    expect(stdout).toMatch(/\d+ resources, 0 refused: 0 errors, \d+ other remarks\.\n$/);
    expect(code).toBe(0);
  });

  it('says file, line, column, rule, element and sentence of an error and ends with 1', async () => {
    const report = path.join(folder.path, 'issues.json');
    const at = 'profiles/lianti/examples/invalid/organization-no-name.json';
    const { code, stdout } = await runLianti(['validate', at, '--report', report]);
    expect(stdout).toContain(`${at}:1:1: error [cardinality] Organization.name: name is required`);
    expect(stdout).toContain(`1 × error [cardinality] first at ${at}:1:1\n`);
    expect(stdout).toContain('1 resource, 1 refused: 1 errors, 0 other remarks.');
    expect(code).toBe(1);
    const [judged] = JSON.parse(readFileSync(report, 'utf8'));
    expect(judged).toMatchObject({
      file: at,
      issues: [{ severity: 'error', expression: 'Organization.name' }],
    });
  });

  it('names the line of an NDJSON file, and goes on after a line that is no JSON or no UTF-8', async () => {
    const at = file(
      'some.ndjson',
      Buffer.concat([
        Buffer.from('{"resourceType":"Patient","active":true}\n\n{"resourceType":\n"'),
        Buffer.from([0xb7, 0xeb]),
        Buffer.from('"\n{"resourceType":"Patient","gender":"f"}'),
      ]),
    );
    const { code, stdout } = await runLianti(['validate', at]);
    expect(stdout).toContain(`${at}:3:`);
    expect(stdout).toMatch(/:4:1: error.*UTF-8/);
    expect(stdout).toContain(`${at}:5:27: error [binding] Patient.gender: `);
    expect(stdout).toContain('4 resources, 3 refused: 3 errors');
    expect(code).toBe(1);
  });

  it('reads XML and Bundles', async () => {
    const xml = file('p.xml', '<Patient xmlns="http://hl7.org/fhir">\n <gender value="f"/>\n</Patient>');
    const bundle = file(
      'bundle.json',
      '{"resourceType":"Bundle","type":"collection","entry":[{"fullUrl":"urn:uuid:0c3151bd-1cbf-4d64-b04d-cd9187a4c6e0","resource":\n{"resourceType":"Patient","gender":"f"}}]}',
    );
    const { stdout } = await runLianti(['validate', xml, bundle]);
    expect(stdout).toContain(`${xml}:2:2: error [binding] Patient.gender: `);
    expect(stdout).toContain(`${bundle}:2:27: error [binding] Bundle.entry[0].resource.gender: `);
    expect(stdout).toContain(`2 × error [binding] first at ${xml}:2:2, ${bundle}:2:27`);
  });

  it('speaks Chinese when asked to', async () => {
    const at = file('zh.json', '{"resourceType":"Patient","gender":"f"}');
    const { stdout } = await runLianti(['validate', at, '--language', 'zh-CN']);
    expect(stdout).toMatch(/error \[binding\] Patient\.gender: 编码 "f" *不在值集/);
  });

  it('asks for a profile that no resource claims', async () => {
    const at = file('child.json', '{"resourceType":"Patient","active":true}');
    const profile = 'https://lianti.dev/fhir/StructureDefinition/lianti-child-patient';
    expect((await runLianti(['validate', at])).code).toBe(0);
    const { code, stdout } = await runLianti(['validate', at, '--profile', profile]);
    expect(stdout).toContain('error [cardinality] Patient.gender: ');
    expect(code).toBe(1);
    const unknown = await runLianti(['validate', at, '--profile', 'https://example.org/x']);
    expect(unknown.stderr).toContain('https://example.org/x is not known here');
    expect(unknown.code).toBe(2);
  });

  it('knows the profiles of a package', async () => {
    const guide = temporaryFolder();
    const url = 'https://example.org/StructureDefinition/photographed';
    writeFileSync(
      path.join(guide.path, 'package.json'),
      JSON.stringify({ name: 'example.guide', version: '1.0.0', fhirVersions: ['4.0.1'], dependencies: {} }),
    );
    writeFileSync(
      path.join(guide.path, 'StructureDefinition-photographed.json'),
      JSON.stringify({
        resourceType: 'StructureDefinition',
        url,
        name: 'Photographed',
        status: 'active',
        kind: 'resource',
        abstract: false,
        type: 'Patient',
        baseDefinition: 'http://hl7.org/fhir/StructureDefinition/Patient',
        derivation: 'constraint',
        differential: { element: [{ id: 'Patient.photo', path: 'Patient.photo', min: 1 }] },
      }),
    );
    const at = file('claims.json', `{"resourceType":"Patient","meta":{"profile":["${url}"]},"active":true}`);
    const { code, stdout } = await runLianti(['validate', at, '--package', guide.path]);
    guide.remove();
    expect(stdout).toContain('error [cardinality] Patient.photo: ');
    expect(code).toBe(1);
  });

  it('answers in JSON, a line for each resource and one with the summary', async () => {
    const at = file(
      'two.ndjson',
      '{"resourceType":"Patient","id":"a"}\n{"resourceType":"Patient","gender":"f"}\n',
    );
    const { stdout } = await runLianti(['validate', at, '--output', 'json']);
    const lines = stdout
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line));
    expect(lines).toMatchObject([
      { file: at, line: 1, resource: 'Patient/a', issues: [] },
      { file: at, line: 2, resource: 'Patient', issues: [{ rule: 'binding', line: 2, column: 27 }] },
      { summary: { resources: 2, refused: 1, errors: 1, groups: [{ rule: 'binding', count: 1 }] } },
    ]);
  });

  it('shows how far it is, on stderr', async () => {
    const at = file('p.json', '{"resourceType":"Patient","active":true}');
    expect((await runLianti(['validate', at])).stderr).toContain('40/40 bytes, 0 rejected');
  });

  it('ends with 2 when there is nothing to validate', async () => {
    expect((await runLianti(['validate', 'no-such-folder'])).code).toBe(2);
    expect((await runLianti(['validate', 'docs'])).code).toBe(2);
    const odd = await runLianti(['validate', 'profiles', '--language', 'fr']);
    expect(odd.stderr).toContain('--language is one of en, zh');
    expect(odd.code).toBe(2);
  });
});
