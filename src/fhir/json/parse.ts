// JSON text to tree, stricter than JSON.parse: duplicate members, deep nesting, lone surrogates and numbers
// beyond double range are refused; the source text of numbers is kept where JavaScript would print another.
// RFC 8259; R4 json.html.

import { fhirError } from '../error.ts';
import { NumberSources } from './numbers.ts';
import { positionOf } from './position.ts';
import type { Json, JsonObject } from './tree.ts';

export interface JsonDocument {
  /** The text that was parsed, without a byte order mark. */
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

/** Throws FhirError('structure') when the bytes are not UTF-8. */
export function decodeUtf8(bytes: Uint8Array): string {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: false }).decode(bytes);
  } catch {
    throw fhirError('structure', 'The body is not valid UTF-8. FHIR JSON is always UTF-8: encode it again.');
  }
}

const QUOTE = 0x22;
const BACKSLASH = 0x5c;
const COMMA = 0x2c;
const COLON = 0x3a;
const MINUS = 0x2d;
const DOT = 0x2e;
const ZERO = 0x30;
const NINE = 0x39;

class Parser {
  readonly numbers = new NumberSources();
  compact = true;
  private readonly text: string;
  private at = 0;
  private depth = 0;
  /** The number just read as it was written, when String() would print it otherwise. */
  private source: string | undefined;

  constructor(text: string) {
    this.text = text;
  }

  document(): Json {
    this.space();
    if (this.at >= this.text.length) throw this.fault('The body is empty where JSON was expected');
    const value = this.value();
    this.space();
    if (this.at < this.text.length) throw this.fault('There is something after the end of the JSON value');
    return value;
  }

  private value(): Json {
    switch (this.text.charCodeAt(this.at)) {
      case 0x7b:
        return this.object();
      case 0x5b:
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

  private object(): JsonObject {
    this.enter();
    const result: JsonObject = {};
    this.at++;
    this.space();
    if (this.text.charCodeAt(this.at) === 0x7d) {
      this.leave();
      return result;
    }
    for (;;) {
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
      const value = this.value();
      result[name] = value;
      if (this.source !== undefined) this.keepSource(result, name);
      this.space();
      const c = this.text.charCodeAt(this.at);
      if (c === COMMA) {
        this.at++;
        this.space();
      } else if (c === 0x7d) {
        this.leave();
        return result;
      } else throw this.fault('A comma or } was expected');
    }
  }

  private array(): Json[] {
    this.enter();
    const result: Json[] = [];
    this.at++;
    this.space();
    if (this.text.charCodeAt(this.at) === 0x5d) {
      this.leave();
      return result;
    }
    for (;;) {
      const value = this.value();
      result.push(value);
      if (this.source !== undefined) this.keepSource(result, result.length - 1);
      this.space();
      const c = this.text.charCodeAt(this.at);
      if (c === COMMA) {
        this.at++;
        this.space();
      } else if (c === 0x5d) {
        this.leave();
        return result;
      } else throw this.fault('A comma or ] was expected');
    }
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

  private keepSource(container: object, member: string | number): void {
    this.numbers.add(container, member, this.source!);
    this.source = undefined;
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

  private enter(): void {
    if (++this.depth > DEPTH_MAX) throw this.fault(`The JSON is nested deeper than ${DEPTH_MAX} levels`);
  }

  private leave(): void {
    this.depth--;
    this.at++;
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
