// One published expression serves many resource types, `Account.subject | Encounter.subject`: here it is cut
// into its alternatives, each with the type that it begins with.

export interface Alternative {
  text: string;
  /** `Encounter` of `(Encounter.subject)`; undefined when it begins with an element: it concerns every type. */
  type: string | undefined;
}

const LEADING_TYPE = /^\(*\s*([A-Z][A-Za-z]+)\b/;

/** At the `|` outside of brackets and quotes; [] when there is no expression. */
export function splitAlternatives(expression = ''): Alternative[] {
  const alternatives: Alternative[] = [];
  let depth = 0;
  let quoted = false;
  let start = 0;
  for (let at = 0; at <= expression.length; at++) {
    const letter = expression[at];
    if (letter === "'" && expression[at - 1] !== '\\') quoted = !quoted;
    if (quoted) continue;
    if (letter === '(') depth++;
    if (letter === ')') depth--;
    if (letter === undefined || (letter === '|' && depth === 0)) {
      const text = expression.slice(start, at).trim();
      if (text !== '') alternatives.push({ text, type: LEADING_TYPE.exec(text)?.[1] });
      start = at + 1;
    }
  }
  return alternatives;
}
