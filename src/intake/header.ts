// Finding the header row: the first rows may be a merged title or instructions. Headers are matched by the
// aliases of the mapping, whatever their width, blanks and brackets.

import { fhirError } from '../fhir/error.ts';
import { headerKey } from './clean.ts';
import type { Row } from './formats/csv.ts';
import type { ColumnSpec } from './mapping.ts';

export interface Header {
  /** Line of the header row. */
  line: number;
  /** Column name → position. */
  positions: ReadonlyMap<string, number>;
  /** As the file writes them. */
  headers: string[];
  /** Cells above the header, one text each. */
  titles: string[];
  /** Headers that no column of the mapping knows. */
  unknown: string[];
}

/** Rows in which a header is looked for. */
export const HEADER_ROWS = 6;

/** Undefined when no row holds at least half of the required columns. */
export function findHeader(
  rows: readonly Row[],
  columns: ReadonlyMap<string, ColumnSpec>,
): Header | undefined {
  const aliases = aliasTable(columns);
  const required = requiredNames(columns);
  let best: Header | undefined;
  for (const [index, row] of rows.slice(0, HEADER_ROWS).entries()) {
    const header = match(row, aliases);
    const found = required.filter((name) => header.positions.has(name)).length;
    if (found * 2 < required.length || header.positions.size <= (best?.positions.size ?? 0)) continue;
    best = { ...header, titles: titlesOf(rows.slice(0, index)) };
  }
  return best;
}

/** Throws FhirError('unprocessable') naming every required column that is missing, or that stands there twice. */
export function checkHeader(header: Header, columns: ReadonlyMap<string, ColumnSpec>): void {
  const missing = requiredNames(columns).filter((name) => !header.positions.has(name));
  if (missing.length === 0) return;
  const named = missing.map((name) => columns.get(name)!.headers.join(' or ')).join('; ');
  throw fhirError(
    'unprocessable',
    `The header on line ${header.line} has no column ${named}. Add it to the export, or its name to the mapping.`,
    { line: header.line, rule: 'missing-column' },
  );
}

function requiredNames(columns: ReadonlyMap<string, ColumnSpec>): string[] {
  return [...columns].filter(([, column]) => column.required === true).map(([name]) => name);
}

function aliasTable(columns: ReadonlyMap<string, ColumnSpec>): ReadonlyMap<string, string> {
  const table = new Map<string, string>();
  for (const [name, column] of columns) for (const alias of column.headers) table.set(headerKey(alias), name);
  return table;
}

function match(row: Row, aliases: ReadonlyMap<string, string>): Omit<Header, 'titles'> {
  const positions = new Map<string, number>();
  const unknown: string[] = [];
  for (const [position, cell] of row.cells.entries()) {
    const name = aliases.get(headerKey(cell));
    if (name === undefined) {
      if (cell.trim() !== '') unknown.push(cell.trim());
    } else if (positions.has(name)) {
      throw fhirError(
        'unprocessable',
        `The columns ${positions.get(name)! + 1} and ${position + 1} on line ${row.line} are both "${cell.trim()}". Remove one.`,
        { line: row.line, rule: 'column-twice' },
      );
    } else positions.set(name, position);
  }
  return { line: row.line, positions, headers: row.cells.map((cell) => cell.trim()), unknown };
}

function titlesOf(rows: readonly Row[]): string[] {
  return rows.flatMap((row) => row.cells.map((cell) => cell.trim()).filter((cell) => cell !== ''));
}
