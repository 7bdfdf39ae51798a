import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { Expression } from '../../../src/fhir/path/expression.ts';
import { parseExpression } from '../../../src/fhir/path/parse.ts';

describe('a FHIRPath text', () => {
  it.each([
    ['a implies b or c and d', '(a implies (b or (c and d)))'],
    ['a or b xor c', '((a or b) xor c)'],
    ['a = b in c', '((a = b) in c)'],
    ['a | b = c', '((a | b) = c)'],
    ['a < b = c', '((a < b) = c)'],
    ['a + b * c - d', '((a + (b * c)) - d)'],
    ['a & b = c', '((a & b) = c)'],
    ['-a + b', '((-a) + b)'],
    ['(a or b) and c', '((a or b) and c)'],
    ['a is Patient and b', '((a is Patient) and b)'],
    ['a | b is FHIR.Patient', '(a | (b is FHIR.Patient))'],
    ['a.b[0].c(d, e)', 'a.b[0].c(d, e)'],
    ["a.contains('x') contains b", "(a.contains('x') contains b)"],
    ['%resource.a = %vs-observation-status', '(%resource.a = %vs-observation-status)'],
    ["text.`div` = 'it\\'s'", "(text.div = 'it's')"],
    ['a // note\n = /* more */ b', '(a = b)'],
    ['$this > @2024-01-31T10:00:00+08:00', '($this > 2024-01-31T10:00:00+08:00)'],
    ["4 'mg' = {}", "(4 'mg' = {})"],
  ])('%s is read by precedence', (text, expected) => {
    expect(show(parseExpression(text))).toBe(expected);
  });

  it('is read or refused with its place, whatever it is', () => {
    const piece = fc.constantFrom(
      'a',
      '.',
      '(',
      ')',
      '[',
      ']',
      "'s'",
      '1',
      '2.5',
      ' and ',
      '=',
      '|',
      '%r',
      '$this',
      '@2024',
      '-',
      ',',
      '{}',
      ' is ',
    );
    fc.assert(
      fc.property(
        fc.oneof(
          fc.string(),
          fc.array(piece).map((pieces) => pieces.join('')),
        ),
        (text) => {
          try {
            parseExpression(text);
          } catch (error) {
            expect(error).toMatchObject({ kind: 'path-syntax' });
            expect((error as Error).message).toMatch(/at character \d+/);
          }
        },
      ),
    );
  });

  it('is read again to the same tree from its own form', () => {
    const name = fc.constantFrom('a', 'b', 'status', 'value');
    const tree = fc.letrec<{ e: string }>((tie) => ({
      e: fc.oneof(
        { maxDepth: 4 },
        name,
        fc
          .tuple(tie('e'), fc.constantFrom('and', 'or', '=', '|', '+', 'in', '<='), tie('e'))
          .map(([a, o, b]) => `(${a} ${o} ${b})`),
        fc.tuple(name, tie('e')).map(([n, e]) => `${n}.where(${e})`),
      ),
    })).e;
    fc.assert(fc.property(tree, (text) => expect(show(parseExpression(text))).toBe(text)));
  });
});

function show(expression: Expression): string {
  const on = (inner: Expression | undefined): string => (inner ? `${show(inner)}.` : '');
  switch (expression.kind) {
    case 'literal':
      return expression.type === 'String' ? `'${expression.value}'` : String(expression.value);
    case 'quantity':
      return `${expression.value} '${expression.unit}'`;
    case 'nothing':
      return '{}';
    case 'variable':
      return `%${expression.name}`;
    case 'special':
      return `$${expression.name}`;
    case 'member':
      return on(expression.on) + expression.name;
    case 'call':
      return `${on(expression.on)}${expression.name}(${expression.args.map(show).join(', ')})`;
    case 'item':
      return `${show(expression.on)}[${show(expression.index)}]`;
    case 'type':
      return `(${show(expression.on)} ${expression.operator} ${expression.type})`;
    case 'negative':
      return `(-${show(expression.operand)})`;
    case 'binary':
      return `(${show(expression.left)} ${expression.operator} ${show(expression.right)})`;
  }
}
