// FHIRPath text → tokens, http://hl7.org/fhirpath/N1/#lexical-elements.

import { PathSyntaxError } from './expression.ts';

export interface Token {
  /** `symbol` is an operator or bracket; `name` an identifier, also a word such as `and`. */
  kind: 'name' | 'delimited' | 'string' | 'number' | 'temporal' | 'variable' | 'special' | 'symbol' | 'end';
  text: string;
  /** Offset in the expression. */
  at: number;
}

const TIME = String.raw`[0-9]{2}(?::[0-9]{2}(?::[0-9]{2}(?:\.[0-9]+)?)?)?`;
const ZONE = '(?:Z|[+-][0-9]{2}:[0-9]{2})';
// %vs-name and %ext-name are written with dashes (R4 fhirpath.html#variables).
const TOKEN = new RegExp(
  [
    String.raw`(?<space>\s+|\/\/[^\n]*|\/\*[\s\S]*?\*\/)`,
    '(?<name>[A-Za-z_][A-Za-z0-9_]*)',
    String.raw`(?<number>[0-9]+(?:\.[0-9]+)?)`,
    `@(?<temporal>T${TIME}|[0-9]{4}(?:-[0-9]{2}(?:-[0-9]{2})?)?(?:T(?:${TIME}${ZONE}?)?)?)`,
    String.raw`(?<sign>[%$])?(?:(?<quote>['"\`])(?<quoted>(?:\\[\s\S]|(?!\k<quote>)[^\\])*)\k<quote>)`,
    '(?<marked>[%$])(?<word>(?:vs|ext)(?:-[A-Za-z0-9]+)+|[A-Za-z_][A-Za-z0-9_]*)',
    String.raw`(?<symbol>!=|!~|<=|>=|[.()[\]{},|&+\-*/=~<>])`,
  ].join('|'),
  'y',
);
const ESCAPES: Record<string, string> = { n: '\n', r: '\r', t: '\t', f: '\f' };

/** Throws PathSyntaxError. The last token is `end`. */
export function tokensOf(expression: string): Token[] {
  const tokens: Token[] = [];
  let at = 0;
  while (at < expression.length) {
    TOKEN.lastIndex = at;
    const groups = TOKEN.exec(expression)?.groups;
    if (!groups) throw new PathSyntaxError(expression, at, `"${expression[at]}" is not expected`);
    const token = tokenOf(groups, at);
    if (token) tokens.push(token);
    at = TOKEN.lastIndex;
  }
  tokens.push({ kind: 'end', text: '', at });
  return tokens;
}

function tokenOf(groups: Record<string, string | undefined>, at: number): Token | undefined {
  const { name, number, temporal, sign, quote, quoted, marked, word, symbol } = groups;
  if (name !== undefined) return { kind: 'name', text: name, at };
  if (number !== undefined) return { kind: 'number', text: number, at };
  if (temporal !== undefined) return { kind: 'temporal', text: temporal, at };
  if (symbol !== undefined) return { kind: 'symbol', text: symbol, at };
  if (word !== undefined) return { kind: marked === '%' ? 'variable' : 'special', text: word, at };
  if (quoted === undefined) return undefined;
  const text = withoutEscapes(quoted);
  if (sign !== undefined) return { kind: sign === '%' ? 'variable' : 'special', text, at };
  return { kind: quote === '`' ? 'delimited' : 'string', text, at };
}

function withoutEscapes(text: string): string {
  if (!text.includes('\\')) return text;
  return text.replace(/\\(?:u([0-9A-Fa-f]{4})|([\s\S]))/g, (_, code: string | undefined, letter: string) =>
    code === undefined ? (ESCAPES[letter] ?? letter) : String.fromCharCode(Number.parseInt(code, 16)),
  );
}
