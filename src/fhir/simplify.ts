// Traditional Chinese characters as simplified ones, character by character, by the table of OpenCC. Words do not
// count: what is compared needs one form, not the best one. Doing it twice changes nothing.

import table from 'opencc-js/dict/TSCharacters';

/** Nothing before it is in the table. */
const FIRST = 0x3400;
const BEYOND_BMP = /[\u{20000}-\u{3ffff}]/gu;

const pairs = new Map(table.split('|').map((pair) => pair.split(' ') as [string, string]));
const simplified = new Map([...pairs.keys()].map((one) => [one, endOf(one)]));
/** By UTF-16 code unit, for characters that are one. */
const byUnit = new Map<number, string>();
for (const [from, to] of simplified) if (from.length === 1) byUnit.set(from.charCodeAt(0), to);

export function simplify(text: string): string {
  let result = '';
  let done = 0;
  for (let at = 0; at < text.length; at++) {
    const unit = text.charCodeAt(at);
    const to = unit < FIRST ? undefined : byUnit.get(unit);
    if (to === undefined) continue;
    result += text.slice(done, at) + to;
    done = at + 1;
  }
  if (done > 0) result += text.slice(done);
  else result = text;
  return result.replace(BEYOND_BMP, (one) => simplified.get(one) ?? one);
}

/** 薴 is 苧, and 苧 is 苎. */
function endOf(from: string): string {
  let one = from;
  for (let next = pairs.get(one); next !== undefined && next !== one; next = pairs.get(one)) one = next;
  return one;
}
