// Pieces of SQL with the values they bind, joined by a template. Values always stand as `+?` in a WHERE:
// a bare `?` makes SQLite plan the statement again at every new value (8 to 14 µs).

export interface Sql {
  text: string;
  values: unknown[];
}

/** sql`t.p = ${5} AND ${other}`: a piece is inserted, anything else is bound as +?. */
export function sql(strings: TemplateStringsArray, ...parts: unknown[]): Sql {
  let text = strings[0]!;
  const values: unknown[] = [];
  for (let i = 0; i < parts.length; i++) {
    const part = parts[i];
    if (isSql(part)) {
      text += part.text;
      for (const value of part.values) values.push(value);
    } else {
      text += '+?';
      values.push(part);
    }
    text += strings[i + 1]!;
  }
  return { text, values };
}

/** Text of ours that binds nothing: a table, an alias. Never for what came from outside. */
export function raw(text: string): Sql {
  return { text, values: [] };
}

export function join(parts: readonly Sql[], separator: string): Sql {
  if (parts.length === 1) return parts[0]!;
  let text = '';
  const values: unknown[] = [];
  for (const part of parts) {
    text += text === '' ? part.text : separator + part.text;
    for (const value of part.values) values.push(value);
  }
  return { text, values };
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

function isSql(part: unknown): part is Sql {
  return typeof part === 'object' && part !== null && Array.isArray((part as Partial<Sql>).values);
}
