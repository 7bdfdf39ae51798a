// FHIRPath text → tokens, http://hl7.org/fhirpath/N1/#lexical-elements.

import { PathSyntaxError } from './expression.ts';

export interface Token {
  /** `symbol` is an operator or bracket; `name` an identifier, also a word such as `and`. */
  kind: 'name' | 'delimited' | 'string' | 'number' | 'temporal' | 'variable' | 'special' | 'symbol' | 'end';
  text: string;
  /** Offset in the expression. */
  at: number;
}

const SPACE = /(?:\s+|\/\/[^\n]*|\/\*[\s\S]*?\*\/)+/y;
const NAME = /[A-Za-z_][A-Za-z0-9_]*/y;
const NUMBER = /[0-9]+(?:\.[0-9]+)?/y;
const TEMPORAL =
  /@(?:T[0-9]{2}(?::[0-9]{2}(?::[0-9]{2}(?:\.[0-9]+)?)?)?|[0-9]{4}(?:-[0-9]{2}(?:-[0-9]{2})?)?(?:T(?:[0-9]{2}(?::[0-9]{2}(?::[0-9]{2}(?:\.[0-9]+)?)?)?(?:Z|[+-][0-9]{2}:[0-9]{2})?)?)?)/y;
const QUOTED = /(['"`])((?:\\[\s\S]|(?!\1)[^\\])*)\1/y;
const SYMBOL = /!=|!~|<=|>=|[.()[\]{},|&+\-*/=~<>]/y;
const ESCAPES: Record<string, string> = { n: '\n', r: '\r', t: '\t', f: '\f' };

export function tokensOf(expression: string): Token[] {
  const tokens: Token[] = [];
  let at = 0;
  const take = (pattern: RegExp): string[] | undefined => {
    pattern.lastIndex = at;
    const match = pattern.exec(expression);
    if (!match) return undefined;
    at += match[0].length;
    return match;
  };
  const push = (kind: Token['kind'], text: string, start: number): void => {
    tokens.push({ kind, text, at: start });
  };
  for (;;) {
    take(SPACE);
    const start = at;
    if (at >= expression.length) break;
    let match: string[] | undefined;
    if ((match = take(NAME))) push('name', match[0]!, start);
    else if ((match = take(NUMBER))) push('number', match[0]!, start);
    else if ((match = take(QUOTED)))
      push(match[1] === '`' ? 'delimited' : 'string', unescape(match[2]!), start);
    else if ((match = take(TEMPORAL))) push('temporal', match[0]!.slice(1), start);
    else if ((match = take(SYMBOL))) push('symbol', match[0]!, start);
    else if (expression[at] === '%' || expression[at] === '$') {
      const kind = expression[at++] === '%' ? 'variable' : 'special';
      const name = take(NAME)?.[0] ?? unquoted(take(QUOTED));
      if (name === undefined)
        throw new PathSyntaxError(expression, start, 'a name is expected after the sign');
      // %vs-name and %ext-name are written with dashes (R4 fhirpath.html#variables).
      let text = name;
      while (kind === 'variable' && /^(vs|ext)/.test(text) && expression[at] === '-') {
        at++;
        text += `-${take(NAME)?.[0] ?? take(NUMBER)?.[0] ?? ''}`;
      }
      push(kind, text, start);
    } else throw new PathSyntaxError(expression, start, `"${expression[at]}" is not expected`);
  }
  push('end', '', expression.length);
  return tokens;
}

function unquoted(match: string[] | undefined): string | undefined {
  return match && unescape(match[2]!);
}

function unescape(text: string): string {
  if (!text.includes('\\')) return text;
  return text.replace(/\\(?:u([0-9A-Fa-f]{4})|([\s\S]))/g, (_, code: string | undefined, letter: string) =>
    code === undefined ? (ESCAPES[letter] ?? letter) : String.fromCharCode(Number.parseInt(code, 16)),
  );
}
