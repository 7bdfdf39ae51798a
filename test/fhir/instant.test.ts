import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { createInstantFormat } from '../../src/fhir/instant.ts';

describe('An instant in the store’s zone', () => {
  it('carries milliseconds and the offset of the zone', () => {
    const at = Date.UTC(2026, 10, 25, 14, 31, 5, 7);
    expect(createInstantFormat('Asia/Shanghai')(at)).toBe('2026-11-25T22:31:05.007+08:00');
    expect(createInstantFormat('UTC')(at)).toBe('2026-11-25T14:31:05.007+00:00');
    expect(createInstantFormat('America/St_Johns')(at)).toBe('2026-11-25T11:01:05.007-03:30');
  });

  it('follows summer time', () => {
    const format = createInstantFormat('Europe/Berlin');
    expect(format(Date.UTC(2026, 9, 25, 0, 59, 59))).toBe('2026-10-25T02:59:59.000+02:00');
    expect(format(Date.UTC(2026, 9, 25, 1, 0, 0))).toBe('2026-10-25T02:00:00.000+01:00');
  });

  it('followed Shanghai’s own summer times of 1986 to 1991', () => {
    expect(createInstantFormat('Asia/Shanghai')(Date.UTC(1988, 6, 1))).toBe('1988-07-01T09:00:00.000+09:00');
  });

  it('stands for the same moment, whatever the zone', () => {
    const zone = fc.constantFrom(
      'Asia/Shanghai',
      'UTC',
      'America/New_York',
      'Asia/Kathmandu',
      'Australia/Lord_Howe',
    );
    const at = fc.integer({ min: Date.UTC(1990, 0), max: Date.UTC(2100, 0) });
    fc.assert(
      fc.property(zone, fc.array(at, { minLength: 1, maxLength: 5 }), (timeZone, moments) => {
        const format = createInstantFormat(timeZone);
        for (const moment of moments) expect(Date.parse(format(moment))).toBe(moment);
      }),
    );
  });

  it('is refused for a zone that does not exist', () => {
    expect(() => createInstantFormat('Mars/Olympus')).toThrow(RangeError);
  });
});
