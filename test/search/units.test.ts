// Quantities in canonical units: UCUM, and numbers that stay exact on the way.

import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { convert, parseDecimal } from '../../src/search/decimal.ts';
import { createUnits } from '../../src/search/units/canonical.ts';
import { createTestServer, type TestServer } from '../support/lianti.ts';

const units = createUnits();
const UCUM = 'http://unitsofmeasure.org';

describe('a unit', () => {
  it.each([
    ['mg', 5.4, 'kg', 0.0000054],
    ['g', 5.4, 'kg', 0.0054],
    ['kg', 21.5, 'kg', 21.5],
    ['mm', 24.53, 'mm', 24.53],
    ['cm', 134.2, 'mm', 1342],
    ['[in_i]', 1, 'mm', 25.4],
    ['mm[Hg]', 120, 'mm[Hg]', 120],
    ['kPa', 16, 'mm[Hg]', 120.0102008670737],
    ['deg', 180, 'deg', 180],
    ['10*3/uL', 4.5, 'm-3', 4.5e12],
    ['10*9/L', 4.5, 'm-3', 4.5e12],
    ['mg/dL', 90, 'm-3.g', 900],
    ['/min', 60, '/min', 60],
    ['{beats}/min', 60, '/min', 60],
    ['Hz', 1, '/min', 60],
    ['%', 5, '1', 0.05],
    ['[diop]', -1.25, '[diop]', -1.25],
    ['/m', 2, '[diop]', 2],
    ['[diop]/a', -0.75, 'm-1.s-1', -0.75 / 31557600],
    ['u[IU]/mL', 2.5, 'm-3.[iU]', 2.5],
    ['m[iU]/L', 2.5, 'm-3.[iU]', 2.5],
    ['mL/[IU]', 1, 'm3./[iU]', 1e-6],
    ['Cel', 37, 'K', 310.15],
    ['[degF]', 98.6, 'K', 310.15],
  ])('%s: %d is in %s %d', (code, value, canonical, number) => {
    const unit = units.canonical(code)!;
    expect([unit.code, convert(value, unit.toNumber), unit.isItself]).toEqual([
      canonical,
      number,
      code === canonical,
    ]);
  });

  it.each([
    '',
    '{five-grade}',
    'mmHg',
    'pound',
    'm g',
    '[pH]',
    'dB',
    "[p'diop]",
    'Cel/min',
    '常',
    'x'.repeat(1000),
    'constructor',
    '__proto__',
  ])('%j is compared as it is written', (code) => {
    expect(units.canonical(code)).toBeUndefined();
  });

  it('knows dioptres by the year and by the month as the same measure', () => {
    const [year, month] = [units.canonical('[diop]/a')!, units.canonical('[diop]/mo')!];
    expect(month.code).toBe(year.code);
    expect(convert(-1.2, year.toNumber)).toBe(convert(-0.1, month.toNumber));
  });
});

describe('a number in another unit', () => {
  const codes = fc.constantFrom(
    'mg',
    'kg',
    '[in_i]',
    '[lb_av]',
    'Cel',
    '[degF]',
    '/min',
    'mm[Hg]',
    'deg',
    'a',
  );
  const numbers = fc.integer({ min: -1_000_000, max: 1_000_000 }).map((n) => n / 1000);

  it('keeps its order', () => {
    fc.assert(
      fc.property(codes, numbers, numbers, (code, a, b) => {
        const { toNumber } = units.canonical(code)!;
        const order = Math.sign(convert(a, toNumber) - convert(b, toNumber));
        expect(order).toBe(Math.sign(a - b));
      }),
    );
  });

  it('lies within the bounds of its own digits', () => {
    fc.assert(
      fc.property(codes, numbers, (code, value) => {
        const { toNumber } = units.canonical(code)!;
        const { value: exact, lo, hi } = parseDecimal(String(value), { toNumber })!;
        expect(exact).toBe(convert(value, toNumber));
        expect(lo < exact && exact < hi).toBe(true);
      }),
    );
  });
});

describe('quantities over HTTP', () => {
  let server: TestServer;
  const value = (id: string, quantity: object, more: object = {}) => ({
    resourceType: 'Observation',
    id,
    status: 'final',
    code: { coding: [{ system: 'http://c.example', code: 'x' }] },
    valueQuantity: { system: UCUM, ...quantity },
    ...more,
  });
  beforeAll(async () => {
    server = await createTestServer();
    const resources = [
      value('mg', { value: 5.4, unit: 'mg', code: 'mg' }),
      value('g', { value: 0.0054, unit: 'g', code: 'g' }),
      value('kg', { value: 5.4, unit: 'kg', code: 'kg' }),
      value('printed', { value: 5.4, unit: 'mg', system: undefined }),
      value('less', { value: 5, comparator: '<', unit: 'mg', code: 'mg' }),
      value('year', { value: -0.75, unit: 'D/年', code: '[diop]/a' }),
      value('five', { value: 5, unit: '五分记录', code: '{five-grade}' }),
      value('one', { value: 5, code: '1' }),
      value('warm', { value: 98.6, code: '[degF]' }),
      value('ph', { value: 7.4, code: '[pH]' }),
      value(
        'parts',
        { value: 1, code: 'km' },
        {
          component: [
            {
              code: { coding: [{ code: 'length' }] },
              valueQuantity: { value: 24.5, system: UCUM, code: 'mm' },
            },
          ],
        },
      ),
    ];
    for (const resource of resources)
      expect((await server.put(`Observation/${resource.id}`, resource)).status).toBe(201);
  });
  afterAll(() => server.close());

  it.each([
    [`value-quantity=5.4|${UCUM}|mg`, 'g mg'],
    [`value-quantity=0.0054|${UCUM}|g`, 'g mg'],
    [`value-quantity=5400|${UCUM}|ug`, 'g mg'],
    [`value-quantity=5.4e-6|${UCUM}|kg`, 'g mg'],
    [`value-quantity=5.4||mg`, 'mg printed'],
    ['value-quantity=5.4', 'kg mg printed'],
    [`value-quantity=gt1|${UCUM}|g`, 'kg'],
    [`value-quantity=lt5|${UCUM}|mg`, 'less'],
    [`value-quantity=ge5.4|${UCUM}|mg`, 'g kg mg'],
    [`value-quantity=ap6|${UCUM}|mg`, 'g mg'],
    [`value-quantity=ap7|${UCUM}|mg`, ''],
    [`value-quantity=ap5|${UCUM}|mg`, 'g less mg'],
    [`value-quantity=-0.75|${UCUM}|[diop]/a`, 'year'],
    [`value-quantity=lt-0.06|${UCUM}|[diop]/mo`, 'year'],
    ['value-quantity=-0.75||D/年', 'year'],
    [`value-quantity=5|${UCUM}|{five-grade}`, 'five'],
    [`value-quantity=5|${UCUM}|1`, 'one'],
    [`value-quantity=500|${UCUM}|%`, 'one'],
    [`value-quantity=37.0|${UCUM}|Cel`, 'warm'],
    [`value-quantity=ap38|${UCUM}|Cel`, 'warm'],
    [`value-quantity=ap50|${UCUM}|Cel`, ''],
    [`value-quantity=7.4|${UCUM}|[pH]`, 'ph'],
    [`code-value-quantity=x$1000|${UCUM}|m`, 'parts'],
    [`code-value-quantity=x$5.4|${UCUM}|mg`, 'g mg'],
    [`code-value-quantity=y$5.4|${UCUM}|mg`, ''],
    [`component-code-value-quantity=length$gt2.4|${UCUM}|cm`, 'parts'],
    [`component-code-value-quantity=length$24.5`, 'parts'],
    [`component-code-value-quantity=length$0.0245`, ''],
    [`combo-code-value-quantity=length$24.5|${UCUM}|mm,x$5.4|${UCUM}|mg`, 'g mg parts'],
    ['value-quantity=1', 'parts'],
    ['value-quantity=1000', ''],
    [`value-quantity=5.4|${UCUM}|`, 'kg mg'],
    ['value-quantity=5.4|http://other.example|mg', ''],
    ['value-quantity:missing=true', ''],
  ])('%s finds %s', async (query, ids) => {
    const { status, body } = await server.get(`Observation?${query.split('&').map(encoded).join('&')}`);
    expect(status).toBe(200);
    expect(
      (body.entry ?? [])
        .map((entry: { resource: { id: string } }) => entry.resource.id)
        .sort()
        .join(' '),
    ).toBe(ids);
  });

  it('are sorted by their own numbers, each once', async () => {
    const { body } = await server.get('Observation?_sort=-value-quantity&value-quantity=5.4,1,98.6');
    expect(body.entry.map((entry: { resource: { id: string } }) => entry.resource.id)[0]).toBe('warm');
    expect(body.entry).toHaveLength(5);
  });

  it('answer the same after an update to another unit', async () => {
    await server.put('Observation/turn', value('turn', { value: 3, code: 'mg' }));
    await server.put('Observation/turn', value('turn', { value: 3, code: 'g' }));
    const ids = async (query: string) =>
      ((await server.get(`Observation?${encoded(query)}`)).body.entry ?? []).map(
        (entry: { resource: { id: string } }) => entry.resource.id,
      );
    expect(await ids(`value-quantity=3|${UCUM}|mg`)).toEqual([]);
    expect(await ids(`value-quantity=3000|${UCUM}|mg`)).toEqual(['turn']);
    await server.delete('Observation/turn');
  });
});

function encoded(criterion: string): string {
  const [name, value] = criterion.split(/=(.*)/s) as [string, string];
  return `${name}=${encodeURIComponent(value)}`;
}
