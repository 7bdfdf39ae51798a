import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import {
  dateSpan,
  dayNumber,
  daysIn,
  isFhirDate,
  isFhirDateTime,
  isFhirInstant,
  isFhirTime,
  parseDate,
} from '../../src/fhir/dates.ts';
import { createTimeZone } from '../../src/fhir/time-zone.ts';

const shanghai = createTimeZone('Asia/Shanghai');
const utc = createTimeZone('UTC');
const iso = (ms: number) => new Date(ms).toISOString();
const spanIn = (text: string, zone = shanghai) => {
  const span = dateSpan(text, zone);
  return span && [iso(span.lo), iso(span.hi)];
};

describe('the span of a date', () => {
  it.each([
    ['2020', '2019-12-31T16:00:00.000Z', '2020-12-31T16:00:00.000Z'],
    ['2020-02', '2020-01-31T16:00:00.000Z', '2020-02-29T16:00:00.000Z'],
    ['2020-12', '2020-11-30T16:00:00.000Z', '2020-12-31T16:00:00.000Z'],
    ['2020-05-15', '2020-05-14T16:00:00.000Z', '2020-05-15T16:00:00.000Z'],
    ['2020-05-15T08:00', '2020-05-15T00:00:00.000Z', '2020-05-15T00:01:00.000Z'],
    ['2020-05-15T12:00:00Z', '2020-05-15T12:00:00.000Z', '2020-05-15T12:00:01.000Z'],
    ['2020-05-15T20:00:00+08:00', '2020-05-15T12:00:00.000Z', '2020-05-15T12:00:01.000Z'],
    ['2020-05-15T12:00:00.5Z', '2020-05-15T12:00:00.500Z', '2020-05-15T12:00:00.600Z'],
    ['2020-05-15T12:00:00.500Z', '2020-05-15T12:00:00.500Z', '2020-05-15T12:00:00.501Z'],
    ['2020-05-15T12:00:00.5009Z', '2020-05-15T12:00:00.500Z', '2020-05-15T12:00:00.501Z'],
    ['2016-12-31T23:59:60Z', '2017-01-01T00:00:00.000Z', '2017-01-01T00:00:01.000Z'],
    ['2020-05-15T12:00:00-03:30', '2020-05-15T15:30:00.000Z', '2020-05-15T15:30:01.000Z'],
  ])('%s, read in Shanghai, is from %s until before %s', (text, lo, hi) => {
    expect(spanIn(text)).toEqual([lo, hi]);
  });

  it('reaches from the year 0001 to the year 9999', () => {
    expect(spanIn('0001', utc)).toEqual(['0001-01-01T00:00:00.000Z', '0002-01-01T00:00:00.000Z']);
    expect(spanIn('9999', utc)).toEqual(['9999-01-01T00:00:00.000Z', '+010000-01-01T00:00:00.000Z']);
  });

  it('knows that Shanghai had summer time in 1986 and mean solar time before 1901', () => {
    expect(spanIn('1986-07-01')).toEqual(['1986-06-30T15:00:00.000Z', '1986-07-01T15:00:00.000Z']);
    expect(spanIn('1899-06-01')![0]).toBe('1899-05-31T15:54:17.000Z');
  });

  it('is never empty, not even of a day that a zone has skipped', () => {
    const apia = createTimeZone('Pacific/Apia');
    const { lo, hi } = dateSpan('2011-12-30', apia)!;
    expect(hi).toBeGreaterThan(lo);
    expect(dateSpan('2011-12-29', apia)!.hi).toBe(lo);
    expect(dateSpan('2011-12-31', apia)!.lo).toBe(lo);
  });

  it('makes the days on which clocks change 23 and 25 hours long', () => {
    const berlin = createTimeZone('Europe/Berlin');
    const hours = (day: string) => (dateSpan(day, berlin)!.hi - dateSpan(day, berlin)!.lo) / 3_600_000;
    expect([hours('2021-03-28'), hours('2021-10-31'), hours('2021-11-01')]).toEqual([23, 25, 24]);
  });

  it('reads a time shown twice as the first, and one that was skipped as after the gap', () => {
    const berlin = createTimeZone('Europe/Berlin');
    expect(spanIn('2021-10-31T02:30:00', berlin)![0]).toBe('2021-10-31T00:30:00.000Z');
    expect(spanIn('2021-03-28T02:30:00', berlin)![0]).toBe('2021-03-28T01:30:00.000Z');
  });
});

describe('what is no date', () => {
  it.each([
    '',
    'yesterday',
    '0000',
    '20',
    '2020-1-1',
    '2020-00',
    '2020-13-01',
    '2021-02-30',
    '2021-02-29',
    '1900-02-29',
    '2020-04-31',
    '2020-05-15T',
    '2020-05-15T12',
    '2020-05-15T24:00:00Z',
    '2020-05-15T12:60:00Z',
    '2020-05-15T12:00:61Z',
    '2020-05-15T12:00:00+14:30',
    '2020-05-15T12:00:00+15:00',
    '2020-05-15T12:00:00.Z',
    '2020-05-15 12:00:00Z',
    '2020-05-15T12:00:00z',
    ' 2020',
    '2020\n',
    '２０２０',
  ])('%j is refused', (text) => {
    expect(parseDate(text)).toBeUndefined();
    expect(dateSpan(text, shanghai)).toBeUndefined();
  });

  it('is told apart from what only one of the types allows', () => {
    const types = (text: string) => [isFhirDate(text), isFhirDateTime(text), isFhirInstant(text)];
    expect(types('2020-05')).toEqual([true, true, false]);
    expect(types('2020-05-15T12:00:00Z')).toEqual([false, true, true]);
    expect(types('2020-05-15T12:00:00')).toEqual([false, false, false]);
    expect(types('2020-05-15T12:00Z')).toEqual([false, false, false]);
    expect([
      isFhirTime('12:00:00'),
      isFhirTime('12:00:60.5'),
      isFhirTime('24:00:00'),
      isFhirTime('12:00'),
    ]).toEqual([true, true, false, false]);
  });
});

describe('dates in general', () => {
  const day = fc
    .record({
      year: fc.integer({ min: 1, max: 9999 }),
      month: fc.integer({ min: 1, max: 12 }),
      seed: fc.nat(30),
    })
    .map(({ year, month, seed }) => ({ year, month, day: (seed % daysIn(year, month)) + 1 }));
  const pad = (value: number, width = 2) => String(value).padStart(width, '0');
  const textOf = (d: { year: number; month: number; day: number }) =>
    `${pad(d.year, 4)}-${pad(d.month)}-${pad(d.day)}`;

  it('count days as JavaScript does', () => {
    fc.assert(
      fc.property(day, (d) => {
        const expected = new Date(0).setUTCFullYear(d.year, d.month - 1, d.day) / 86_400_000;
        expect(dayNumber(d.year, d.month, d.day)).toBe(expected);
      }),
    );
  });

  it('agree with JavaScript on what is in the calendar', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 9999 }), fc.nat(13), fc.nat(32), (year, month, dayOfMonth) => {
        const text = `${pad(year, 4)}-${pad(month)}-${pad(dayOfMonth)}`;
        const date = new Date(`${text}T00:00:00Z`);
        const isReal = !Number.isNaN(date.getTime()) && date.toISOString().startsWith(text);
        expect(parseDate(text) !== undefined).toBe(isReal);
      }),
    );
  });

  it('nest: a day lies in its month, a month in its year, with no hole between neighbours', () => {
    fc.assert(
      fc.property(day, fc.constantFrom(shanghai, utc, createTimeZone('America/New_York')), (d, zone) => {
        const [year, month, whole] = [4, 7, 10].map((length) => dateSpan(textOf(d).slice(0, length), zone)!);
        expect(year!.lo <= month!.lo && month!.lo <= whole!.lo).toBe(true);
        expect(whole!.lo < whole!.hi && whole!.hi <= month!.hi && month!.hi <= year!.hi).toBe(true);
        if (d.day < daysIn(d.year, d.month)) {
          expect(dateSpan(textOf({ ...d, day: d.day + 1 }), zone)!.lo).toBe(whole!.hi);
        }
      }),
    );
  });

  it('with an offset are the same instant in every zone', () => {
    fc.assert(
      fc.property(
        fc.date({ min: new Date('1800-01-01'), max: new Date('2200-01-01'), noInvalidDate: true }),
        (date) => {
          const span = dateSpan(date.toISOString(), shanghai)!;
          expect(span).toEqual({ lo: date.getTime(), hi: date.getTime() + 1 });
        },
      ),
    );
  });

  it('never make the parser throw', () => {
    fc.assert(fc.property(fc.string(), (text) => void dateSpan(text, shanghai)));
  });
});

describe('a time zone', () => {
  it('turns wall time back into the instant it came from, outside the hour that is shown twice', () => {
    const zones = ['Asia/Shanghai', 'Europe/Berlin', 'America/St_Johns', 'Australia/Lord_Howe'].map(
      createTimeZone,
    );
    fc.assert(
      fc.property(fc.constantFrom(...zones), fc.integer({ min: -5e12, max: 8e12 }), (zone, instant) => {
        const wall = instant + zone.offsetAt(instant);
        const back = zone.toInstant(wall);
        expect(back + zone.offsetAt(back)).toBe(wall);
        expect(back).toBeLessThanOrEqual(instant);
      }),
    );
  });

  it('that does not exist is refused', () => {
    expect(() => createTimeZone('Asia/Nowhere')).toThrow(RangeError);
  });
});
