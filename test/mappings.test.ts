// Every mapping brings its own test: a sample in its real encoding, and what it must become.

import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { expectedText } from '../mappings/expected.ts';
import { compileMapping } from '../src/intake/compile-mapping.ts';
import type { MappingDocument } from '../src/intake/mapping.ts';
import { listMappings, readMapping } from '../src/intake/read-mapping.ts';

const root = join(import.meta.dirname, '../mappings');
const sources = listMappings(root);

describe.each(sources)('The mapping %s', (source) => {
  const folder = join(root, source);

  it('has the id of its folder and holds together', () => {
    expect(compileMapping(readMapping(folder)).document.id).toBe(source);
  });

  it('makes of its sample what expected.json says (after a wanted change: node mappings/expected.ts <source>)', async () => {
    const made = (await expectedText(folder)).split('\n');
    const expected = readFileSync(join(folder, 'expected.json'), 'utf8').split('\n');
    // One line at a time: a difference is then one resource, not the whole file.
    for (const [i, line] of expected.entries()) expect(made[i]).toBe(line);
    expect(made).toHaveLength(expected.length);
  });
});

describe('A mapping with a slip', () => {
  const whole = readMapping(join(root, sources[0]!));
  const changed = (change: (document: MappingDocument) => void) => {
    const document = structuredClone(whole.document);
    change(document);
    return () => compileMapping({ ...whole, document, columns: new Map(Object.entries(document.columns)) });
  };

  it.each<[string, RegExp, (document: MappingDocument) => void]>([
    [
      'a transform',
      /there is no transform "sphre"/,
      (m) => Object.assign(m.columns.sphereRight!, { transform: 'sphre' }),
    ],
    [
      'a table',
      /codes\/glases\.json is not there/,
      (m) => Object.assign(m.columns.glasses!, { options: { codes: 'glases' } }),
    ],
    [
      'a template',
      /templates\/pateint\.json is not there/,
      (m) => Object.assign(m.resources[0]!, { template: 'pateint' }),
    ],
    ['a name', /a template uses \$\{height\}, which nothing gives/, (m) => delete m.columns.height],
    ['an order', /"order" is ordr/, (m) => Object.assign(m, { order: 'ordr' })],
    ['a role', /"from" lacks axis/, (m) => delete m.derived!.find(({ as }) => as === 'left')!.from.axis],
  ])('in %s is refused when it is read', (_, words, change) => {
    expect(changed(change)).toThrow(words);
  });
});
