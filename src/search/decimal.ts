// Numbers in search values and what their digits stand for: 5.4 is 5.35 up to 5.45, 100 is 99.5 up to 100.5, 1e2 is
// 50 up to 150. R4 search.html#number. Bounds are worked out on the digits, so that they are the nearest doubles, also
// in another unit.

export interface Decimal {
  value: number;
  /** lo <= v < hi is what the written digits leave open: half a unit of the last place on both sides. */
  lo: number;
  hi: number;
}

/** digits × 10^exponent as a double, perhaps in another unit. Never falls where the number rises. */
export type ToNumber = (digits: bigint, exponent: number) => number;

export interface Reading {
  /** `ap`: a tenth of the value on both sides, where that is wider. R4 search.html#prefix. */
  approximate?: boolean;
  /** Default: the number itself. */
  toNumber?: ToNumber;
}

const FORM = /^([+-]?)(\d+)(?:\.(\d+))?(?:[eE]([+-]?\d{1,4}))?$/;
const DIGITS_MAX = 60;

export const itself: ToNumber = (digits, exponent) => Number(`${digits}e${exponent}`);

/** undefined: not a number, or beyond what a double holds. */
export function parseDecimal(text: string, reading: Reading = {}): Decimal | undefined {
  const match = FORM.exec(text);
  if (!match || text.length > DIGITS_MAX || !Number.isFinite(Number(text))) return undefined;
  const fraction = match[3] ?? '';
  const exponent = Number(match[4] ?? 0) - fraction.length;
  const digits = BigInt(match[2]! + fraction) * (match[1] === '-' ? -1n : 1n);
  // Two places more than written: half of the last one, and a tenth of the whole.
  const value = digits * 100n;
  const tenth = (digits < 0n ? -digits : digits) * 10n;
  const beside = reading.approximate && tenth > 50n ? tenth : 50n;
  const at = (hundredths: bigint) => (reading.toNumber ?? itself)(hundredths, exponent - 2);
  return { value: at(value), lo: at(value - beside), hi: at(value + beside) };
}

/** A stored number in another unit. */
export function convert(value: number, toNumber: ToNumber): number {
  const [mantissa, exponent = '0'] = String(value).split('e') as [string, string?];
  const [whole, fraction = ''] = mantissa.split('.') as [string, string?];
  return toNumber(BigInt(whole + fraction), Number(exponent) - fraction.length);
}
