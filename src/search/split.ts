// The four signs that mean something inside a search value, and their escapes: \, \| \$ \\ .
// R4 search.html#escaping.

const ESCAPED = /\\([,|$\\])/g;

/** Parts between unescaped separators; escapes stay as they are. At most `limit` parts, the last takes the rest. */
export function splitValue(
  text: string,
  separator: ',' | '|' | '$',
  limit = Number.POSITIVE_INFINITY,
): string[] {
  if (!text.includes(separator)) return [text];
  const parts: string[] = [];
  let start = 0;
  for (let at = 0; at < text.length && parts.length + 1 < limit; at++) {
    if (text[at] === '\\') at++;
    else if (text[at] === separator) {
      parts.push(text.slice(start, at));
      start = at + 1;
    }
  }
  parts.push(text.slice(start));
  return parts;
}

/** A backslash before any other character stands for itself. */
export function unescapeValue(text: string): string {
  return text.includes('\\') ? text.replace(ESCAPED, '$1') : text;
}

export function escapeValue(text: string): string {
  return text.replace(/[,|$\\]/g, '\\$&');
}
