import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { missingDependencies } from '../../../src/conformance/packages/manifest.ts';
import { openPackages } from '../../../src/conformance/packages/packages.ts';
import { unpackPackage } from '../../../src/conformance/packages/unpack.ts';
import { createTestServer, patient, type TestServer } from '../../support/lianti.ts';
import { type ArchiveEntry, archive, packageOf } from './archive.ts';

const home = mkdtempSync(path.join(tmpdir(), 'lianti-package-test-'));
afterAll(() => rmSync(home, { recursive: true, force: true }));

let files = 0;
function file(content: Buffer): string {
  const name = path.join(home, `package-${++files}.tgz`);
  writeFileSync(name, content);
  return name;
}
const MANIFEST = { name: 'test.eyes', version: '1.0.0', fhirVersions: ['4.0.1'] };
const manifestFile = { name: 'package/package.json', content: JSON.stringify(MANIFEST) };
const target = path.join(home, 'added');
const limits = { totalMax: 100_000, fileMax: 10_000, filesMax: 20 };

describe('an archive', () => {
  it('is unpacked with what it defines, into a folder of its own', async () => {
    const set = { resourceType: 'ValueSet', url: 'http://sets.test/a', status: 'active' };
    const long = `package/${'long-name-'.repeat(15)}.json`;
    const record = (text: string): string => {
      const length = text.length + 2 + String(text.length + 4).length;
      return `${length} ${text}\n`;
    };
    const entries: ArchiveEntry[] = [
      manifestFile,
      { name: 'package/', type: '5' },
      { name: 'package/a.json', content: JSON.stringify(set) },
      { name: 'package/example/b.json', content: '{"resourceType":"Patient"}' },
      { name: 'package/notes.txt', content: 'hello' },
      { name: 'pax', type: 'x', content: record(`path=${long}`) },
      { name: 'package/short.json', content: JSON.stringify({ ...set, url: 'http://sets.test/long' }) },
    ];
    const { folder, count, manifest } = await unpackPackage(file(archive(entries)), target);
    expect([path.basename(folder), count, manifest.name]).toEqual(['test.eyes#1.0.0', 2, 'test.eyes']);
    expect(readdirSync(folder).sort()).toEqual(
      ['.index.json', 'a.json', path.basename(long), 'package.json'].sort(),
    );
  });

  const evil: [string, ArchiveEntry][] = [
    ['that climbs out', { name: 'package/../../evil.json', content: '{}' }],
    ['with an absolute name', { name: '/tmp/evil.json', content: '{}' }],
    ['with a name of Windows', { name: 'C:\\evil.json', content: '{}' }],
    ['with a symbolic link', { name: 'package/link.json', type: '2', link: '/etc/passwd' }],
    ['with a hard link', { name: 'package/link.json', type: '1', link: '/etc/passwd' }],
    ['with a device', { name: 'package/device.json', type: '3' }],
    ['with a pipe', { name: 'package/pipe.json', type: '6' }],
    ['with a name beside its own folder', { name: '../package-evil/x.json', content: '{}' }],
    ['with a file that is too large', { name: 'package/large.json', content: ' '.repeat(20_000) }],
    ['with a size that nobody sends', { name: 'package/x.json', size: 8 ** 11 - 1 }],
    ['with a file twice', { name: 'package/PACKAGE.json', content: '{}' }],
    ['with a file that is no JSON', { name: 'package/x.json', content: 'x' }],
    ['with a long name that climbs out', { name: 'pax', type: 'x', content: '22 path=../../evil.js\n' }],
  ];
  it.each(evil)('%s is refused, and nothing is left', async (_what, entry) => {
    const parent = path.join(home, 'evil');
    const content = archive([manifestFile, entry, { name: 'package/y.json', content: '{}' }]);
    await expect(unpackPackage(file(content), parent, undefined, limits)).rejects.toThrow('cannot be used');
    expect(readdirSync(parent)).toEqual([]);
    expect(existsSync(path.join(home, 'evil.json'))).toBe(false);
  });

  it.each([
    ['is no archive', Buffer.from('hello')],
    ['is no tar archive', gzipSync(Buffer.alloc(2048, 7))],
    ['is not whole', archive([manifestFile, { name: 'package/a.json', content: '{}' }]).subarray(0, 120)],
    ['ends in the middle', gzipSync(Buffer.alloc(700))],
    ['has no package.json', archive([{ name: 'package/a.json', content: '{}' }])],
    ['is of another FHIR', packageOf({ ...MANIFEST, fhirVersions: ['3.0.2'] })],
    ['has a name that leads elsewhere', packageOf({ ...MANIFEST, name: '../x' })],
    [
      'is a bomb of files',
      archive([
        manifestFile,
        ...Array.from({ length: 99 }, (_, i) => ({ name: `package/${i}.json`, content: '{}' })),
      ]),
    ],
    [
      'is a bomb of headers',
      archive(Array.from({ length: 999 }, () => ({ name: 'pax', type: 'x', content: '9 path=a\n' }))),
    ],
    [
      'unpacks to too much',
      archive([
        manifestFile,
        ...Array.from({ length: 12 }, (_, i) => ({ name: `package/${i}.txt`, content: 'x'.repeat(9_999) })),
      ]),
    ],
  ])('that %s is refused', async (_what, content) => {
    await expect(unpackPackage(file(content), path.join(home, 'bad'), undefined, limits)).rejects.toThrow(
      'cannot be used',
    );
    expect(readdirSync(path.join(home, 'bad'))).toEqual([]);
  });
});

describe('what a package builds on', () => {
  const of = (dependencies: Record<string, string>) => ({
    name: 'a',
    version: '1',
    fhirVersions: [],
    dependencies,
  });
  const there = [{ name: 'b', version: '1.2.3', fhirVersions: [], dependencies: {} }];

  it.each([
    [{ 'hl7.fhir.r4.core': '4.0.1' }, []],
    [{ b: '1.2.3' }, []],
    [{ b: '1.2.x' }, []],
    [{ b: 'current' }, []],
    [{ b: '1.3.x' }, ['b#1.3.x, and 1.2.3 is here']],
    [{ c: '1.0.0' }, ['c#1.0.0']],
  ])('%j is missed: %j', (dependencies, missing) => {
    expect(missingDependencies(of(dependencies as Record<string, string>), there)).toEqual(missing);
  });

  it('is told', async () => {
    const { warnings, close } = await openPackages(undefined, [
      file(packageOf({ ...MANIFEST, dependencies: { 'test.other': '2.0.0' } })),
    ]);
    close();
    expect(warnings).toEqual(['test.eyes#1.0.0 builds on test.other#2.0.0: add that package too.']);
  });
});

describe('a server with packages', () => {
  let server: TestServer;
  const PROFILE = 'http://package.test/StructureDefinition/named';
  const resources = [
    {
      resourceType: 'StructureDefinition',
      id: 'named',
      url: PROFILE,
      name: 'Named',
      status: 'active',
      kind: 'resource',
      abstract: false,
      type: 'Patient',
      baseDefinition: 'http://hl7.org/fhir/StructureDefinition/Patient',
      derivation: 'constraint',
      differential: { element: [{ id: 'Patient.birthDate', path: 'Patient.birthDate', min: 1 }] },
    },
    {
      resourceType: 'CodeSystem',
      url: 'http://package.test/eyes',
      name: 'Eyes',
      status: 'active',
      content: 'complete',
      valueSet: 'http://package.test/all-eyes',
      concept: [{ code: 'left' }, { code: 'right' }],
    },
    {
      resourceType: 'SearchParameter',
      id: 'twin',
      url: 'http://package.test/SearchParameter/twin',
      name: 'twin',
      status: 'draft',
      code: 'twin',
      base: ['Patient'],
      type: 'token',
      expression: 'Patient.multipleBirth',
    },
    {
      resourceType: 'SearchParameter',
      url: 'http://package.test/broken',
      code: 'broken',
      base: ['Patient'],
      type: 'token',
      expression: '((',
    },
    // Nobody changes R4.
    {
      resourceType: 'CodeSystem',
      url: 'http://hl7.org/fhir/administrative-gender',
      status: 'active',
      content: 'complete',
      concept: [{ code: 'x' }],
    },
    { resourceType: 'ImplementationGuide', url: 'http://package.test/guide' },
  ];

  beforeAll(async () => {
    const folder = path.join(home, 'as-folder', 'package');
    mkdirSync(folder, { recursive: true });
    writeFileSync(path.join(folder, 'package.json'), JSON.stringify({ ...MANIFEST, name: 'test.folder' }));
    writeFileSync(
      path.join(folder, 'set.json'),
      JSON.stringify({
        resourceType: 'ValueSet',
        url: 'http://package.test/few',
        status: 'active',
        compose: { include: [{ system: 'http://package.test/eyes', concept: [{ code: 'left' }] }] },
      }),
    );
    server = await createTestServer({
      PACKAGES: `${file(packageOf(MANIFEST, resources))}, ${path.dirname(folder)}`,
    });
    await server.lianti.index.builder.complete();
  });
  afterAll(() => server.close());

  it('validates by their profiles', async () => {
    const ask = async (more: object) => {
      const url = `Patient/$validate?profile=${PROFILE}`;
      return (await server.post(url, patient(more as never))).body.issue[0].severity;
    };
    expect([await ask({}), await ask({ birthDate: '2020-01-01' })]).toEqual(['error', 'information']);
  });

  it('expands their value sets', async () => {
    const codes = async (url: string) =>
      (await server.get(`ValueSet/$expand?url=${url}`)).body.expansion.contains.map(
        (one: { code: string }) => one.code,
      );
    expect(await codes('http://package.test/few')).toEqual(['left']);
    expect(await codes('http://package.test/all-eyes')).toEqual(['left', 'right']);
    expect(await codes('http://hl7.org/fhir/ValueSet/administrative-gender')).toHaveLength(4);
  });

  it('searches by their search parameters, and starts with broken ones too', async () => {
    await server.put('Patient/t', patient({ id: 't', multipleBirthBoolean: true }));
    const { body } = await server.get('Patient?twin=true');
    expect(body.entry.map(({ resource }: { resource: { id: string } }) => resource.id)).toEqual(['t']);
    expect((await server.get('Patient?broken=x')).status).toBe(400);
    expect(server.notes.map(({ message }) => message)).toContain(
      'a SearchParameter of a package is not used',
    );
  });

  it('says which is not there', async () => {
    await expect(createTestServer({ PACKAGES: '/nowhere/x.tgz' })).rejects.toThrow('no such file');
  });
});
