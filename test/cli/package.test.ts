// `lianti package`, and the package that `npm run package` makes of what is here.

import { existsSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, expect, it } from '@jest/globals';
import { loadDefinitions } from '../../src/conformance/load.ts';
import { packageOf } from '../conformance/packages/archive.ts';
import { runLianti, runScript, temporaryFolder } from '../support/lianti-process.ts';
import { startServer } from '../support/server-process.ts';

const ROOT = path.join(import.meta.dirname, '..', '..');
const folder = temporaryFolder();
afterAll(() => folder.remove());
const STORE_URL = `sqlite:${path.join(folder.path, 'data', 'lianti.db')}`;

it('adds a package for the next start, lists and removes it', async () => {
  const archive = path.join(folder.path, 'guide.tgz');
  const manifest = { name: 'test.guide', version: '2.0.0', dependencies: { 'test.base': '1.0.0' } };
  const set = {
    resourceType: 'ValueSet',
    url: 'http://guide.test/set',
    status: 'active',
    compose: {
      include: [{ system: 'http://hl7.org/fhir/administrative-gender', concept: [{ code: 'male' }] }],
    },
  };
  writeFileSync(archive, packageOf(manifest, [set]));
  const added = await runLianti(['package', 'add', archive], { STORE_URL });
  expect([added.code, added.stdout]).toEqual([
    0,
    expect.stringContaining('test.guide#2.0.0 was added: 1 definitions.'),
  ]);
  expect(added.stdout).toContain('builds on test.base#1.0.0');
  expect((await runLianti(['package', 'list'], { STORE_URL })).stdout).toBe('test.guide#2.0.0\n');

  const server = await startServer({ STORE_URL });
  const answer = await fetch(`${server.baseUrl}/ValueSet/$expand?url=http://guide.test/set`);
  expect(await answer.json()).toMatchObject({ expansion: { total: 1 } });
  await server.stop();

  expect((await runLianti(['package', 'remove', 'test.guide#2.0.0'], { STORE_URL })).code).toBe(0);
  expect((await runLianti(['package', 'list'], { STORE_URL })).stdout).toBe('');
  expect((await runLianti(['package', 'remove', 'test.guide#2.0.0'], { STORE_URL })).code).toBe(2);
}, 60_000);

it('says in one line what is wrong with a package', async () => {
  const archive = path.join(folder.path, 'bad.tgz');
  writeFileSync(archive, 'no archive');
  const { code, stderr } = await runLianti(['package', 'add', archive], { STORE_URL });
  expect([code, stderr.trim().split('\n').length]).toEqual([2, 1]);
  const start = await runLianti(['serve'], { STORE_URL, PACKAGES: archive, PORT: '0' });
  expect([start.code, start.stderr]).toEqual([
    expect.not.stringMatching(/^0$/),
    expect.stringContaining('cannot be used'),
  ]);
}, 60_000);

it('the profiles here make a package that can be read again', async () => {
  expect((await runScript('scripts/build-package.ts', [folder.path])).code).toBe(0);
  const archive = path.join(folder.path, 'dev.lianti.fhir-0.1.0.tgz');
  expect(existsSync(archive)).toBe(true);
  const { code, stdout } = await runLianti(['package', 'add', archive], { STORE_URL });
  expect([code, stdout]).toEqual([0, expect.stringContaining('dev.lianti.fhir#0.1.0 was added')]);
  const definitions = loadDefinitions({
    definitionsFolder: path.join(ROOT, 'build', 'definitions'),
    profileFolders: [],
    capabilityFolder: path.join(ROOT, 'capability'),
    packageFolders: [path.join(folder.path, 'data', 'packages', 'dev.lianti.fhir#0.1.0')],
  });
  const profile = definitions.structure('https://lianti.dev/fhir/StructureDefinition/lianti-refraction');
  expect(profile?.snapshot?.element.length).toBeGreaterThan(50);
  const grade = definitions.codeTable('https://lianti.dev/fhir/CodeSystem/myopia-grade');
  expect(grade?.has('low')).toBe(true);
  definitions.close();
}, 60_000);
