// A number of a unit as a number of the canonical unit of its dimension.

import { parseDecimal } from '../decimal.ts';
import { createUnits, type Units } from './canonical.ts';

/** undefined: the unit is not convertible. The units are loaded when they are first asked for. */
export function createCanonicalNumbers(): (
  value: number,
  code: string,
) => { value: number; code: string } | undefined {
  let units: Units | undefined;
  return (value, code) => {
    units ??= createUnits();
    const canonical = units.canonical(code);
    const number = canonical && parseDecimal(String(value), { toNumber: canonical.toNumber })?.value;
    return number === undefined ? undefined : { value: number, code: canonical!.code };
  };
}
