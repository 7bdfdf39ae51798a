/**
 * Builds build/<name>-<version>.tgz, a FHIR package (https://hl7.org/fhir/packages.html), out of each guide in
 * profiles/ and the search parameters and operations in capability/. The same input makes the same bytes.
 *
 *   node scripts/build-package.ts [folder]     writes into build/, or into the folder
 */
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { type Canonical, canonicalOf } from '../src/conformance/definition-files.ts';

const ROOT = join(import.meta.dirname, '..');
const GUIDES = join(ROOT, 'profiles');
const CAPABILITY = ['SearchParameter', 'OperationDefinition'];
const target = process.argv[2] ?? join(ROOT, 'build');
mkdirSync(target, { recursive: true });

const guides = readdirSync(GUIDES).filter((name) => existsSync(join(GUIDES, name, 'sushi-config.yaml')));
for (const guide of guides) {
  const { version } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8')) as { version: string };
  const name = `dev.lianti.fhir${guide === 'lianti' ? '' : `.${guide}`}`;
  const file = join(target, `${name}-${version}.tgz`);
  const files = filesOf(guide, name, version);
  writeFileSync(file, gzipSync(tar(files), { level: 9 }));
  process.stdout.write(`${file}: ${files.size} files\n`);
}

function filesOf(guide: string, name: string, version: string): Map<string, string> {
  const definitions = new Map([
    ...jsonIn(join(GUIDES, guide), ''),
    ...CAPABILITY.flatMap((type) => jsonIn(join(ROOT, 'capability', type), `${type}-`)),
  ]);
  const index = [...definitions].map(([filename, text]) => {
    const resource = JSON.parse(text) as Canonical & { id?: string };
    return { filename, id: resource.id, size: Buffer.byteLength(text), ...canonicalOf(resource) };
  });
  const manifest = {
    name,
    version,
    canonical: 'https://lianti.dev/fhir',
    title: "Lianti (联体): profiles for a children's care consortium",
    description: 'Profiles, extensions, value sets, code systems and search parameters of Lianti.',
    license: 'Apache-2.0',
    author: 'Lianti',
    type: 'fhir.ig',
    fhirVersions: ['4.0.1'],
    dependencies: { 'hl7.fhir.r4.core': '4.0.1' },
  };
  const text = (value: unknown) => `${JSON.stringify(value, null, 2)}\n`;
  return new Map([
    ['package/package.json', text(manifest)],
    ['package/.index.json', text({ 'index-version': 2, files: index })],
    ...[...definitions].map(([file, content]): [string, string] => [`package/${file}`, content]),
    ...jsonIn(join(GUIDES, guide, 'examples', 'valid'), 'package/example/'),
  ]);
}

function jsonIn(folder: string, before: string): [name: string, text: string][] {
  if (!existsSync(folder)) return [];
  return readdirSync(folder)
    .filter((name) => name.endsWith('.json') && !name.startsWith('.'))
    .sort()
    .map((name) => [before + name, readFileSync(join(folder, name), 'utf8')]);
}

/** ustar, without times and owners. */
function tar(files: ReadonlyMap<string, string>): Buffer {
  const parts = [...files].flatMap(([name, text]) => {
    const content = Buffer.from(text);
    return [header(name, content.length), content, Buffer.alloc((512 - (content.length % 512)) % 512)];
  });
  return Buffer.concat([...parts, Buffer.alloc(1024)]);
}

function header(name: string, size: number): Buffer {
  if (Buffer.byteLength(name) > 100) throw new Error(`The name ${name} is too long for a package.`);
  const block = Buffer.alloc(512);
  const put = (text: string, at: number) => block.write(text, at, 'utf8');
  const octal = (value: number, length: number) => value.toString(8).padStart(length - 1, '0');
  put(name, 0);
  put(octal(0o644, 8), 100);
  put(octal(0, 8), 108);
  put(octal(0, 8), 116);
  put(octal(size, 12), 124);
  put(octal(0, 12), 136);
  put('        ', 148);
  put('0', 156);
  put('ustar\u000000', 257);
  const sum = block.reduce((total, byte) => total + byte, 0);
  put(`${sum.toString(8).padStart(6, '0')}\0 `, 148);
  return block;
}
