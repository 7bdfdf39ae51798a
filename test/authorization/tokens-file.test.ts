import { mkdtempSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeEach, describe, expect, it } from '@jest/globals';
import { hashOfToken } from '../../src/authorization/tokens.ts';
import { openTokensFile } from '../../src/authorization/tokens-file.ts';

const folder = mkdtempSync(join(tmpdir(), 'lianti-tokens-file-'));
const file = join(folder, 'tokens.json');
afterAll(() => rmSync(folder, { recursive: true, force: true }));

let clock: number;
let notes: string[];
const write = (...names: string[]) => {
  const entries = names.map((name) => [hashOfToken(name), { name, scopes: ['system/*.rs'] }]);
  writeFileSync(file, JSON.stringify(Object.fromEntries(entries)));
  // Two writes within a tick of the file system's clock have different times all the same.
  utimesSync(file, clock / 1000, clock / 1000);
};
const open = () => {
  const principals = openTokensFile(
    file,
    () => clock,
    (message) => notes.push(message),
  );
  return () => [...principals().values()].map(({ name }) => name);
};
beforeEach(() => {
  clock = 1_800_000_000_000;
  notes = [];
});

describe('The tokens file', () => {
  it('is read again when it has changed, a second later at most', () => {
    write('his');
    const names = open();
    expect(names()).toEqual(['his']);
    clock += 500;
    write('his', 'cloud');
    clock += 500;
    expect(names()).toEqual(['his', 'cloud']);
    clock += 1000;
    write('cloud');
    clock += 1000;
    expect(names()).toEqual(['cloud']);
    expect(notes).toEqual(['the tokens file was read again', 'the tokens file was read again']);
  });

  it('stays what it was while it cannot be used, and says so', () => {
    write('his');
    const names = open();
    for (const broken of ['{"half', '{"x": {}}', '']) {
      clock += 2000;
      writeFileSync(file, broken);
      utimesSync(file, clock / 1000, clock / 1000);
      expect(names()).toEqual(['his']);
      expect(notes.pop()).toBe('the tokens file cannot be used; the tokens stay as they were');
      clock += 2000;
      expect(names()).toEqual(['his']);
      expect(notes).toEqual([]);
    }
    clock += 2000;
    rmSync(file);
    expect(names()).toEqual(['his']);
    clock += 2000;
    expect(names()).toEqual(['his']);
    expect(notes).toHaveLength(1);
    clock += 2000;
    write('cloud');
    expect(names()).toEqual(['cloud']);
  });

  it('must be usable when it is opened', () => {
    writeFileSync(file, '{"half');
    expect(open).toThrow('The tokens file is not JSON.');
  });
});
