// FHIRPath text → syntax tree, by precedence climbing; http://hl7.org/fhirpath/N1/#operator-precedence.

import {
  type Expression,
  type LiteralType,
  OPERATORS,
  type Operator,
  PathSyntaxError,
} from './expression.ts';
import { type Token, tokensOf } from './tokens.ts';

const PRECEDENCE = new Map<string, number>(
  OPERATORS.flatMap((row, level) => row.map((name) => [name, level] as const)),
);
const UNITS = /^(?:year|month|week|day|hour|minute|second|millisecond)s?$/;

/** Throws PathSyntaxError. */
export function parseExpression(text: string): Expression {
  return new Parser(text).whole();
}

class Parser {
  private readonly text: string;
  private readonly tokens: Token[];
  private position = 0;

  constructor(text: string) {
    this.text = text;
    this.tokens = tokensOf(text);
  }

  whole(): Expression {
    const expression = this.binary(0);
    if (this.next.kind !== 'end') this.fail(`"${this.next.text}" is not expected`);
    return expression;
  }

  private binary(level: number): Expression {
    let left = this.unary();
    for (;;) {
      const operator = this.next.text;
      const found = this.isOperator() ? PRECEDENCE.get(operator)! : -1;
      if (found < level) return left;
      this.position++;
      if (operator === 'is' || operator === 'as') {
        left = { kind: 'type', on: left, operator, type: this.typeName() };
      } else {
        left = { kind: 'binary', operator: operator as Operator, left, right: this.binary(found + 1) };
      }
    }
  }

  private isOperator(): boolean {
    return (this.next.kind === 'symbol' || this.next.kind === 'name') && PRECEDENCE.has(this.next.text);
  }

  private unary(): Expression {
    if (this.accept('-')) return { kind: 'negative', operand: this.unary() };
    if (this.accept('+')) return this.unary();
    return this.invocations(this.term());
  }

  private invocations(start: Expression): Expression {
    let on = start;
    for (;;) {
      if (this.accept('.')) on = this.invocation(on);
      else if (this.accept('[')) {
        on = { kind: 'item', on, index: this.binary(0) };
        this.expect(']');
      } else return on;
    }
  }

  private invocation(on: Expression | undefined): Expression {
    const token = this.take();
    if (token.kind === 'special') return { kind: 'special', name: token.text };
    if (token.kind !== 'name' && token.kind !== 'delimited') this.fail('a name is expected', token);
    if (token.kind === 'name' && this.accept('(')) {
      return { kind: 'call', on, name: token.text, args: this.args() };
    }
    return { kind: 'member', on, name: token.text };
  }

  private args(): Expression[] {
    const args: Expression[] = [];
    if (this.accept(')')) return args;
    do args.push(this.binary(0));
    while (this.accept(','));
    this.expect(')');
    return args;
  }

  private term(): Expression {
    const token = this.next;
    if (this.accept('(')) {
      const inner = this.binary(0);
      this.expect(')');
      return inner;
    }
    if (this.accept('{')) {
      this.expect('}');
      return { kind: 'nothing' };
    }
    if (token.kind === 'string') return this.literal('String', token.text);
    if (token.kind === 'temporal')
      return this.literal(temporalType(token.text), token.text.replace(/^T|T$/, ''));
    if (token.kind === 'number') return this.number();
    if (token.kind === 'name' && (token.text === 'true' || token.text === 'false')) {
      return this.literal('Boolean', token.text === 'true');
    }
    if (token.kind === 'variable') {
      this.position++;
      return { kind: 'variable', name: token.text };
    }
    return this.invocation(undefined);
  }

  private literal(type: LiteralType, value: string | number | boolean): Expression {
    this.position++;
    return { kind: 'literal', type, value };
  }

  private number(): Expression {
    const { text } = this.take();
    const value = Number(text);
    const unit = this.next;
    if (unit.kind === 'string' || (unit.kind === 'name' && UNITS.test(unit.text))) {
      this.position++;
      return { kind: 'quantity', value, unit: unit.text };
    }
    return { kind: 'literal', type: text.includes('.') ? 'Decimal' : 'Integer', value };
  }

  private typeName(): string {
    const parts: string[] = [];
    do {
      const token = this.take();
      if (token.kind !== 'name' && token.kind !== 'delimited') this.fail('a type is expected', token);
      parts.push(token.text);
    } while (this.accept('.'));
    return parts.join('.');
  }

  private get next(): Token {
    return this.tokens[this.position]!;
  }

  private take(): Token {
    const token = this.next;
    if (token.kind === 'end') this.fail('it ends too early', token);
    this.position++;
    return token;
  }

  private accept(symbol: string): boolean {
    if (this.next.kind !== 'symbol' || this.next.text !== symbol) return false;
    this.position++;
    return true;
  }

  private expect(symbol: string): void {
    if (!this.accept(symbol)) this.fail(`"${symbol}" is expected`);
  }

  private fail(message: string, token = this.next): never {
    throw new PathSyntaxError(this.text, token.at, message);
  }
}

function temporalType(text: string): LiteralType {
  if (text.startsWith('T')) return 'Time';
  return text.includes('T') ? 'DateTime' : 'Date';
}
