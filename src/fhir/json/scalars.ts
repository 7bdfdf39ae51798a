// The scalars of JSON text, one after another: strings, numbers, words, and the space between. RFC 8259 3, 6, 7.

import { fhirError } from '../error.ts';
import { positionOf } from './position.ts';
import type { Json } from './tree.ts';

const QUOTE = 0x22;
const BACKSLASH = 0x5c;
const MINUS = 0x2d;
const DOT = 0x2e;
const ZERO = 0x30;
const NINE = 0x39;

/** Stands at one place of a text and goes on. Faults are FhirError('structure') with line and column. */
export class ScalarReader {
  /** False once there was whitespace outside strings. */
  compact = true;
  protected readonly text: string;
  protected at = 0;
  /** The number just read as it was written, when String() would print it otherwise. */
  protected source: string | undefined;

  constructor(text: string) {
    this.text = text;
  }

  protected string(): string {
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

  protected number(): number {
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

  protected word<T extends Json>(word: string, value: T): T {
    if (!this.text.startsWith(word, this.at)) throw this.fault('A JSON value was expected');
    this.at += word.length;
    return value;
  }

  protected space(): void {
    const { text } = this;
    for (;;) {
      const c = text.charCodeAt(this.at);
      if (c !== 0x20 && c !== 0x0a && c !== 0x0d && c !== 0x09) return;
      this.compact = false;
      this.at++;
    }
  }

  protected fault(what: string, at = this.at) {
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
