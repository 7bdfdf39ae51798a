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
    slow.note(content('myopia'), 900);
    slow.note(contains('ang'), 900);
    expect(slow.expectedMs(content('near sighted'))).toBe(900);
    expect(slow.expectedMs(contains('eng'))).toBe(900);
    expect(slow.expectedMs(search({ kind: 'text', of: 'narrative', phrase: 'myopia' }))).toBeUndefined();
    expect(slow.expectedMs({ ...contains('ang'), kind: 'count' } as ReadCall)).toBeUndefined();
  });

  it('is expected to be so for everyone who asks with the same kind of sight', () => {
    const sees = (label: string): See => ({ types: {}, others: { anyOf: [label] } });
    const slow = new SlowShapes();
    slow.note(contains('ang', sees('patient:1')), 900);
    expect(slow.expectedMs(contains('ang', sees('patient:2')))).toBe(900);
    expect(slow.expectedMs(contains('ang', { types: {}, others: 'all' }))).toBeUndefined();
  });

  it('is slow no more after a minute, or after three quick answers in a row', () => {
    const slow = new SlowShapes();
    slow.note(content('a'), 900, 1000);
    expect(slow.expectedMs(content('b'), 60_999)).toBe(900);
    expect(slow.expectedMs(content('b'), 61_000)).toBeUndefined();

    slow.note(content('a'), 900, 70_000);
    slow.note(content('b'), 4, 70_001);
    slow.note(content('c'), 1, 70_002);
    slow.note(content('d'), 900, 70_003);
    slow.note(content('e'), 1, 70_004);
    slow.note(content('f'), 1, 70_005);
    expect(slow.expectedMs(content('g'), 70_006)).toBe(900);
    slow.note(content('g'), 1, 70_007);
    expect(slow.expectedMs(content('h'), 70_008)).toBeUndefined();
  });
});
