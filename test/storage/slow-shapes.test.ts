import { describe, expect, it } from '@jest/globals';
import type { Where } from '../../src/storage/query.ts';
import type { See } from '../../src/storage/see.ts';
import type { ReadCall } from '../../src/storage/sqlite/read/calls.ts';
import { SlowShapes } from '../../src/storage/sqlite/read/slow-shapes.ts';

const search = (where: Where, see?: See): ReadCall => ({
  kind: 'search',
  query: { types: ['Patient'], where, sort: [], count: 20 },
  see,
});
const content = (phrase: string): ReadCall => search({ kind: 'text', of: 'content', phrase });
const contains = (text: string, see?: See): ReadCall =>
  search({ kind: 'match', param: 'name', match: { kind: 'string', how: 'contains', text } }, see);

describe('A search that took long', () => {
  it('makes the same question about other values slow from the start, and no other question', () => {
    const slow = new SlowShapes();
    slow.note(content('myopia'), true);
    slow.note(contains('ang'), true);
    expect(slow.isSlow(content('near sighted'))).toBe(true);
    expect(slow.isSlow(contains('eng'))).toBe(true);
    expect(slow.isSlow(search({ kind: 'text', of: 'narrative', phrase: 'myopia' }))).toBe(false);
    expect(slow.isSlow({ ...contains('ang'), kind: 'count' } as ReadCall)).toBe(false);
  });

  it('is expected to be so for everyone who asks with the same kind of sight', () => {
    const sees = (label: string): See => ({ types: {}, others: { anyOf: [label] } });
    const slow = new SlowShapes();
    slow.note(contains('ang', sees('patient:1')), true);
    expect(slow.isSlow(contains('ang', sees('patient:2')))).toBe(true);
    expect(slow.isSlow(contains('ang', { types: {}, others: 'all' }))).toBe(false);
  });

  it('is slow no more after a minute, or after three quick answers in a row', () => {
    const slow = new SlowShapes();
    slow.note(content('a'), true, 1000);
    expect(slow.isSlow(content('b'), 60_999)).toBe(true);
    expect(slow.isSlow(content('b'), 61_000)).toBe(false);

    slow.note(content('a'), true, 70_000);
    slow.note(content('b'), false, 70_001);
    slow.note(content('c'), false, 70_002);
    slow.note(content('d'), true, 70_003);
    slow.note(content('e'), false, 70_004);
    slow.note(content('f'), false, 70_005);
    expect(slow.isSlow(content('g'), 70_006)).toBe(true);
    slow.note(content('g'), false, 70_007);
    expect(slow.isSlow(content('h'), 70_008)).toBe(false);
  });
});
