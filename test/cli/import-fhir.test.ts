// `lianti import` of FHIR's own files: ids kept, references in any order, and `lianti verify` afterwards.

import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, describe, expect, it } from '@jest/globals';
import { runLianti, temporaryFolder } from '../support/lianti-process.ts';

const folder = temporaryFolder();
const STORE_URL = `sqlite:${path.join(folder.path, 'store', 'lianti.db')}`;
afterAll(() => folder.remove());

function write(name: string, ...resources: object[]): void {
  mkdirSync(path.join(folder.path, 'in'), { recursive: true });
  const text = resources.map((resource) => JSON.stringify(resource)).join('\n');
  writeFileSync(path.join(folder.path, 'in', name), text);
}

const patient = { resourceType: 'Patient', id: 'p1', managingOrganization: { reference: 'Organization/o1' } };
const organization = { resourceType: 'Organization', id: 'o1', name: '示例医院' };
const observation = {
  resourceType: 'Observation',
  id: 'b1',
  status: 'final',
  code: { text: '身高' },
  subject: { reference: 'Patient/p1' },
};

describe('lianti import of FHIR files', () => {
  it('stores a folder whose references lead to later files, and again without change', async () => {
    write('1-first.ndjson', observation, patient);
    write('2-last.json', organization);
    const first = await runLianti(['import', path.join(folder.path, 'in')], { STORE_URL });
    expect(first.stdout).toContain('2 files, 3 resources: 3 stored, 0 rejected.');
    expect(first.code).toBe(0);
    const again = await runLianti(['import', path.join(folder.path, 'in')], { STORE_URL });
    expect(again.code).toBe(0);
  });

  it('reports a resource that is refused, stores the others and ends with 1', async () => {
    const wrong = { resourceType: 'Patient', id: 'p2', gender: 'unclear' };
    const lost = {
      resourceType: 'Patient',
      id: 'p3',
      managingOrganization: { reference: 'Organization/nowhere' },
    };
    const file = path.join(folder.path, 'mixed.ndjson');
    writeFileSync(
      file,
      [wrong, lost, { resourceType: 'Patient', id: 'p4' }].map((r) => JSON.stringify(r)).join('\n'),
    );
    const report = path.join(folder.path, 'report.json');
    const { code, stdout } = await runLianti(['import', file, '--report', report], { STORE_URL });
    expect(code).toBe(1);
    expect(stdout).toContain('3 resources: 1 stored, 2 rejected.');
    expect(stdout).toContain('Patient/p2 rejected');
    const { rejected } = JSON.parse(readFileSync(report, 'utf8'));
    expect(rejected.map(({ reference }: { reference: string }) => reference).sort()).toEqual([
      'Patient/p2',
      'Patient/p3',
    ]);
  });

  it('validates with --dry-run as the server would, and stores nothing', async () => {
    const file = path.join(folder.path, 'dry.ndjson');
    const dry = [
      { resourceType: 'Patient', id: 'dry1', gender: 'unclear' },
      { resourceType: 'Patient', id: 'dry2' },
    ];
    writeFileSync(file, dry.map((resource) => JSON.stringify(resource)).join('\n'));
    const before = await runLianti(['verify'], { STORE_URL });
    const { code, stdout } = await runLianti(['import', file, '--dry-run'], { STORE_URL });
    expect(stdout).toContain('2 resources: 1 stored, 1 rejected.');
    expect(stdout).toContain('Patient/dry1 rejected');
    expect(stdout).toContain('dry run: nothing is stored');
    expect(code).toBe(1);
    expect((await runLianti(['verify'], { STORE_URL })).stdout).toBe(before.stdout);
  });

  it('stores nothing of a file that is cut off, and ends with 2', async () => {
    const file = path.join(folder.path, 'cut.json');
    writeFileSync(file, '{"resourceType":"Patient","id":"p9"');
    const { code, stderr } = await runLianti(['import', file], { STORE_URL });
    expect(stderr).toContain('cut.json');
    expect(code).toBe(2);
  });

  it('leaves a store that verifies, chain, views and index entries', async () => {
    const { code, stdout } = await runLianti(['verify'], { STORE_URL });
    expect(stdout).toMatch(/\d+ transactions, hash [0-9a-f]{16}…: everything agrees\.\n$/);
    expect(code).toBe(0);
  });
});

describe('lianti', () => {
  it('tells its exit codes in --help and ends with 2 on a word that it does not know', async () => {
    const { code, stdout } = await runLianti(['import', '--help']);
    expect(stdout).toContain(
      'Exit codes: 0 all accepted or repaired; 1 some rejected, or errors found; 2 refused',
    );
    expect(code).toBe(0);
    expect((await runLianti(['improt', 'x'])).code).toBe(2);
  });
});
