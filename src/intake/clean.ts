// Cleaning of a cell before any rule reads it: full-width forms, the many minus signs, Excel's apostrophe.

const MINUS = /[\u2010-\u2015\u2212\uFE63\uFF0D]/g;
const OUTER = /^[\s\u00a0\u3000\uFEFF\u200B]+|[\s\u00a0\u3000\uFEFF\u200B]+$/g;

/** Without blanks around it; blanks alone are no repair, so this is the text a report calls `before`. */
export function trimCell(raw: string): string {
  return isPlain(raw) ? raw : raw.replace(OUTER, '');
}

/** NFKC, then every dash to `-`, then an apostrophe that marks text. */
export function normaliseCell(text: string): string {
  if (isPlain(text)) return text;
  const folded = text.normalize('NFKC').replace(MINUS, '-').replace(OUTER, '');
  return folded.startsWith("'") ? folded.slice(1).replace(OUTER, '') : folded;
}

/** Headers differ in width, blanks and brackets only: `裸眼（右）` and `裸眼 (右)` are the same. */
export function headerKey(header: string): string {
  return header
    .normalize('NFKC')
    .replace(MINUS, '-')
    .replace(/[\s\uFEFF\u200B]+/g, '')
    .toLowerCase();
}

/** Printable ASCII without a blank or an apostrophe in front: nothing to clean. Most cells are. */
function isPlain(text: string): boolean {
  for (let i = 0; i < text.length; i++) {
    const c = text.charCodeAt(i);
    if (c < 0x21 || c > 0x7e || (i === 0 && c === 0x27)) return false;
  }
  return true;
}
