// Sphere and cylinder cells in dioptres: signs, hundredths, words for zero, readings beyond the device.

import { Decimal, parseDecimal } from '../decimal.ts';
import { noted, type Remark, rejected, repaired } from '../finding.ts';
import type { CellTransform, Options, Reading, TransformContext } from './transform.ts';

const UNIT = /(?:DS|DC|D|度)$/i;
const ZERO_WORD = /^(?:平光|平|PL|PLANO)$/i;
const BOUND = /^([<>])([+-]?\d+(?:\.\d+)?)$/;
/** Written without a point: hundredths, as on many lensmeters. */
const HUNDREDTHS = /^([+-]?)(\d{3,4})$/;

interface Limits {
  min: number;
  max: number;
}

function dioptre(limits: Limits, unsigned: 'plus' | 'lost'): CellTransform {
  return {
    outputs: ['comparator'],
    tables: (options) => (options.beyond === undefined ? [] : [String(options.beyond)]),
    read(cell, options, context) {
      const remarks: Remark[] = [];
      const tidy = cell.replace(/\s/g, '').replace(UNIT, '');
      if (tidy !== cell) remarks.push(repaired('dioptre-unit', tidy, 'The unit in the cell was taken out.'));
      if (ZERO_WORD.test(tidy)) {
        remarks.push(repaired('plano', '0.00', 'The word for plano is 0.'));
        return { values: { '': new Decimal('0.00') }, remarks };
      }
      const bound = beyondDevice(tidy, options, context);
      if (bound) return { values: bound.values, remarks: [...remarks, ...(bound.remarks ?? [])] };
      return number(tidy, limits, unsigned, options, remarks);
    },
  };
}

/** `>7.5` and the words of the table `beyond`: the bound with a comparator, or only the fact that it is beyond. */
function beyondDevice(cell: string, options: Options, { codes }: TransformContext): Reading | undefined {
  const bound = BOUND.exec(cell);
  if (bound) return { values: { '': parseDecimal(bound[2]!), comparator: bound[1] } };
  const table = options.beyond === undefined ? undefined : codes.get(String(options.beyond));
  const word = table?.get(cell) ?? table?.get(cell.toUpperCase());
  if (!word) return undefined;
  const value = parseDecimal(word.value ?? '');
  if (value && word.comparator) {
    const remark = repaired(
      'beyond-device',
      `${word.comparator} ${value.text}`,
      'The device gave only its limit.',
    );
    return { values: { '': value, comparator: word.comparator }, remarks: [remark] };
  }
  return {
    values: {},
    remarks: [
      noted('beyond-device', 'The reading is beyond the device and its sign is not told: no value was kept.'),
    ],
  };
}

function number(
  cell: string,
  limits: Limits,
  unsigned: 'plus' | 'lost',
  options: Options,
  remarks: Remark[],
): Reading {
  const minusMeant = options.unsigned === 'minus';
  let value = parseDecimal(options.decimalComma === true ? cell.replace(',', '.') : cell);
  if (!value) return reject('dioptre', `"${cell}" is no dioptre value, such as -1.25. Correct the cell.`);
  const hundredths = HUNDREDTHS.exec(cell);
  if (hundredths) {
    const [, sign, digits] = hundredths;
    if (sign === '' && !minusMeant) return signLost(cell);
    const shifted = `${digits!.slice(0, -2)}.${digits!.slice(-2)}`;
    value = parseDecimal(`${sign === '' ? '-' : sign}${shifted}`)!;
    remarks.push(repaired('hundredths', value.text, 'A whole number of hundredths became dioptres.'));
  } else if (unsigned === 'lost' && value.value !== 0 && !/^[+-]/.test(cell)) {
    if (!minusMeant) return signLost(cell);
    value = parseDecimal(`-${value.text}`)!;
    remarks.push(repaired('sign-lost', value.text, 'The file is declared to leave out the minus of myopia.'));
  }
  if (value.value < limits.min || value.value > limits.max) {
    return reject(
      'dioptre-range',
      `${value.text} D lies outside ${limits.min} to ${limits.max} D. Check the cell.`,
    );
  }
  return { values: { '': value }, remarks };
}

function signLost(cell: string): Reading {
  return reject(
    'sign-lost',
    `"${cell}" has lost its sign: it may be minus or plus. Write the sign, or declare in the mapping that unsigned means minus.`,
  );
}

function reject(rule: string, reason: string): Reading {
  return { values: {}, remarks: [rejected(rule, reason)] };
}

/** A sphere without a sign is plus: most kindergarten children are long-sighted. */
export const sphere = dioptre({ min: -30, max: 30 }, 'plus');

/** A cylinder without a sign cannot be told from a plus cylinder. */
export const cylinder = dioptre({ min: -15, max: 15 }, 'lost');
