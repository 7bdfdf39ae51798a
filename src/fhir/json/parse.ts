// JSON text to tree, stricter than JSON.parse: duplicate members, deep nesting, lone surrogates and numbers
// beyond double range are refused; the source text of numbers is kept where JavaScript would print another.
// RFC 8259; R4 json.html.

import { fhirError } from '../error.ts';
import { NumberSources } from './numbers.ts';
import { positionOf } from './position.ts';
import type { Json, JsonObject } from './tree.ts';

export interface JsonDocument {
  /** The text that was parsed, without a byte order mark, or its compact form. */
  text: string;
  value: Json;
  numbers: NumberSources;
  /** True when there is no whitespace outside strings. */
  compact: boolean;
}

/** Levels of objects and arrays. FHIR itself needs fewer than thirty. */
export const DEPTH_MAX = 100;

/** Throws FhirError('structure') with line and column. */
export function parseJson(source: string): JsonDocument {
  const text = source.charCodeAt(0) === 0xfeff ? source.slice(1) : source;
  const parser = new Parser(text);
  const value = parser.document();
  return { text, value, numbers: parser.numbers, compact: parser.compact };
}

/** The same, a few milliseconds of work at a time: a long document must not hold up others. */
export function* parseJsonInParts(source: string): Generator<undefined, JsonDocument> {
  const text = source.charCodeAt(0) === 0xfeff ? source.slice(1) : source;
  const parser = new Parser(text);
  const value = yield* parser.documentInParts();
  return { text, value, numbers: parser.numbers, compact: parser.compact };
}

/** Throws FhirError('structure') when the bytes are not UTF-8. */
export function decodeUtf8(bytes: Uint8Array): string {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: false }).decode(bytes);
  } catch {
    throw fhirError('structure', 'The body is not valid UTF-8. FHIR JSON is always UTF-8: encode it again.');
  }
}

/** Characters; a millisecond or less. */
const PART_LENGTH = 16 * 1024;
/** What is nested deeper is read at one go: enough for the entries of a Bundle within Parameters. */
const PARTS_DEPTH = 6;

const QUOTE = 0x22;
const BACKSLASH = 0x5c;
const COMMA = 0x2c;
const COLON = 0x3a;
const MINUS = 0x2d;
const DOT = 0x2e;
const ZERO = 0x30;
const NINE = 0x39;
const OPEN_BRACE = 0x7b;
const CLOSE_BRACE = 0x7d;
const OPEN_BRACKET = 0x5b;
const CLOSE_BRACKET = 0x5d;

class Parser {
  readonly numbers = new NumberSources();
  compact = true;
  private readonly text: string;
  private at = 0;
  private depth = 0;
  /** Where the part under way may end, when the document is read in parts. */
  private partEnd = PART_LENGTH;
  /** The number just read as it was written, when String() would print it otherwise. */
  private source: string | undefined;

  constructor(text: string) {
    this.text = text;
  }

  document(): Json {
    this.begin();
    const value = this.value();
    this.end();
    return value;
  }

  *documentInParts(): Generator<undefined, Json> {
    this.begin();
    const value = yield* this.valueInParts();
    this.end();
    return value;
  }

  private begin(): void {
    this.space();
    if (this.at >= this.text.length) throw this.fault('The body is empty where JSON was expected');
  }

  private end(): void {
    this.space();
    if (this.at < this.text.length) throw this.fault('There is something after the end of the JSON value');
  }

  private value(): Json {
    switch (this.text.charCodeAt(this.at)) {
      case OPEN_BRACE:
        return this.object();
      case OPEN_BRACKET:
        return this.array();
      case QUOTE:
        return this.string();
      case 0x74:
        return this.word('true', true);
      case 0x66:
        return this.word('false', false);
      case 0x6e:
        return this.word('null', null);
      default:
        return this.number();
    }
  }

  private *valueInParts(): Generator<undefined, Json> {
    if (this.at >= this.partEnd) {
      this.partEnd = this.at + PART_LENGTH;
      yield;
    }
    if (this.depth >= PARTS_DEPTH) return this.value();
    const c = this.text.charCodeAt(this.at);
    if (c === OPEN_BRACE) return yield* this.objectInParts();
    if (c === OPEN_BRACKET) return yield* this.arrayInParts();
    return this.value();
  }

  private object(): JsonObject {
    const result: JsonObject = {};
    for (let more = this.open(CLOSE_BRACE); more; more = this.next(CLOSE_BRACE)) {
      const name = this.memberName(result);
      result[name] = this.value();
      if (this.source !== undefined) this.keepSource(result, name);
    }
    return result;
  }

  private *objectInParts(): Generator<undefined, JsonObject> {
    const result: JsonObject = {};
    for (let more = this.open(CLOSE_BRACE); more; more = this.next(CLOSE_BRACE)) {
      const name = this.memberName(result);
      result[name] = yield* this.valueInParts();
      if (this.source !== undefined) this.keepSource(result, name);
    }
    return result;
  }

  private array(): Json[] {
    const result: Json[] = [];
    for (let more = this.open(CLOSE_BRACKET); more; more = this.next(CLOSE_BRACKET)) {
      result.push(this.value());
      if (this.source !== undefined) this.keepSource(result, result.length - 1);
    }
    return result;
  }

  private *arrayInParts(): Generator<undefined, Json[]> {
    const result: Json[] = [];
    for (let more = this.open(CLOSE_BRACKET); more; more = this.next(CLOSE_BRACKET)) {
      result.push(yield* this.valueInParts());
      if (this.source !== undefined) this.keepSource(result, result.length - 1);
    }
    return result;
  }

  /** Goes into an object or array; false: it is empty, and left again. */
  private open(close: number): boolean {
    if (++this.depth > DEPTH_MAX) throw this.fault(`The JSON is nested deeper than ${DEPTH_MAX} levels`);
    this.at++;
    this.space();
    return this.text.charCodeAt(this.at) !== close || this.leave();
  }

  /** Behind one member or element: goes to the next; false: there is none, and the whole is left. */
  private next(close: number): boolean {
    this.space();
    const c = this.text.charCodeAt(this.at);
    if (c === COMMA) {
      this.at++;
      this.space();
      return true;
    }
    if (c === close) return this.leave();
    throw this.fault(`A comma or ${String.fromCharCode(close)} was expected`);
  }

  private leave(): false {
    this.depth--;
    this.at++;
    return false;
  }

  /** Goes on to the member's value. */
  private memberName(result: JsonObject): string {
    if (this.text.charCodeAt(this.at) !== QUOTE)
      throw this.fault('A member name in double quotes was expected');
    const nameAt = this.at;
    const name = this.string();
    if (Object.hasOwn(result, name)) throw this.fault(`The member "${clip(name)}" is there twice`, nameAt);
    if (name === '__proto__') throw this.fault('A member cannot be called "__proto__"', nameAt);
    this.space();
    if (this.text.charCodeAt(this.at) !== COLON) throw this.fault('A colon was expected');
    this.at++;
    this.space();
    return name;
  }

  private keepSource(container: object, member: string | number): void {
    this.numbers.add(container, member, this.source!);
    this.source = undefined;
  }

  private string(): string {
    const { text } = this;
    const start = ++this.at;
    for (let i = start; i < text.length; i++) {
      const c = text.charCodeAt(i);
      if (c === QUOTE) {
        this.at = i + 1;
        return text.slice(start, i);
      }
      if (c === BACKSLASH) return this.escapedString(start, i);
      if (c < 0x20) throw this.fault('A control character stands in a string: write it as an escape', i);
    }
    throw this.fault('A string never ends', start - 1);
  }

  /** A string with at least one backslash, the first at `i`. */
  private escapedString(start: number, i: number): string {
    const { text } = this;
    for (; i < text.length; i++) {
      const c = text.charCodeAt(i);
      if (c === QUOTE) {
        this.at = i + 1;
        return this.unescape(start, i);
      }
      if (c === BACKSLASH) i++;
      else if (c < 0x20) throw this.fault('A control character stands in a string: write it as an escape', i);
    }
    throw this.fault('A string never ends', start - 1);
  }

  private unescape(start: number, end: number): string {
    let value: string;
    try {
      value = JSON.parse(this.text.slice(start - 1, end + 1)) as string;
    } catch {
      throw this.fault('A string holds an escape that JSON does not know', start - 1);
    }
    if (!value.isWellFormed()) throw this.fault('A string holds half of a surrogate pair', start - 1);
    return value;
  }

  private number(): number {
    const { text } = this;
    const start = this.at;
    let i = start;
    if (text.charCodeAt(i) === MINUS) i++;
    const first = text.charCodeAt(i);
    if (!(first >= ZERO && first <= NINE)) throw this.fault('A JSON value was expected');
    i = digits(text, i);
    if (first === ZERO && i > start + 1 && /^-?0\d/.test(text.slice(start, i))) {
      throw this.fault('A number cannot start with a needless zero');
    }
    let plain = i - start <= 15;
    if (text.charCodeAt(i) === DOT) {
      plain = false;
      const point = ++i;
      i = digits(text, i);
      if (i === point) throw this.fault('Digits were expected after the decimal point', i);
    }
    if ((text.charCodeAt(i) | 0x20) === 0x65) {
      plain = false;
      i++;
      const sign = text.charCodeAt(i);
      if (sign === 0x2b || sign === MINUS) i++;
      const exponent = i;
      i = digits(text, i);
      if (i === exponent) throw this.fault('Digits were expected in the exponent', i);
    }
    this.at = i;
    const written = text.slice(start, i);
    const value = Number(written);
    if (!Number.isFinite(value)) throw this.fault('A number is too large', start);
    if ((!plain || value === 0) && String(value) !== written) this.source = written;
    return value;
  }

  private word<T extends Json>(word: string, value: T): T {
    if (!this.text.startsWith(word, this.at)) throw this.fault('A JSON value was expected');
    this.at += word.length;
    return value;
  }

  private space(): void {
    const { text } = this;
    for (;;) {
      const c = text.charCodeAt(this.at);
      if (c !== 0x20 && c !== 0x0a && c !== 0x0d && c !== 0x09) return;
      this.compact = false;
      this.at++;
    }
  }

  private fault(what: string, at = this.at) {
    const { line, column } = positionOf(this.text, at);
    return fhirError('structure', `${what}, at line ${line}, column ${column}.`, { line, column });
  }
}

function digits(text: string, i: number): number {
  for (;;) {
    const c = text.charCodeAt(i);
    if (!(c >= ZERO && c <= NINE)) return i;
    i++;
  }
}

function clip(name: string): string {
  return name.length > 60 ? `${name.slice(0, 60)}…` : name;
}
