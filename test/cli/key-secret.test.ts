// The secret behind keys of children without a record number: made once, kept beside the store, never guessed.

import { existsSync, statSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, describe, expect, it } from '@jest/globals';
import { keyFileOf, readKeySecret } from '../../src/cli/key-secret.ts';
import { temporaryFolder } from '../support/lianti-process.ts';

const folder = temporaryFolder();
afterAll(() => folder.remove());

describe('the import key', () => {
  it('lies beside the store', () => {
    expect(keyFileOf('sqlite:./data/lianti.db')).toBe(path.join('data', 'import-key'));
    expect(keyFileOf('sqlite::memory:')).toBe('import-key');
  });

  it('is made at the first import, for its owner only, and is the same ever after', () => {
    const file = path.join(folder.path, 'new', 'import-key');
    const secret = readKeySecret(file, true);
    expect(secret).toMatch(/^[0-9a-f]{64}$/);
    expect(statSync(file).mode & 0o777).toBe(0o600);
    expect(readKeySecret(file, true)).toBe(secret);
    expect(readKeySecret(file, false)).toBe(secret);
  });

  it('is not kept by a dry run', () => {
    const file = path.join(folder.path, 'dry', 'import-key');
    readKeySecret(file, false);
    expect(existsSync(file)).toBe(false);
  });

  it('that is damaged stops the import instead of giving children new ids', () => {
    const file = path.join(folder.path, 'import-key');
    writeFileSync(file, 'abc');
    expect(() => readKeySecret(file, true)).toThrow(/not an import key.*Restore it from the backup/);
  });
});
