// Values of primitive types. R4 datatypes.html#primitive.

import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { PRIMITIVES, primitiveFault } from '../../src/validation/checks/primitive.ts';
import { findings, observation, patient } from './support.ts';

function accepts(type: string, value: string | number | boolean, source?: string): boolean {
  return primitiveFault(PRIMITIVES.get(type)!, type, value, source) === undefined;
}

const CASES: Record<string, { right: (string | number | boolean)[]; wrong: (string | number | boolean)[] }> =
  {
    boolean: { right: [true, false], wrong: ['true', 1] },
    integer: { right: [0, -5, 2147483647, -2147483648], wrong: [1.5, 2147483648, '1'] },
    unsignedInt: { right: [0, 7], wrong: [-1, 0.5] },
    positiveInt: { right: [1], wrong: [0, -1] },
    decimal: { right: [0, -1.25, 1e-7, 123456789012345], wrong: ['1.0'] },
    string: { right: ['a', ' a\n\t\r'], wrong: ['', 3, 'a\u0000', '\u001f'] },
    markdown: { right: ['# a'], wrong: [''] },
    code: { right: ['final', 'a b'], wrong: ['', ' a', 'a ', 'a  b', 'a\nb ', 'a\u0000'] },
    id: { right: ['a', 'A-1.b', 'x'.repeat(64)], wrong: ['', 'a_b', 'a/b', 'x'.repeat(65), '张'] },
    uri: {
      right: ['http://a', 'urn:oid:1.2.3', 'a'],
      wrong: ['', 'a b', 'urn:oid:9.1', 'urn:uuid:1', 'a\u0001'],
    },
    url: { right: ['mailto:a@example.org'], wrong: ['', 'a\tb'] },
    canonical: {
      right: ['http://a/b|1', '#x', 'urn:uuid:c757873d-ec9a-4326-a141-556f43239520'],
      wrong: ['a/b', ''],
    },
    oid: { right: ['urn:oid:1.2.156'], wrong: ['1.2.156', 'urn:oid:1.02', 'urn:oid:3.1'] },
    uuid: {
      right: ['urn:uuid:c757873d-ec9a-4326-a141-556f43239520'],
      wrong: ['c757873d-ec9a-4326-a141-556f43239520'],
    },
    base64Binary: { right: ['YQ==', 'YWJj', 'YWJj\nYWJj'], wrong: ['', 'YQ=', 'YQ', '*YQ=', 'Y===', '=YWJ'] },
    date: {
      right: ['2021', '2021-05', '2021-05-21', '2024-02-29'],
      wrong: [
        '2021-02-29',
        '2021-5-1',
        '21',
        '2021-13',
        '2021-04-31',
        '0000',
        '2021-05-21T10:00:00Z',
        '1900-02-29',
      ],
    },
    dateTime: {
      right: ['2021', '2021-05-21T10:15:00+08:00', '2021-05-21T10:15:00.123Z', '2016-12-31T23:59:60Z'],
      wrong: [
        '2021-05-21T10:15:00',
        '2021-05-21T10:15Z',
        '2021-02-30T10:15:00+08:00',
        '2021-05-21T24:00:00Z',
        '2021-05-21 10:15:00Z',
        '2021-05-21T10:15:00+15:00',
      ],
    },
    instant: { right: ['2021-05-21T10:15:00+08:00'], wrong: ['2021-05-21', '2021-02-29T00:00:00Z'] },
    time: { right: ['10:15:00', '10:15:00.5'], wrong: ['10:15', '25:00:00', '10:15:00Z'] },
  };

describe('primitive values', () => {
  for (const [type, { right, wrong }] of Object.entries(CASES)) {
    it(`tells right from wrong for ${type}`, () => {
      for (const value of right) expect([value, accepts(type, value)]).toEqual([value, true]);
      for (const value of wrong) expect([value, accepts(type, value)]).toEqual([value, false]);
    });
  }

  it('has a rule for every primitive type of R4', () => {
    expect([...PRIMITIVES.keys()].filter((type) => type !== 'xhtml').sort()).toEqual(
      Object.keys(CASES).sort(),
    );
  });

  it('accepts exactly the days of the calendar', () => {
    const part = (max: number) => fc.integer({ min: 1, max });
    fc.assert(
      fc.property(fc.integer({ min: 1000, max: 9999 }), part(12), part(31), (year, month, day) => {
        const text = `${year}-${String(month).padStart(2, '0')}-${String(day).padStart(2, '0')}`;
        const real = new Date(Date.UTC(year, month - 1, day));
        expect(accepts('date', text)).toBe(real.getUTCDate() === day);
      }),
    );
  });

  it('accepts decimals up to eighteen digits as they were written', () => {
    expect(accepts('decimal', 1.5, '1.50000000000000000')).toBe(true);
    expect(accepts('decimal', 1.5, '1.500000000000000000')).toBe(false);
    expect(accepts('decimal', 1e18, '1234567890123456789')).toBe(false);
    fc.assert(
      fc.property(fc.stringMatching(/^[1-9][0-9]{0,25}$/), fc.nat({ max: 26 }), (digits, at) => {
        const written = at > 0 && at < digits.length ? `${digits.slice(0, at)}.${digits.slice(at)}` : digits;
        expect(accepts('decimal', Number(written), written)).toBe(digits.length <= 18);
      }),
    );
  });

  it('never takes a whole number with a fraction or exponent for an integer', () => {
    expect(accepts('integer', 1, '1.0')).toBe(false);
    expect(accepts('positiveInt', 100, '1E2')).toBe(false);
  });
});

describe('primitive values in resources', () => {
  it('reports impossible days, with what to write', () => {
    expect(findings(patient({ birthDate: '2021-02-30' }))).toEqual(['error primitive Patient.birthDate']);
    expect(findings(patient({ birthDate: '2021/02/03' }))).toEqual(['error primitive Patient.birthDate']);
  });

  it('judges numbers by the text that was sent', () => {
    const text = JSON.stringify(observation()).replace('20.5', '20.5000000000000000000');
    expect(findings(text)).toEqual(['error primitive Observation.value.value']);
    expect(findings(patient({ multipleBirthInteger: 1 }))).toEqual([]);
    expect(
      findings(JSON.stringify(patient({ multipleBirthInteger: 1 })).replace('Integer":1', 'Integer":1.0')),
    ).toEqual(['error primitive Patient.multipleBirth']);
  });
});
