// Decoded text to rows with their line numbers, RFC 4180 with any one separator and any line ending.
// Written here because reports stand or fall with the line: the libraries lose count at CR LF inside quotes.

import { fhirError } from '../../fhir/error.ts';

export interface Row {
  /** 1-based line of the file where the row starts. */
  line: number;
  cells: string[];
}

export interface CsvOptions {
  /** One character; `,` when absent. */
  delimiter?: string;
}

/** Characters of one row. A quote that never closes would otherwise swallow the file. */
export const ROW_MAX = 1_000_000;

const QUOTE = 0x22;
const LF = 0x0a;
const CR = 0x0d;

/** Rows in order; empty rows are left out. Throws FhirError('unprocessable') with the line of the fault. */
export async function* csvRows(text: AsyncIterable<string>, options: CsvOptions = {}): AsyncIterable<Row> {
  const reader = new RowReader((options.delimiter ?? ',').charCodeAt(0));
  for await (const chunk of text) yield* reader.push(chunk, false);
  yield* reader.push('', true);
}

/** The rows that are whole in the first part of a file; none after a fault, which reading the file will name. */
export function headRows(text: string, options: CsvOptions = {}): Row[] {
  const rows: Row[] = [];
  try {
    for (const row of new RowReader((options.delimiter ?? ',').charCodeAt(0)).push(text, false))
      rows.push(row);
  } catch {
    return rows;
  }
  return rows;
}

class RowReader {
  private readonly delimiter: number;
  private rest = '';
  private line = 1;

  constructor(delimiter: number) {
    this.delimiter = delimiter;
  }

  /** The rows that are whole by now; with `last`, what is left is a row too. */
  *push(chunk: string, last: boolean): Iterable<Row> {
    const text = this.rest + chunk;
    let at = 0;
    while (at < text.length) {
      const read = this.row(text, at, last);
      if (!read) break;
      if (read.cells.some((cell) => cell !== '')) yield { line: this.line, cells: read.cells };
      this.line += read.breaks;
      at = read.end;
    }
    this.rest = text.slice(at);
    if (this.rest.length > ROW_MAX) throw this.tooLong(this.line);
  }

  /** One row from `at`, or undefined when its end has not come yet. `breaks`: lines it takes. */
  private row(
    text: string,
    at: number,
    last: boolean,
  ): { cells: string[]; end: number; breaks: number } | undefined {
    const cells: string[] = [];
    let breaks = 0;
    for (let i = at; ; ) {
      let cell: string;
      if (text.charCodeAt(i) === QUOTE) {
        const quoted = this.quoted(text, i, last, breaks);
        if (!quoted) return undefined;
        cell = quoted.cell;
        breaks += quoted.breaks;
        i = quoted.end;
        if (i < text.length && !this.endsCell(text.charCodeAt(i)))
          throw this.textAfterQuote(this.line + breaks);
      } else {
        const start = i;
        while (i < text.length && !this.endsCell(text.charCodeAt(i))) {
          if (text.charCodeAt(i) === QUOTE) throw this.quoteInside(this.line + breaks);
          i++;
        }
        cell = text.slice(start, i);
      }
      if (i >= text.length && !last) return undefined;
      cells.push(cell);
      const c = text.charCodeAt(i);
      if (c === this.delimiter) {
        i++;
        if (i >= text.length && !last) return undefined;
        continue;
      }
      if (c === CR && i + 1 >= text.length && !last) return undefined;
      const width = i >= text.length ? 0 : c === CR && text.charCodeAt(i + 1) === LF ? 2 : 1;
      return { cells, end: i + width, breaks: breaks + (width > 0 ? 1 : 0) };
    }
  }

  private quoted(text: string, open: number, last: boolean, before: number) {
    for (let i = open + 1; ; ) {
      const close = text.indexOf('"', i);
      if (close < 0 || (close + 1 >= text.length && !last)) {
        if (close < 0 && last) throw this.neverClosed(this.line + before);
        if (text.length - open > ROW_MAX) throw this.neverClosed(this.line + before);
        return undefined;
      }
      if (text.charCodeAt(close + 1) !== QUOTE) {
        const raw = text.slice(open + 1, close);
        return { cell: raw.replaceAll('""', '"'), end: close + 1, breaks: lineBreaks(raw) };
      }
      i = close + 2;
    }
  }

  private endsCell(c: number): boolean {
    return c === this.delimiter || c === LF || c === CR;
  }

  private neverClosed(line: number) {
    return fault(
      line,
      `A quotation mark opened on line ${line} is never closed. Close it, or double it if it is text.`,
    );
  }

  private tooLong(line: number) {
    return fault(
      line,
      `The row on line ${line} is longer than a million characters. Check the separator and the quotes.`,
    );
  }

  private quoteInside(line: number) {
    return fault(
      line,
      `A quotation mark stands inside a cell on line ${line}. Put the cell in quotes and double the mark.`,
    );
  }

  private textAfterQuote(line: number) {
    return fault(
      line,
      `Text follows a closing quotation mark on line ${line}. Double the marks that belong to the text.`,
    );
  }
}

function fault(line: number, diagnostics: string) {
  return fhirError('unprocessable', diagnostics, { line, rule: 'csv' });
}

function lineBreaks(text: string): number {
  return text.match(/\r\n|\r|\n/g)?.length ?? 0;
}
