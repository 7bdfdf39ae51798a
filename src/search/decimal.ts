// Numbers in search values and what their digits stand for: 5.4 is 5.35 up to 5.45, 100 is 99.5 up to 100.5.
// R4 search.html#number. Bounds are worked out on the digits, so that they are the nearest doubles.

export interface Decimal {
  value: number;
  /** lo <= v < hi is what the written digits leave open: half a unit of the last place on both sides. */
  lo: number;
  hi: number;
}

const FORM = /^([+-]?)(\d+)(?:\.(\d+))?(?:[eE]([+-]?\d{1,4}))?$/;
const DIGITS_MAX = 60;

/** undefined: not a number, or beyond what a double holds. */
export function parseDecimal(text: string): Decimal | undefined {
  const match = FORM.exec(text);
  if (!match || text.length > DIGITS_MAX) return undefined;
  const fraction = match[3] ?? '';
  const exponent = Number(match[4] ?? 0) - fraction.length;
  const unscaled = BigInt(match[2]! + fraction) * 10n * (match[1] === '-' ? -1n : 1n);
  const at = (tenths: bigint) => Number(`${tenths}e${exponent - 1}`);
  const value = Number(text);
  if (!Number.isFinite(value)) return undefined;
  return { value, lo: at(unscaled - 5n), hi: at(unscaled + 5n) };
}
