// The syntax tree of FHIRPath expressions, http://hl7.org/fhirpath/N1/#grammar.

export type Expression =
  | { kind: 'literal'; type: LiteralType; value: string | number | boolean }
  /** `4 'mg'`, `3 days`. */
  | { kind: 'quantity'; value: number; unit: string }
  /** `{}` */
  | { kind: 'nothing' }
  /** `%resource`, without the sign. */
  | { kind: 'variable'; name: string }
  /** `$this`, `$index`, `$total`, without the sign. */
  | { kind: 'special'; name: string }
  /** `on.name`; no `on`: of the focus. */
  | { kind: 'member'; on?: Expression; name: string }
  | { kind: 'call'; on?: Expression; name: string; args: Expression[] }
  | { kind: 'item'; on: Expression; index: Expression }
  /** `on is type`, `on as type`. */
  | { kind: 'type'; on: Expression; operator: 'is' | 'as'; type: string }
  | { kind: 'negative'; operand: Expression }
  | { kind: 'binary'; operator: Operator; left: Expression; right: Expression };

export type LiteralType = 'String' | 'Boolean' | 'Integer' | 'Decimal' | 'Date' | 'DateTime' | 'Time';

export const OPERATORS = [
  ['implies'],
  ['or', 'xor'],
  ['and'],
  ['in', 'contains'],
  ['=', '~', '!=', '!~'],
  ['>', '<', '>=', '<='],
  ['|'],
  ['is', 'as'],
  ['+', '-', '&'],
  ['*', '/', 'div', 'mod'],
] as const;

export type Operator = Exclude<(typeof OPERATORS)[number][number], 'is' | 'as'>;

/** A text that is no FHIRPath expression. */
export class PathSyntaxError extends Error {
  readonly kind = 'path-syntax';
  constructor(expression: string, at: number, message: string) {
    super(`The FHIRPath expression "${expression}" cannot be read at character ${at + 1}: ${message}.`);
    this.name = 'PathSyntaxError';
  }
}
