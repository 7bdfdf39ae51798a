// Decimals that keep their digits (R4 datatypes.html#decimal) and add up exactly.

/** A number as FHIR will show it: `-0.50`, never `-.5` or `+0.5`. */
export class Decimal {
  readonly text: string;
  readonly value: number;

  constructor(text: string) {
    this.text = text;
    this.value = Number(text);
  }
}

const WRITTEN = /^([+-]?)(\d*)(?:\.(\d*))?$/;
const SCALE = 10_000;

/** `+.5`, `-00.50`, `5.` are decimals; undefined for anything else. The digits after the point stay. */
export function parseDecimal(text: string): Decimal | undefined {
  const match = WRITTEN.exec(text);
  if (!match) return undefined;
  const [, sign = '', whole = '', fraction = ''] = match;
  if (whole === '' && fraction === '') return undefined;
  const digits = whole.replace(/^0+(?=\d)/, '') || '0';
  const magnitude = fraction === '' ? digits : `${digits}.${fraction}`;
  return new Decimal(sign === '-' && Number(magnitude) !== 0 ? `-${magnitude}` : magnitude);
}

/** a + b, exact for up to four digits after the point, shown with at least two. */
export function add(a: Decimal, b: Decimal): Decimal {
  return fromUnits(units(a) + units(b));
}

export function negate(a: Decimal): Decimal {
  return new Decimal(a.value === 0 ? a.text : a.text.startsWith('-') ? a.text.slice(1) : `-${a.text}`);
}

/** sphere + cylinder / 2, the spherical equivalent of WS/T 663-2020. */
export function sphericalEquivalent(sphere: Decimal, cylinder: Decimal | undefined): Decimal {
  return fromUnits(units(sphere) + (cylinder ? units(cylinder) / 2 : 0));
}

function units(a: Decimal): number {
  return Math.round(a.value * SCALE);
}

function fromUnits(n: number): Decimal {
  const text = (n / SCALE).toFixed(5).replace(/0{1,3}$/, '');
  return new Decimal(Number(text) === 0 ? '0.00' : text);
}
