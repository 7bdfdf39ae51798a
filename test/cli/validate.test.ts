// `lianti validate`: files against R4 and the profiles they claim, without a store.

import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, describe, expect, it } from '@jest/globals';
import { runLianti, temporaryFolder } from '../support/lianti-process.ts';

const folder = temporaryFolder();
afterAll(() => folder.remove());

describe('lianti validate', () => {
  it('finds nothing in the valid examples of a folder and ends with 0', async () => {
    const { code, stdout } = await runLianti(['validate', 'profiles/lianti/examples/valid']);
    expect(stdout).toMatch(/\d+ resources: 0 errors, \d+ other remarks\./);
    expect(code).toBe(0);
  });

  it('says file, element and sentence of an error and ends with 1', async () => {
    const report = path.join(folder.path, 'issues.json');
    const file = 'profiles/lianti/examples/invalid/organization-no-name.json';
    const { code, stdout } = await runLianti(['validate', file, '--report', report]);
    expect(stdout).toContain(`${file}: Organization.name error [cardinality]: `);
    expect(stdout).toContain('1 resource: 1 errors, 0 other remarks.');
    expect(code).toBe(1);
    const [judged] = JSON.parse(readFileSync(report, 'utf8'));
    expect(judged.issues).toMatchObject([{ severity: 'error', expression: 'Organization.name' }]);
  });

  it('names the line of an NDJSON file, and goes on after a line that is no JSON', async () => {
    const file = path.join(folder.path, 'some.ndjson');
    writeFileSync(
      file,
      '{"resourceType":"Patient"}\n{"resourceType":\n{"resourceType":"Patient","gender":"f"}\n',
    );
    const { code, stdout } = await runLianti(['validate', file]);
    expect(stdout).toContain(`${file}, line 2: error`);
    expect(stdout).toContain(`${file}, line 3: Patient.gender error`);
    expect(stdout).toContain('3 resources: 2 errors');
    expect(code).toBe(1);
  });

  it('reports a file that is not UTF-8 as an error of that file', async () => {
    const file = path.join(folder.path, 'gbk.json');
    writeFileSync(file, Buffer.from([0x22, 0xb7, 0xeb, 0x22]));
    const { code, stdout } = await runLianti(['validate', file]);
    expect(stdout).toMatch(/gbk\.json: error.*UTF-8/);
    expect(code).toBe(1);
  });

  it('ends with 2 when there is nothing to validate', async () => {
    expect((await runLianti(['validate', 'no-such-folder'])).code).toBe(2);
  });
});
