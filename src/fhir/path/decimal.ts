// Arithmetic that gives the decimal people expect: 4.1 * 10 is 41 and 5 - 4.9 is 0.1.

/** Digits that a double carries without doubt. */
const SAFE_DIGITS = 15;

const FEW_PLACES = 6;

type DecimalOperator = '+' | '-' | '*' | '/' | 'div' | 'mod';

/** undefined: division by zero. */
export function calculate(operator: DecimalOperator, a: number, b: number): number | undefined {
  const places = Math.max(decimalPlaces(a), decimalPlaces(b));
  switch (operator) {
    case '+':
      return rounded(a + b, places);
    case '-':
      return rounded(a - b, places);
    case '*':
      return rounded(a * b, decimalPlaces(a) + decimalPlaces(b));
    case '/':
      return b === 0 ? undefined : Number((a / b).toPrecision(SAFE_DIGITS));
    case 'div':
      return b === 0 ? undefined : Math.trunc(Number((a / b).toPrecision(SAFE_DIGITS)));
    case 'mod':
      return b === 0 ? undefined : remainder(a, b, places);
  }
}

/** By whole multiples of the smallest digit: 0.3 mod 0.1 is 0. */
function remainder(a: number, b: number, places: number): number {
  const scale = 10 ** places;
  return rounded((Math.round(a * scale) % Math.round(b * scale)) / scale, places);
}

function rounded(value: number, places: number): number {
  return places > SAFE_DIGITS ? value : Number(value.toFixed(places));
}

function decimalPlaces(value: number): number {
  if (Number.isInteger(value)) return 0;
  // The usual values are found without printing them: the decimal with so many places is this very number.
  for (let places = 1, scale = 10; places <= FEW_PLACES && Math.abs(value) < 1e6; places++, scale *= 10) {
    if (Math.round(value * scale) / scale === value) return places;
  }
  const [digits = '', exponent = '0'] = String(value).split('e');
  return Math.max(0, (digits.split('.')[1]?.length ?? 0) - Number(exponent));
}
