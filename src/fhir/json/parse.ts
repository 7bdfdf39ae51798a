// JSON text to tree, stricter than JSON.parse: duplicate members, deep nesting, lone surrogates and numbers
// beyond double range are refused; the source text of numbers is kept where JavaScript would print another.
// RFC 8259; R4 json.html.

import { fhirError } from '../error.ts';
import { NumberSources } from './numbers.ts';
import { ScalarReader } from './scalars.ts';
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
const COMMA = 0x2c;
const COLON = 0x3a;
const OPEN_BRACE = 0x7b;
const CLOSE_BRACE = 0x7d;
const OPEN_BRACKET = 0x5b;
const CLOSE_BRACKET = 0x5d;

class Parser extends ScalarReader {
  readonly numbers = new NumberSources();
  private depth = 0;
  /** Where the part under way may end, when the document is read in parts. */
  private partEnd = PART_LENGTH;

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
}

function clip(name: string): string {
  return name.length > 60 ? `${name.slice(0, 60)}…` : name;
}
