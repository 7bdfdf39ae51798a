// Exact fractions of whole numbers: what unit conversions are worked out in.

export interface Ratio {
  over: bigint;
  /** Above 0. */
  under: bigint;
}

/** Digits of a factor that are told apart from the noise of a double. */
const DIGITS = 13;
/** Digits that are looked at when a fraction becomes a double, which has 17. */
const DIGITS_OF_DOUBLE = 30;

export function ratio(over: bigint, under: bigint): Ratio {
  return { over, under };
}

/** digits × 10^exponent. */
export function ratioOf(digits: bigint, exponent: number): Ratio {
  return exponent >= 0
    ? ratio(digits * 10n ** BigInt(exponent), 1n)
    : ratio(digits, 10n ** BigInt(-exponent));
}

/** The short fraction that a calculated factor stands for: 0.016666666666666666 is 1/60, 999999999999.9999 is 10^12. */
export function ratioNear(factor: number): Ratio {
  const plain = shortest(factor);
  const inverse = shortest(1 / factor);
  if (inverse.digits.length < plain.digits.length) {
    const { over, under } = ratioOf(BigInt(inverse.digits), inverse.exponent);
    return ratio(under, over);
  }
  return ratioOf(BigInt(plain.digits), plain.exponent);
}

export function times(a: Ratio, b: Ratio): Ratio {
  return ratio(a.over * b.over, a.under * b.under);
}

export function plus(a: Ratio, b: Ratio): Ratio {
  return ratio(a.over * b.under + b.over * a.under, a.under * b.under);
}

/** a / b in lowest terms; b is above 0. */
export function per(a: Ratio, b: Ratio): Ratio {
  const { over, under } = ratio(a.over * b.under, a.under * b.over);
  let [x, y] = [over, under];
  while (y !== 0n) [x, y] = [y, x % y];
  return ratio(over / x, under / x);
}

/** The nearest double. */
export function toDouble({ over, under }: Ratio): number {
  const shift = DIGITS_OF_DOUBLE - (String(over).length - String(under).length);
  const digits = shift >= 0 ? (over * 10n ** BigInt(shift)) / under : over / (under * 10n ** BigInt(-shift));
  return Number(`${digits}e${-shift}`);
}

/** The exponent of a power of ten; undefined for any other number. */
export function powerOfTen({ over, under }: Ratio): number | undefined {
  const zeros = (n: bigint) => (/^10*$/.test(String(n)) ? String(n).length - 1 : undefined);
  const [up, down] = [zeros(over), zeros(under)];
  return up === undefined || down === undefined ? undefined : up - down;
}

function shortest(value: number): { digits: string; exponent: number } {
  const [mantissa, exponent] = value.toExponential(DIGITS - 1).split('e') as [string, string];
  const digits = mantissa.replace('.', '').replace(/0+$/, '');
  return { digits, exponent: Number(exponent) - digits.length + 1 };
}
