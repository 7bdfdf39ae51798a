// Pieces of SQL with the values they bind, joined by a template. Values always stand as `+?` in a WHERE:
// a bare `?` makes SQLite plan the statement again at every new value (8 to 14 µs). Pieces stay apart until somebody
// needs their text: a statement that is prepared already is found by the marks of its pieces (statements.ts), which
// costs a fraction of joining a long text and looking it up.

/** The mark of a value. */
const VALUE = '?';

export class Sql {
  /** The same for the same piece of SQL, values and inner pieces aside: the strings of a template, or a text. */
  readonly mark: unknown;
  readonly #strings: readonly string[];
  readonly #parts: readonly unknown[];

  /** `strings` are one more than `parts`, which stand between them. */
  constructor(mark: unknown, strings: readonly string[], parts: readonly unknown[]) {
    this.mark = mark;
    this.#strings = strings;
    this.#parts = parts;
  }

  get text(): string {
    let text = this.#strings[0]!;
    for (let i = 0; i < this.#parts.length; i++) {
      const part = this.#parts[i];
      text += (part instanceof Sql ? part.text : '+?') + this.#strings[i + 1]!;
    }
    return text;
  }

  get values(): unknown[] {
    const values: unknown[] = [];
    this.collect([], values);
    return values;
  }

  /** Adds the marks of all pieces and values, each before those inside it, and the values in the order of the text. */
  collect(marks: unknown[], values: unknown[]): void {
    marks.push(this.mark);
    for (const part of this.#parts) {
      if (part instanceof Sql) part.collect(marks, values);
      else {
        marks.push(VALUE);
        values.push(part);
      }
    }
  }
}

/** sql`t.p = ${5} AND ${other}`: a piece is inserted, anything else is bound as +?. */
export function sql(strings: TemplateStringsArray, ...parts: unknown[]): Sql {
  return new Sql(strings, strings, parts);
}

/** Text of ours that binds nothing: a table, an alias. Never for what came from outside. */
export function raw(text: string): Sql {
  return new Sql(text, [text], []);
}

export function join(parts: readonly Sql[], separator: string): Sql {
  if (parts.length === 1) return parts[0]!;
  const strings = parts.map((_, i) => (i === 0 ? '' : separator));
  return new Sql(`${parts.length}${separator}`, [...strings, ''], parts);
}

/** AND of all, TRUE when there is none. */
export function allOf(parts: readonly Sql[]): Sql {
  if (parts.length === 0) return raw('1');
  return join(nested(parts, ' AND '), ' AND ');
}

/** OR of all, in brackets, FALSE when there is none. */
export function anyOf(parts: readonly Sql[]): Sql {
  if (parts.length === 0) return raw('0');
  if (parts.length === 1) return parts[0]!;
  return sql`(${join(nested(parts, ' OR '), ' OR ')})`;
}

/** Long chains in groups: SQLite takes expressions up to a depth of 1000. */
function nested(parts: readonly Sql[], operator: string): readonly Sql[] {
  if (parts.length <= GROUP) return parts;
  const groups: Sql[] = [];
  for (let at = 0; at < parts.length; at += GROUP)
    groups.push(sql`(${join(parts.slice(at, at + GROUP), operator)})`);
  return nested(groups, operator);
}

const GROUP = 100;

/** `column = +?` for one value, a list bound as one JSON text for several. */
export function isOneOf(column: string, values: readonly (number | string)[]): Sql {
  if (values.length === 1) return sql`${raw(column)}=${values[0]}`;
  return sql`${raw(column)} IN (SELECT value FROM json_each(${JSON.stringify(values)}))`;
}
