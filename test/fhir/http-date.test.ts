// Dates in headers are those of RFC 9110 5.6.7.

import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { httpDate } from '../../src/fhir/http-date.ts';

describe('A date in a header', () => {
  it('is written as RFC 9110 shows it', () => {
    expect(httpDate(Date.UTC(1994, 10, 6, 8, 49, 37))).toBe('Sun, 06 Nov 1994 08:49:37 GMT');
  });

  it('says of every instant what Date itself says', () => {
    const instants = fc.integer({ min: Date.UTC(1000, 0), max: Date.UTC(9999, 11, 31, 23, 59, 59, 999) });
    fc.assert(fc.property(instants, (ms) => expect(httpDate(ms)).toBe(new Date(ms).toUTCString())));
  });
});
