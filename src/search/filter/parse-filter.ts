// Parses _filter: a recursive descent over the grammar of R4 search_filter.html. "and" and "or" are taken from left to
// right without precedence, as the specification says. A step may name its type, as in a chain: subject:Patient.name.

import { type FhirError, fhirError } from '../../fhir/error.ts';
import { type Filter, OPERATORS, type Operator, type Step, type Test } from './filter.ts';

/** Brackets within one another, and tests in one filter, at most. */
export const DEPTH_MAX = 20;
export const TESTS_MAX = 100;

const NAME = /[A-Za-z_][A-Za-z0-9_-]*/y;
const WORD = /[A-Za-z]+/y;
const BARE_VALUE = /[^\s)\]]+/uy;
const QUOTED = /"(?:[^"\\]|\\.)*"/suy;
const SPACE = /\s*/uy;

/** Throws FhirError 400 that says at which character. */
export function parseFilter(text: string): Filter {
  const parser = new Parser(text);
  const filter = parser.filter(0);
  parser.end();
  return filter;
}

class Parser {
  private at = 0;
  private tests = 0;
  private readonly text: string;

  constructor(text: string) {
    this.text = text;
  }

  filter(depth: number): Filter {
    if (depth > DEPTH_MAX) throw this.wrong(`brackets are nested more than ${DEPTH_MAX} deep`, 'too-costly');
    let left = this.unit(depth);
    for (let word = this.logicalWord(); word; word = this.logicalWord()) {
      left = { kind: word, left, right: this.unit(depth) };
    }
    return left;
  }

  end(): void {
    this.space();
    if (this.at === this.text.length) return;
    throw this.wrong(
      this.text[this.at] === ')' || this.text[this.at] === ']'
        ? `"${this.text[this.at]}" was never opened`
        : 'and, or, or the end of the filter was expected',
    );
  }

  private unit(depth: number): Filter {
    this.space();
    if (this.take('(')) return this.closed(')', depth);
    const start = this.at;
    if (this.match(WORD)?.toLowerCase() === 'not') {
      this.space();
      if (this.take('(')) return { kind: 'not', filter: this.closed(')', depth) };
    }
    this.at = start;
    return this.test(depth);
  }

  /** What stands behind an opening bracket, up to its end. */
  private closed(end: ')' | ']', depth: number): Filter {
    const opened = this.at;
    const filter = this.filter(depth + 1);
    this.space();
    if (!this.take(end)) throw this.wrong(`"${end}" is missing for the bracket at character ${opened}`);
    return filter;
  }

  private test(depth: number): Test {
    const at = this.at + 1;
    if (++this.tests > TESTS_MAX) throw this.wrong(`there are more than ${TESTS_MAX} tests`, 'too-costly');
    const path = [this.step(depth)];
    while (this.take('.')) path.push(this.step(depth));
    if (path.at(-1)!.filter) throw this.wrong('a "." and a name must follow the "]"');
    this.space();
    const op = this.operator();
    const gap = this.at;
    this.space();
    if (this.at === gap && this.at < this.text.length)
      throw this.wrong('a space was expected behind the operator');
    return { kind: 'test', path, op, value: this.value(), at };
  }

  private step(depth: number): Step {
    const name = this.match(NAME);
    if (name === undefined) throw this.wrong('the name of a search parameter was expected');
    const step: Step = { name };
    if (this.take(':')) {
      const type = this.match(WORD);
      if (type === undefined) throw this.wrong('a resource type was expected');
      step.type = type;
    }
    if (this.take('[')) step.filter = this.closed(']', depth);
    return step;
  }

  private operator(): Operator {
    const start = this.at;
    const word = this.match(WORD)?.toLowerCase();
    const op = OPERATORS.find((one) => one === word);
    if (op) return op;
    this.at = start;
    throw this.wrong(`an operator was expected: ${OPERATORS.join(', ')}`);
  }

  private value(): string {
    if (this.text[this.at] !== '"') {
      const bare = this.match(BARE_VALUE);
      if (bare === undefined) throw this.wrong('a value was expected');
      return bare;
    }
    const start = this.at;
    const quoted = this.match(QUOTED);
    if (quoted === undefined) throw this.wrong('the text has no closing quotation mark');
    try {
      return JSON.parse(quoted) as string;
    } catch {
      this.at = start;
      throw this.wrong('the text is not a JSON string: write " as \\" and \\ as \\\\');
    }
  }

  private logicalWord(): 'and' | 'or' | undefined {
    const start = this.at;
    this.space();
    const word = this.match(WORD)?.toLowerCase();
    if (word === 'and' || word === 'or') return word;
    this.at = start;
    return undefined;
  }

  private space(): void {
    this.match(SPACE);
  }

  private take(sign: string): boolean {
    if (this.text[this.at] !== sign) return false;
    this.at++;
    return true;
  }

  private match(pattern: RegExp): string | undefined {
    pattern.lastIndex = this.at;
    const found = pattern.exec(this.text)?.[0];
    if (found !== undefined) this.at += found.length;
    return found;
  }

  private wrong(what: string, code: 'invalid' | 'too-costly' = 'invalid'): FhirError {
    const rest = this.text.slice(this.at, this.at + 20);
    const found = rest === '' ? 'the end' : `"${rest}"`;
    return fhirError('invalid', `_filter, character ${this.at + 1}, at ${found}: ${what}.`, { code });
  }
}
