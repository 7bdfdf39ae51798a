// The house: which room may import which. The table is that of docs/architecture.md.

import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from '@jest/globals';

const SRC = path.join(import.meta.dirname, '..', 'src');

/** Room → rooms it may import, its own apart. `anything` is for the two that join everything. */
const ARROWS: Record<string, string[] | 'anything'> = {
  fhir: [],
  conformance: ['fhir'],
  storage: ['fhir'],
  'storage/sqlite': ['storage', 'fhir'],
  terminology: ['conformance', 'fhir'],
  search: ['storage', 'conformance', 'fhir'],
  validation: ['conformance', 'fhir'],
  indexing: ['search', 'storage', 'conformance', 'fhir'],
  authorization: ['storage', 'conformance', 'fhir'],
  interactions: ['search', 'validation', 'authorization', 'storage', 'conformance', 'fhir'],
  intake: ['fhir'],
  operations: [
    'interactions',
    'intake',
    'search',
    'validation',
    'authorization',
    'storage',
    'conformance',
    'fhir',
  ],
  pages: ['conformance', 'fhir'],
  http: ['interactions', 'authorization', 'pages', 'fhir'],
  jobs: ['interactions', 'authorization', 'storage', 'fhir'],
  cli: [
    'interactions',
    'authorization',
    'intake',
    'storage',
    'terminology',
    'conformance',
    'fhir',
    'config',
    'compose',
    'serve',
  ],
  config: [],
  compose: 'anything',
  serve: 'anything',
  main: 'anything',
};

/** Packages that only one room may use. */
const RESERVED: Record<string, string[]> = {
  express: ['http'],
  'better-sqlite3': ['storage/sqlite', 'terminology'],
  ajv: ['intake'],
  fhirpath: ['validation'],
  commander: ['cli'],
  'cli-progress': ['cli'],
  'csv-parse': ['intake', 'terminology'],
  zod: ['config', 'authorization'],
  saxes: ['fhir'],
  'opencc-js': ['fhir'],
  pino: ['compose', 'main', 'cli'],
};

const files = readdirSync(SRC, { recursive: true, encoding: 'utf8' })
  .filter((name) => name.endsWith('.ts'))
  .map((name) => name.split(path.sep).join('/'));

function roomOf(file: string): string {
  const parts = file.split('/');
  if (parts.length === 1) return file.replace(/\.ts$/, '');
  return file.startsWith('storage/sqlite/') ? 'storage/sqlite' : parts[0]!;
}

function importsOf(file: string): string[] {
  const text = readFileSync(path.join(SRC, file), 'utf8');
  const found = text.matchAll(
    /(?:^|\n)\s*(?:import|export)\b[^'"`;]*?from\s*['"]([^'"]+)['"]|import\(\s*['"]([^'"]+)['"]\s*\)|(?:^|\n)import\s*['"]([^'"]+)['"]/g,
  );
  return [...found].map((match) => (match[1] ?? match[2] ?? match[3])!);
}

function targetOf(file: string, specifier: string): string {
  return path.posix.normalize(path.posix.join(path.posix.dirname(file), specifier));
}

describe('the house', () => {
  it('has no room that the table does not know', () => {
    expect(files.filter((file) => !(roomOf(file) in ARROWS))).toEqual([]);
  });

  it('has only the arrows of the table', () => {
    const wrong = files.flatMap((file) => {
      const allowed = ARROWS[roomOf(file)];
      if (allowed === 'anything' || allowed === undefined) return [];
      return importsOf(file)
        .filter((specifier) => specifier.startsWith('.'))
        .map((specifier) => targetOf(file, specifier))
        .filter((target) => roomOf(target) !== roomOf(file) && !allowed.includes(roomOf(target)))
        .map((target) => `${file} → ${target}`);
    });
    expect(wrong).toEqual([]);
  });

  it('keeps libraries in the rooms that own them', () => {
    const wrong = files.flatMap((file) =>
      importsOf(file)
        .map((specifier) => specifier.split('/')[0]!)
        .filter((name) => name in RESERVED && !RESERVED[name]!.includes(roomOf(file)))
        .map((name) => `${file} → ${name}`),
    );
    expect(wrong).toEqual([]);
  });

  it('has no circular imports', () => {
    const edges = new Map(
      files.map((file) => [
        file,
        importsOf(file)
          .filter((specifier) => specifier.startsWith('.'))
          .map((specifier) => targetOf(file, specifier)),
      ]),
    );
    const done = new Set<string>();
    const circles: string[] = [];
    const visit = (file: string, trail: string[]): void => {
      if (trail.includes(file)) circles.push([...trail.slice(trail.indexOf(file)), file].join(' → '));
      if (done.has(file) || trail.includes(file)) return;
      for (const next of edges.get(file) ?? []) visit(next, [...trail, file]);
      done.add(file);
    };
    for (const file of files) visit(file, []);
    expect(circles).toEqual([]);
  });

  it('reads the environment in one place', () => {
    const readers = files.filter((file) =>
      readFileSync(path.join(SRC, file), 'utf8').includes('process.env'),
    );
    expect(readers.filter((file) => !['main.ts', 'cli/main.ts'].includes(file))).toEqual([]);
  });

  it('keeps files short enough to have one concept', () => {
    const long = files.filter((file) => readFileSync(path.join(SRC, file), 'utf8').split('\n').length > 300);
    expect(long).toEqual([]);
  });
});
