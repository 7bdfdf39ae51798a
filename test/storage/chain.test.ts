import { createHash } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import { GENESIS, hashCommitted, hashText } from '../../src/storage/chain.ts';
import type { CommittedVersion } from '../../src/storage/store.ts';

const version: CommittedVersion = {
  key: { type: 'Patient', id: 'a' },
  version: 1,
  seq: 1,
  at: 5,
  method: 'POST',
  deleted: false,
  labels: ['owner:Organization/1'],
  text: '{}',
  salt: '00ff',
  textHash: hashText('00ff', '{}'),
};
const entry = { seq: 1, at: 5, id: 'tx', digest: 'd', versions: [version] };

describe('The chain', () => {
  it('is SHA-256 over one line of JSON, so that anybody can check it', () => {
    const line = `["",1,5,"tx","d",[["Patient","a",1,"POST",["owner:Organization/1"],"${version.textHash}"]]]`;
    expect(hashCommitted(GENESIS, entry)).toBe(createHash('sha256').update(line).digest('hex'));
    expect(version.textHash).toBe(createHash('sha256').update('00ff{}').digest('hex'));
  });

  it('changes with everything it covers', () => {
    const hash = hashCommitted(GENESIS, entry);
    const changed = [
      hashCommitted('other', entry),
      hashCommitted(GENESIS, { ...entry, seq: 2 }),
      hashCommitted(GENESIS, { ...entry, at: 6 }),
      hashCommitted(GENESIS, { ...entry, id: 'ty' }),
      hashCommitted(GENESIS, { ...entry, digest: 'e' }),
      hashCommitted(GENESIS, { ...entry, versions: [] }),
      ...[
        { version: 2 },
        { method: 'PUT' as const },
        { labels: [] },
        { textHash: '' },
        { key: { type: 'Patient', id: 'b' } },
      ].map((change) => hashCommitted(GENESIS, { ...entry, versions: [{ ...version, ...change }] })),
    ];
    expect(new Set([hash, ...changed]).size).toBe(changed.length + 1);
  });

  it('does not change when a text and its salt are erased', () => {
    const { text: _, salt: __, ...erased } = version;
    expect(hashCommitted(GENESIS, { ...entry, versions: [erased] })).toBe(hashCommitted(GENESIS, entry));
  });
});
