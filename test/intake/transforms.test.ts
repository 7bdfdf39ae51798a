import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { Decimal } from '../../src/intake/decimal.ts';
import {
  decimalOfFiveGrade,
  fiveGradeOfDecimal,
  logmarOfFiveGrade,
} from '../../src/intake/transforms/acuity-scale.ts';
import { readDate } from '../../src/intake/transforms/date.ts';
import { idCheckDigit, readIdNumber } from '../../src/intake/transforms/id-number.ts';
import { cellTransforms, rowTransforms } from '../../src/intake/transforms/index.ts';
import type { Options, TransformContext } from '../../src/intake/transforms/transform.ts';

const context: TransformContext = {
  parameters: { examDate: '2021-05-21' },
  codes: new Map([
    [
      'beyond',
      new Map<string, Record<string, string>>([
        ['+++', { comparator: '>', value: '7.50' }],
        ['OVR', {}],
      ]),
    ],
    [
      'sex',
      new Map([
        ['男', { code: 'male', digit: '1' }],
        ['M', { code: 'male', digit: '1' }],
      ]),
    ],
    ['below', new Map([['指数', { code: 'counting-fingers', display: 'Counting fingers' }]])],
  ]),
};

/** Value as text, rules of the remarks, and the rest of the values. */
function read(transform: string, cell: string, options: Options = {}, parameters = context.parameters) {
  const { values, remarks } = cellTransforms.get(transform)!.read(cell, options, { ...context, parameters });
  const { '': value, ...rest } = values;
  return {
    value: value instanceof Decimal ? value.text : value,
    rules: (remarks ?? []).map(({ kind, rule }) => `${kind} ${rule}`),
    rest,
  };
}

describe('Dates', () => {
  it.each([
    ['2021/5/21', '2021-05-21', 'slash'],
    ['2021.5.21', '2021-05-21', 'dot'],
    ['20210521', '2021-05-21', 'compact'],
    ['2021年5月21日', '2021-05-21', 'chinese'],
    ['21-May-2021', '2021-05-21', 'english'],
    ['44337', '2021-05-21', 'serial'],
    ['42277', '2015-09-30', 'serial'],
    ['2021-05-21 00:00:00', '2021-05-21', 'iso'],
  ])('read %s as %s', (text, date, form) => {
    expect(readDate(text)).toEqual({ date, form });
  });

  it('of a 1904 workbook lie four years and a day later', () => {
    expect(readDate('42875', true)?.date).toBe('2021-05-21');
  });

  it.each(['2021-02-29', '2021/13/1', '20211301', '2021年5-21', '2021-5/21', '0', '99999', 'soon', ''])(
    'refuse %s, which is no day',
    (text) => {
      expect(readDate(text)).toBeUndefined();
    },
  );

  it.each(['21/5/21', '15.9.30', '21-May-21', '150930'])('reject the two-digit year of %s', (text) => {
    expect(read('date', text).rules).toEqual(['rejected two-digit-year']);
  });

  it('come back from every form they are written in', () => {
    const day = fc.date({ min: new Date('1950-01-01'), max: new Date('2100-01-01'), noInvalidDate: true });
    fc.assert(
      fc.property(day, (date) => {
        const iso = date.toISOString().slice(0, 10);
        const [y, m, d] = iso.split('-').map(Number) as [number, number, number];
        const serial = Math.round((Date.parse(`${iso}T00:00:00Z`) - Date.UTC(1899, 11, 30)) / 86_400_000);
        for (const text of [
          iso,
          `${y}/${m}/${d}`,
          `${y}.${m}.${d}`,
          iso.replaceAll('-', ''),
          `${y}年${m}月${d}日`,
          `${serial}`,
        ]) {
          expect(readDate(text)?.date).toBe(iso);
        }
      }),
    );
  });
});

describe('Identity numbers', () => {
  it.each(['11010519491231002X', '440524188001010014', '990101201705210027', '99010120160309001X'])(
    'accept %s by its check digit',
    (id) => {
      expect(read('id-number', id)).toMatchObject({ value: id, rules: [] });
    },
  );

  it.each([
    ['9.90101E+17', 'noted id-number-spoilt'],
    ['990101201705210000', 'noted id-number-spoilt'],
    ['990101170521002', 'noted id-number-old'],
    ['990101201705210028', 'noted id-number-check'],
  ])('leave out %s, so that nobody is matched by it', (id, rule) => {
    expect(read('id-number', id)).toMatchObject({ value: undefined, rules: [rule] });
  });

  it('become upper case and lose their blanks', () => {
    expect(read('id-number', '990101 20160309 001x')).toMatchObject({
      value: '99010120160309001X',
      rules: ['repaired id-number-form'],
    });
  });

  it('tell birth date and sex', () => {
    expect(readIdNumber('990101201705210027')).toEqual({ birthDate: '2017-05-21', sex: 'female' });
  });

  it('never pass with one digit changed', () => {
    fc.assert(
      fc.property(fc.nat(999), fc.nat(16), fc.integer({ min: 1, max: 9 }), (sequence, place, by) => {
        const seventeen = `99010120170521${String(sequence).padStart(3, '0')}`;
        const id = seventeen + idCheckDigit(seventeen);
        const digit = (Number(id[place]) + by) % 10;
        const wrong = id.slice(0, place) + digit + id.slice(place + 1);
        expect(readIdNumber(id)).toBeDefined();
        expect(readIdNumber(wrong)).toBeUndefined();
      }),
    );
  });
});

describe('Sphere and cylinder', () => {
  it.each([
    ['sphere', '-1.25', '-1.25', []],
    ['sphere', '+0.50', '0.50', []],
    ['sphere', '.5', '0.5', []],
    ['sphere', '-1.25DS', '-1.25', ['repaired dioptre-unit']],
    ['sphere', '平光', '0.00', ['repaired plano']],
    ['sphere', 'plano', '0.00', ['repaired plano']],
    ['sphere', '-125', '-1.25', ['repaired hundredths']],
    ['sphere', '+1075', '10.75', ['repaired hundredths']],
    ['sphere', '125', undefined, ['rejected sign-lost']],
    ['sphere', '-30.25', undefined, ['rejected dioptre-range']],
    ['sphere', '1,25', undefined, ['rejected dioptre']],
    ['sphere', 'abc', undefined, ['rejected dioptre']],
    ['cylinder', '-0.50', '-0.50', []],
    ['cylinder', '0', '0', []],
    ['cylinder', '+0.50', '0.50', []],
    ['cylinder', '0.50', undefined, ['rejected sign-lost']],
    ['cylinder', '-15.25', undefined, ['rejected dioptre-range']],
  ])('%s %s is read as %s', (transform, cell, value, rules) => {
    expect(read(transform, cell)).toMatchObject({ value, rules });
  });

  it('without a sign is minus where the mapping says so', () => {
    expect(read('sphere', '125', { unsigned: 'minus' })).toMatchObject({
      value: '-1.25',
      rules: ['repaired hundredths'],
    });
    expect(read('cylinder', '0.50', { unsigned: 'minus' })).toMatchObject({
      value: '-0.50',
      rules: ['repaired sign-lost'],
    });
  });

  it('takes a decimal comma only where the mapping says so', () => {
    expect(read('sphere', '-1,25', { decimalComma: true }).value).toBe('-1.25');
  });

  it('beyond the device keeps the bound and its direction', () => {
    expect(read('sphere', '<-7.5', { beyond: 'beyond' })).toMatchObject({
      value: '-7.5',
      rest: { comparator: '<' },
    });
    expect(read('sphere', '+++', { beyond: 'beyond' })).toMatchObject({
      value: '7.50',
      rest: { comparator: '>' },
    });
    expect(read('sphere', 'OVR', { beyond: 'beyond' })).toMatchObject({
      value: undefined,
      rules: ['noted beyond-device'],
    });
  });
});

describe('Axis', () => {
  it.each([
    ['175', '175', []],
    ['0', '180', ['repaired axis-zero']],
    ['360', '180', ['repaired axis-beyond-180']],
    ['190', '10', ['repaired axis-beyond-180']],
    ['×180', '180', ['repaired axis-form']],
    ['180°', '180', ['repaired axis-form']],
    ['175.0', '175', ['repaired axis-form']],
    ['361', undefined, ['rejected axis']],
    ['17.5', undefined, ['rejected axis']],
  ])('%s is read as %s', (cell, value, rules) => {
    expect(read('axis', cell)).toMatchObject({ value, rules });
  });
});

describe('Acuity', () => {
  it.each([
    ['4.8', '4.8', 'five-grade', []],
    ['3.7', '3.7', 'five-grade', []],
    ['5', '5.0', 'five-grade', []],
    ['0.6', '4.8', 'decimal', []],
    ['0.9', '4.9', 'decimal', []],
    ['0.05', '3.7', 'decimal', []],
    ['4.9+2', '4.9', 'five-grade', ['repaired acuity-letters']],
    ['0.6-', '4.8', 'decimal', ['repaired acuity-letters']],
    ['1.0/5.0', '5.0', 'five-grade', ['repaired acuity-pair']],
    ['20/40', '4.7', 'snellen-feet', ['repaired acuity-converted']],
    ['6/12', '4.7', 'snellen-metre', ['repaired acuity-converted']],
    ['logMAR 0.3', '4.7', 'logmar', ['repaired acuity-converted']],
    ['-0.1', '5.1', 'logmar', []],
  ])('%s is read as %s, %s', (cell, value, notation, rules) => {
    expect(read('acuity', cell)).toMatchObject({ value, rest: { notation }, rules });
  });

  it.each(['2.4', '5.4', '9', '-0.5', 'x', '1.0/4.0', '20/2'])('rejects %s', (cell) => {
    expect(read('acuity', cell)).toMatchObject({
      value: undefined,
      rules: [expect.stringMatching(/^rejected acuity/)],
    });
  });

  it('in another notation than the file is rejected', () => {
    expect(read('acuity', '0.6', {}, { notation: 'five-grade' }).rules).toEqual(['rejected acuity-notation']);
  });

  it('below the chart is a category and keeps its distance', () => {
    expect(read('acuity', '指数/30cm', { categories: 'below' })).toMatchObject({
      value: undefined,
      rest: { category: 'counting-fingers', note: '指数/30cm' },
    });
  });

  it('goes from five-grade to the chart decimal and back', () => {
    for (let tenths = 40; tenths <= 53; tenths++) {
      const grade = (tenths / 10).toFixed(1);
      expect(fiveGradeOfDecimal(Number(decimalOfFiveGrade(Number(grade))))).toBe(grade);
    }
  });

  it('of a decimal never differs from the logarithm by more than half a step', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 200 }), (hundredths) => {
        const grade = Number(fiveGradeOfDecimal(hundredths / 100));
        expect(Math.abs(grade - (5 + Math.log10(hundredths / 100)))).toBeLessThan(0.08);
      }),
    );
  });

  it('has a logMAR without a negative zero', () => {
    expect([logmarOfFiveGrade('5.0'), logmarOfFiveGrade('5.3'), logmarOfFiveGrade('4.8')]).toEqual([
      '0.0',
      '-0.3',
      '0.2',
    ]);
  });
});

describe('Words', () => {
  it('are looked up in the table of the source', () => {
    expect(read('code', '男', { codes: 'sex' })).toMatchObject({ value: 'male', rest: { digit: '1' } });
    expect(read('code', 'm', { codes: 'sex' }).value).toBe('male');
  });

  it('that the source does not have are rejected with the words it has', () => {
    const { remarks } = cellTransforms.get('code')!.read('1', { codes: 'sex' }, context);
    expect(remarks?.[0]).toMatchObject({
      kind: 'rejected',
      rule: 'unknown-word',
      reason: expect.stringContaining('男, M'),
    });
  });
});

describe('Names', () => {
  it.each([
    ['张 小禾', '张小禾'],
    ['买买提•艾力', '买买提·艾力'],
    ['张小禾', '张小禾'],
    ['ZHANG XIAOHE', 'ZHANG XIAOHE'],
    ['李㛃然', '李㛃然'],
  ])('%s becomes %s', (cell, value) => {
    expect(read('name', cell).value).toBe(value);
  });

  it.each(['张?禾', '张□', '张\uFFFD'])('%s is kept and marked, for nobody is matched by it', (cell) => {
    expect(read('name', cell)).toMatchObject({
      value: cell,
      rest: { doubtful: true },
      rules: ['noted name-lost-character'],
    });
  });
});

describe('One eye', () => {
  const eye = (
    sphere?: string,
    cylinder?: string,
    axis?: string,
    more: Record<string, Record<string, unknown>> = {},
  ) => {
    const inputs = new Map(
      Object.entries({ sphere, cylinder, axis }).map(([role, text]) => [
        role,
        {
          header: role,
          value: text === undefined ? undefined : new Decimal(text),
          get: (suffix: string) => more[role]?.[suffix] as never,
        },
      ]),
    );
    const { values, findings } = rowTransforms.get('refraction')!.read(inputs, context);
    const text = (name: string) =>
      values[name] instanceof Decimal ? (values[name] as Decimal).text : values[name];
    return {
      sphere: text('sphere'),
      cylinder: text('cylinder'),
      axis: text('axis'),
      equivalent: text('equivalent'),
      exists: values.exists,
      axisAbsent: values.axisAbsent !== undefined,
      rules: (findings ?? []).map(({ rule }) => rule),
    };
  };

  it('has a spherical equivalent of sphere plus half the cylinder', () => {
    expect(eye('-1.25', '-0.50', '180').equivalent).toBe('-1.50');
    expect(eye('-0.75', '-0.25', '5').equivalent).toBe('-0.875');
    expect(eye('-0.25').equivalent).toBe('-0.25');
  });

  it('is transposed from plus to minus cylinder', () => {
    expect(eye('-1.75', '0.50', '90')).toMatchObject({
      sphere: '-1.25',
      cylinder: '-0.50',
      axis: '180',
      equivalent: '-1.50',
      rules: ['plus-cylinder'],
    });
  });

  it('keeps its power through every transposition', () => {
    const quarter = (max: number) => fc.integer({ min: 1, max }).map((n) => n / 4);
    fc.assert(
      fc.property(quarter(40), quarter(20), fc.integer({ min: 1, max: 180 }), (s, c, a) => {
        const turned = eye((-s).toFixed(2), c.toFixed(2), String(a));
        expect(Number(turned.equivalent)).toBeCloseTo(-s + c / 2, 10);
        expect(Number(turned.cylinder)).toBe(-c);
        expect(Math.abs(Number(turned.axis) - a)).toBe(90);
        expect(Number(turned.axis)).toBeGreaterThanOrEqual(1);
        expect(Number(turned.axis)).toBeLessThanOrEqual(180);
      }),
    );
  });

  it('without an axis keeps sphere, cylinder and equivalent, and says the axis is missing', () => {
    expect(eye('-1.00', '-0.50')).toMatchObject({
      equivalent: '-1.25',
      axisAbsent: true,
      rules: ['axis-missing'],
    });
    expect(eye('-1.00', '0.00')).toMatchObject({ axisAbsent: false, rules: [] });
  });

  it('beyond the device has no spherical equivalent', () => {
    expect(eye('7.50', '-0.50', '90', { sphere: { comparator: '>' } }).equivalent).toBeUndefined();
  });

  it('that was tried in vain exists without a value; one that was not tried does not exist', () => {
    expect(eye(undefined, undefined, undefined, { sphere: { tried: true } }).exists).toBe(true);
    expect(eye().exists).toBeUndefined();
  });
});
