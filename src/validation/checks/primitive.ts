// Lexical forms and ranges of primitive values, R4 datatypes.html#primitive.

import type { Json } from '../../fhir/json/tree.ts';

export interface Primitive {
  /** The JSON type a value must have. */
  json: 'string' | 'number' | 'boolean';
  form?: { test(value: string): boolean };
  /** True for most right values, told at a glance; whatever it does not pass is looked at in full. */
  isPlain?(value: string): boolean;
  /** How a right value looks, for people. */
  example: string;
  /**
   * What no pattern sees: calendar days, ranges, digits. `source` is the number as written.
   * Answers what is wrong, as the end of a sentence that begins with the value.
   */
  fault?(value: never, source: string | undefined): string | undefined;
}

const YEAR = '([0-9]([0-9]([0-9][1-9]|[1-9]0)|[1-9]00)|[1-9]000)';
const MONTH = '(0[1-9]|1[0-2])';
const DAY = '(0[1-9]|[1-2][0-9]|3[0-1])';
const CLOCK = '([01][0-9]|2[0-3]):[0-5][0-9]:([0-5][0-9]|60)(\\.[0-9]+)?';
const ZONE = '(Z|(\\+|-)((0[0-9]|1[0-3]):[0-5][0-9]|14:00))';

const whole = (pattern: string): RegExp => new RegExp(`^(?:${pattern})$`);

/** R4 datatypes.html#string: none below 32 but tab, line feed and carriage return. XML could not carry others either. */
const CONTROL = /[\u0000-\u0008\u000b\u000c\u000e-\u001f]/;
const STRING_LENGTH_MAX = 1024 * 1024;
const DIGITS_MAX = 18;

const GLANCE_MAX = 200;

/** Whether all characters are between these two, in a text that is not long. */
function isWithin(value: string, least: number, most: number): boolean {
  const { length } = value;
  if (length === 0 || length > GLANCE_MAX) return false;
  for (let i = 0; i < length; i++) {
    const code = value.charCodeAt(i);
    if (code < least || code > most) return false;
  }
  return true;
}

const isPlainText = (value: string): boolean => isWithin(value, 0x20, 0xffff);
const isPlainWord = (value: string): boolean => isWithin(value, 0x21, 0x7e);
/** `urn:…` has forms of its own. */
const isPlainUri = (value: string): boolean => value[0] !== 'u' && isPlainWord(value);
const isPlainCanonical = (value: string): boolean => value.startsWith('http') && isPlainUri(value);

/** `2021-05-21`, on a day that every month has. */
function isPlainDay(value: string): boolean {
  if (value.length !== 10 || value[4] !== '-' || value[7] !== '-') return false;
  const year = digits(value, 0, 4);
  const month = digits(value, 5, 7);
  const day = digits(value, 8, 10);
  return year > 0 && month >= 1 && month <= 12 && day >= 1 && day <= 28;
}

/** NaN when there is anything else between. */
function digits(text: string, from: number, to: number): number {
  let value = 0;
  for (let i = from; i < to; i++) {
    const digit = text.charCodeAt(i) - 48;
    if (digit < 0 || digit > 9) return Number.NaN;
    value = value * 10 + digit;
  }
  return value;
}

function text(example: string): Primitive {
  return {
    json: 'string',
    example,
    isPlain: isPlainText,
    fault(value: string) {
      if (value === '') return 'is empty: leave the element out instead';
      return value.length > STRING_LENGTH_MAX ? 'is longer than 1,048,576 characters' : undefined;
    },
  };
}

const ANY_URI = '\\S*';

function uri(example: string, pattern = ANY_URI): Primitive {
  return {
    json: 'string',
    form: whole(pattern),
    ...(pattern === ANY_URI ? { isPlain: isPlainUri } : {}),
    example,
    fault(value: string) {
      if (value === '') return 'is empty: leave the element out instead';
      if (value.startsWith('urn:uuid:') && !UUID.test(value))
        return 'is no UUID: write urn:uuid: and 36 characters in small letters';
      if (value.startsWith('urn:oid:') && !OID.test(value))
        return 'is no OID: write urn:oid: and numbers with dots';
      return undefined;
    },
  };
}

/** A canonical URL is absolute, or leads to a contained resource. */
function canonical(): Primitive {
  const base = uri('https://example.org/StructureDefinition/a|1.0');
  return {
    ...base,
    isPlain: isPlainCanonical,
    fault(value: string) {
      if (value !== '' && !/^(#|[a-zA-Z][a-zA-Z0-9+.-]*:)/.test(value))
        return 'is no absolute URL: write it in full';
      return base.fault?.(value.split('|', 1)[0] as never, undefined);
    },
  };
}

const UUID = /^urn:uuid:[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;
const OID = /^urn:oid:[0-2](\.(0|[1-9][0-9]*))+$/;

function dated(pattern: string, example: string): Primitive {
  return {
    json: 'string',
    form: whole(pattern),
    example,
    ...(whole(pattern).test('2021-05-21') ? { isPlain: isPlainDay } : {}),
    fault: (value: string) => (isCalendarDay(value) ? undefined : 'is a day that does not exist'),
  };
}

function isCalendarDay(value: string): boolean {
  if (value.length < 10) return true;
  const day = Number(value.slice(8, 10));
  if (day <= 28) return true;
  const month = Number(value.slice(5, 7));
  if (month !== 2) return day <= 30 || ![4, 6, 9, 11].includes(month);
  const year = Number(value.slice(0, 4));
  return day === 29 && year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0);
}

const INTEGER_MAX = 2_147_483_647;

function integer(min: number, example: string): Primitive {
  return {
    json: 'number',
    example,
    fault(value: number, source: string | undefined) {
      if (!Number.isInteger(value) || (source !== undefined && !/^-?[0-9]+$/.test(source))) {
        return 'is not a whole number in digits';
      }
      return value < min || value > INTEGER_MAX ? `is not between ${min} and ${INTEGER_MAX}` : undefined;
    },
  };
}

function decimalFault(value: number, source: string | undefined): string | undefined {
  // JavaScript prints a double with at most seventeen digits that count.
  if (source === undefined && Math.abs(value) < 1e17) return undefined;
  const written = source ?? String(value);
  const mantissa = written.split(/[eE]/, 1)[0]!;
  const digits = mantissa.replace(/^-?0*\.?0*|\./g, '').length;
  return digits > DIGITS_MAX ? `has ${digits} digits and a decimal has at most ${DIGITS_MAX}` : undefined;
}

function base64Fault(value: string): string | undefined {
  const packed = value.replace(/\s+/g, '');
  if (packed === '') return 'is empty: leave the element out instead';
  return packed.length % 4 === 0 && /^[0-9a-zA-Z+/]*={0,2}$/.test(packed) ? undefined : 'is not valid base64';
}

export const PRIMITIVES: ReadonlyMap<string, Primitive> = new Map<string, Primitive>([
  ['boolean', { json: 'boolean', example: 'true or false' }],
  ['integer', integer(-INTEGER_MAX - 1, '42')],
  ['unsignedInt', integer(0, '0 or 42')],
  ['positiveInt', integer(1, '1 or 42')],
  ['decimal', { json: 'number', example: '1.50', fault: decimalFault }],
  ['string', text('text')],
  ['markdown', text('text')],
  ['xhtml', text('<div xmlns="http://www.w3.org/1999/xhtml">…</div>')],
  [
    'code',
    {
      json: 'string',
      form: whole('[^\\s]+(\\s[^\\s]+)*'),
      isPlain: isPlainWord,
      example: 'final, without spaces around it',
    },
  ],
  [
    'id',
    {
      json: 'string',
      form: whole('[A-Za-z0-9\\-\\.]{1,64}'),
      example: 'letters, digits, - and ., at most 64',
    },
  ],
  ['uri', uri('https://example.org/a')],
  ['url', uri('https://example.org/a')],
  ['canonical', canonical()],
  ['oid', uri('urn:oid:1.2.156', OID.source.slice(1, -1))],
  ['uuid', uri('urn:uuid:c757873d-ec9a-4326-a141-556f43239520', UUID.source.slice(1, -1))],
  ['base64Binary', { json: 'string', example: 'U2hhbmdoYWk=', fault: base64Fault }],
  ['date', dated(`${YEAR}(-${MONTH}(-${DAY})?)?`, '2021-05-21')],
  [
    'dateTime',
    dated(`${YEAR}(-${MONTH}(-${DAY}(T${CLOCK}${ZONE})?)?)?`, '2021-05-21 or 2021-05-21T10:15:00+08:00'),
  ],
  ['instant', dated(`${YEAR}-${MONTH}-${DAY}T${CLOCK}${ZONE}`, '2021-05-21T10:15:00.000+08:00')],
  ['time', { json: 'string', form: whole(CLOCK), example: '10:15:00' }],
]);

/** What is wrong with a primitive value; undefined when nothing is. */
export function primitiveFault(
  primitive: Primitive,
  type: string,
  value: Json,
  source: string | undefined,
): string | undefined {
  if (typeof value !== primitive.json) {
    return `${describe(value)} is not of type ${type}: write a JSON ${primitive.json} such as ${primitive.example}.`;
  }
  if (primitive.isPlain?.(value as string)) return undefined;
  if (primitive.form && !primitive.form.test(value as string)) {
    return `${describe(value)} is not a valid ${type}: write it like ${primitive.example}.`;
  }
  if (primitive.json === 'string' && CONTROL.test(value as string)) {
    return `${describe(value)} has a control character, which no ${type} may have: remove it.`;
  }
  const fault = primitive.fault?.(value as never, source);
  return fault === undefined ? undefined : `${source ?? describe(value)} ${fault} (type ${type}).`;
}

const SHOWN_MAX = 100;

/** A value as it can be shown in a sentence. */
export function describe(value: unknown): string {
  if (value === null) return 'null';
  if (Array.isArray(value)) return 'A list';
  if (typeof value === 'object') return 'An object';
  if (typeof value !== 'string') return String(value);
  return value.length > SHOWN_MAX ? `"${value.slice(0, SHOWN_MAX)}…"` : `"${value}"`;
}
