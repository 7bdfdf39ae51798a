// A connection that keeps account of its statements: what ran, how many rows it gave, how long it took.

import type { Connection } from '../connection.ts';
import type { Row, Statement, Statements } from '../statements.ts';

export interface Ran {
  text: string;
  values: unknown[];
  /** Rows it gave; what it passed over on the way is not among them. */
  rows: number;
  ms: number;
}

export function recordStatements(connection: Connection): { recorded: Connection; ran: Ran[] } {
  const ran: Ran[] = [];
  const rows = (text: string) => {
    const statement = connection.statements.rows(text);
    const begin = (values: unknown[]): { one: Ran; started: number } => {
      // They come one by one, or as one list.
      const bound = Array.isArray(values[0]) ? (values[0] as unknown[]) : values;
      const one: Ran = { text, values: bound, rows: 0, ms: 0 };
      ran.push(one);
      return { one, started: performance.now() };
    };
    const recording = {
      source: text,
      all(...values: unknown[]): Row[] {
        const { one, started } = begin(values);
        const found = statement.all(...values);
        one.rows = found.length;
        one.ms = performance.now() - started;
        return found;
      },
      get(...values: unknown[]): Row | undefined {
        const { one, started } = begin(values);
        const found = statement.get(...values);
        one.rows = found === undefined ? 0 : 1;
        one.ms = performance.now() - started;
        return found;
      },
      *iterate(...values: unknown[]): Generator<Row> {
        const { one, started } = begin(values);
        for (const row of statement.iterate(...values)) {
          one.rows++;
          yield row;
        }
        one.ms = performance.now() - started;
      },
    };
    return recording as unknown as Statement;
  };
  const statements: Statements = {
    ...connection.statements,
    rows,
    bound: ({ text, values }) => ({ statement: rows(text), values }),
    all: ({ text, values }) => rows(text).all(...values),
    get: ({ text, values }) => rows(text).get(...values),
    iterate: ({ text, values }) => rows(text).iterate(...values),
  };
  return { recorded: { ...connection, statements }, ran };
}
