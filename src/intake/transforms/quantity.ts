// A number with a unit that the mapping names: body height, body weight.

import { parseDecimal } from '../decimal.ts';
import { noted, rejected } from '../finding.ts';
import type { CellTransform } from './transform.ts';

/** Options: `min`, `max` (in the unit of the column). Outside it is not stored: nobody is 1.18 cm tall. */
export const quantity: CellTransform = {
  outputs: [],
  read(cell, options) {
    const number = parseDecimal(cell);
    if (!number) {
      return {
        values: {},
        remarks: [rejected('number', `"${cell}" is not a number. Correct or empty the cell.`)],
      };
    }
    const { min, max } = options as { min?: number; max?: number };
    if ((min !== undefined && number.value < min) || (max !== undefined && number.value > max)) {
      const reason = `${number.text} lies outside ${min} to ${max} and was left out: check number and unit.`;
      return { values: {}, remarks: [noted('implausible-quantity', reason)] };
    }
    return { values: { '': number } };
  },
};
