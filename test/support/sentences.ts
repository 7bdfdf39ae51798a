// The sentences that source files say to people: string and template literals that end as sentences do, each with its
// holes numbered: `{1} occurs {2} times.`

import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';

const COMMENT = /\/\*[\s\S]*?\*\/|(?<=^|\s)\/\/[^\n]*/g;
const LITERAL = /`((?:\\.|\$\{(?:[^{}`]|\{[^{}]*\}|`(?:\\.|[^`\\])*`)*\}|[^`\\])*)`|'((?:\\.|[^'\\\n])*)'/g;
const HOLE = /\$\{(?:[^{}`]|\{[^{}]*\}|`(?:\\.|[^`\\])*`)*\}/g;

export function sentencesIn(folder: string): Set<string> {
  const found = new Set<string>();
  for (const name of readdirSync(folder, { recursive: true, encoding: 'utf8' })) {
    if (!name.endsWith('.ts')) continue;
    const source = readFileSync(path.join(folder, name), 'utf8').replace(COMMENT, '');
    for (const [, template, text] of source.matchAll(LITERAL)) {
      const sentence = withHoles(template ?? text ?? '');
      if (isSentence(sentence)) found.add(sentence);
    }
  }
  return found;
}

function withHoles(literal: string): string {
  let count = 0;
  return literal
    .replace(HOLE, () => `{${++count}}`)
    .replace(/\\(.)/g, (_, letter: string) => (letter === 'n' ? '\n' : letter));
}

/** Ends with a full stop, and has words. */
function isSentence(text: string): boolean {
  return /^[A-Z{"]/.test(text) && /[a-z] /.test(text) && /[a-z)…}"0-9]\.$/.test(text) && text.length > 12;
}
