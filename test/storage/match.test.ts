// The meaning of each kind of match, R4 search.html#prefix and #ptypes.

import { describe, expect, it } from '@jest/globals';
import { type EntryValue, OPEN } from '../../src/storage/index-entry.ts';
import { matches } from '../../src/storage/match.ts';
import type { Comparison, Match } from '../../src/storage/query.ts';

const OPS: Comparison[] = ['eq', 'ne', 'gt', 'lt', 'ge', 'le', 'sa', 'eb', 'ap'];
const holding = (value: EntryValue, match: (op: Comparison) => Match) =>
  OPS.filter((op) => matches(value, match(op)));

describe('A date', () => {
  // Asked: the day from 100 to 200.
  const asked = (op: Comparison): Match => ({ kind: 'date', op, lo: 100, hi: 200 });
  const value = (lo: number, hi: number): EntryValue => ({ kind: 'date', lo, hi });

  it('inside the asked day equals it, and is neither above nor below', () => {
    expect(holding(value(100, 200), asked)).toEqual(['eq', 'ge', 'le', 'ap']);
    expect(holding(value(150, 151), asked)).toEqual(['eq', 'ge', 'le', 'ap']);
  });
  it('that reaches beyond the day is also greater', () => {
    expect(holding(value(150, 300), asked)).toEqual(['ne', 'gt', 'ge', 'ap']);
  });
  it('that covers the day on both sides is greater and less at once', () => {
    expect(holding(value(0, 300), asked)).toEqual(['ne', 'gt', 'lt', 'ge', 'le', 'ap']);
  });
  it('wholly after the day starts after it', () => {
    expect(holding(value(200, 300), asked)).toEqual(['ne', 'gt', 'ge', 'sa']);
  });
  it('wholly before the day ends before it', () => {
    expect(holding(value(0, 100), asked)).toEqual(['ne', 'lt', 'le', 'eb']);
  });
  it('without an end lasts for ever', () => {
    expect(holding(value(150, OPEN), asked)).toEqual(['ne', 'gt', 'ge', 'ap']);
  });
});

describe('A number', () => {
  // Asked: 5.40, which stands for 5.395 to 5.405.
  const asked = (op: Comparison): Match => ({ kind: 'number', op, value: 5.4, lo: 5.395, hi: 5.405 });
  const value = (lo: number, hi = lo): EntryValue => ({ kind: 'number', lo, hi });

  it('that rounds to the asked one equals it, while > and < compare exactly', () => {
    expect(holding(value(5.4), asked)).toEqual(['eq', 'ge', 'le', 'ap']);
    expect(holding(value(5.402), asked)).toEqual(['eq', 'gt', 'ge', 'sa', 'ap']);
    expect(holding(value(5.395), asked)).toEqual(['eq', 'lt', 'le', 'eb', 'ap']);
    expect(holding(value(5.405), asked)).toEqual(['ne', 'gt', 'ge', 'sa']);
  });
  it('known as an interval compares by its ends', () => {
    expect(holding(value(5, 6), asked)).toEqual(['ne', 'gt', 'lt', 'ge', 'le', 'ap']);
    expect(holding(value(7, Number.MAX_VALUE), asked)).toEqual(['ne', 'gt', 'ge', 'sa']);
  });
});

describe('A quantity', () => {
  const value: EntryValue = {
    kind: 'quantity',
    lo: 2,
    hi: 2,
    system: 'http://u',
    code: 'mm',
    unit: 'millimetre',
  };
  const asked = (system?: string, code?: string): Match => ({
    kind: 'quantity',
    op: 'eq',
    value: 2,
    lo: 1.5,
    hi: 2.5,
    system,
    code,
  });

  it('is compared with its code, and with its printed unit only when no system is asked', () => {
    expect(matches(value, asked())).toBe(true);
    expect(matches(value, asked(undefined, 'mm'))).toBe(true);
    expect(matches(value, asked(undefined, 'millimetre'))).toBe(true);
    expect(matches(value, asked('http://u', 'mm'))).toBe(true);
    expect(matches(value, asked('http://u', 'millimetre'))).toBe(false);
    expect(matches(value, asked('http://other', 'mm'))).toBe(false);
    expect(matches(value, asked('', 'mm'))).toBe(false);
  });
});

describe('A token', () => {
  const value: EntryValue = { kind: 'token', system: 's', code: 'ABC', fold: 'abc' };

  it('is compared folded, or as written when exactness is asked', () => {
    expect(matches(value, { kind: 'token', code: 'abc' })).toBe(true);
    expect(matches(value, { kind: 'token', code: 'abc', exact: true })).toBe(false);
    expect(matches(value, { kind: 'token', code: 'ABC', exact: true })).toBe(true);
  });
  it('with no system asked has any; with the empty one has none', () => {
    expect(matches(value, { kind: 'token', system: 's' })).toBe(true);
    expect(matches(value, { kind: 'token', system: '', code: 'abc' })).toBe(false);
    expect(matches({ ...value, system: '' }, { kind: 'token', system: '', code: 'abc' })).toBe(true);
  });
});

describe('A uri', () => {
  const value: EntryValue = { kind: 'uri', value: 'http://u/a/b' };
  const uri = (how: 'equals' | 'below' | 'above', asked: string) =>
    matches(value, { kind: 'uri', how, value: asked });

  it('lies below and above others at the borders of the path only', () => {
    expect(uri('below', 'http://u/a')).toBe(true);
    expect(uri('below', 'http://u/a/')).toBe(true);
    expect(uri('below', 'http://u/a/b')).toBe(true);
    expect(uri('below', 'http://u/a/bc')).toBe(false);
    expect(uri('below', 'http://')).toBe(true);
    expect(
      matches({ kind: 'uri', value: 'http://u/ab' }, { kind: 'uri', how: 'below', value: 'http://u/a' }),
    ).toBe(false);
    expect(uri('above', 'http://u/a/b/c')).toBe(true);
    expect(uri('above', 'http://u/a/bc')).toBe(false);
    expect(uri('equals', 'http://u/a')).toBe(false);
  });
});

describe('A composite', () => {
  const value: EntryValue = {
    kind: 'composite',
    parts: [
      { kind: 'token', system: 's', code: 'sphere', fold: 'sphere' },
      { kind: 'quantity', lo: -2, hi: -2, system: 'http://u', code: 'd', unit: 'd' },
    ],
  };

  it('is satisfied by parts of the same element, all of them', () => {
    const below: Match = {
      kind: 'composite',
      parts: [
        { kind: 'token', code: 'sphere' },
        { kind: 'quantity', op: 'lt', value: -1, lo: -1, hi: -1 },
      ],
    };
    expect(matches(value, below)).toBe(true);
    const cylinder: Match = { ...below, parts: [{ kind: 'token', code: 'cylinder' }, below.parts[1]!] };
    expect(matches(value, cylinder)).toBe(false);
    expect(matches(value, { kind: 'composite', parts: [below.parts[0]!] })).toBe(false);
  });
});
