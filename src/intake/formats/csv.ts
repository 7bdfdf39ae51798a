// Decoded text to rows with their line numbers: RFC 4180 with any one separator and any line ending.
// csv-parse reads; the lines are counted here from each record's raw text, because reports stand or fall with them
// and the parser's own count goes astray at CR LF inside quotes.

import { CsvError, type Parser, parse } from 'csv-parse';
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

interface RawRecord {
  record: string[];
  raw: string;
}

/** Rows in order; empty rows are left out. Throws FhirError('unprocessable') with the line of the fault. */
export async function* csvRows(text: AsyncIterable<string>, options: CsvOptions = {}): AsyncIterable<Row> {
  const reader = new RowReader(options);
  for await (const chunk of text) yield* await reader.write(chunk);
  yield* await reader.end();
}

/** The rows that are whole in the first part of a file; none after a fault, which reading the file will name. */
export function headRows(text: string, options: CsvOptions = {}): Row[] {
  const reader = new RowReader(options);
  reader.write(text).catch(() => undefined);
  return reader.take();
}

/** The parser's stream, driven by hand: so the rows before a fault are known, and with them the line of the fault. */
class RowReader {
  private readonly parser: Parser;
  private rows: Row[] = [];
  /** Where the next row starts. */
  private line = 1;
  /** Characters that belong to no whole row yet. */
  private pending = 0;

  constructor({ delimiter = ',' }: CsvOptions) {
    this.parser = parse({
      delimiter,
      raw: true,
      relax_column_count: true,
      record_delimiter: ['\r\n', '\n', '\r'],
      on_record: (record: unknown) => this.add(record as RawRecord),
    });
    // Faults come back through the callbacks of write and end.
    this.parser.on('error', () => undefined);
    this.parser.resume();
  }

  /** The rows that are whole now. */
  async write(chunk: string): Promise<Row[]> {
    this.pending += chunk.length;
    await this.step((done) => this.parser.write(chunk, done));
    if (this.pending > ROW_MAX) throw fault('CSV_MAX_RECORD_SIZE', this.line);
    return this.take();
  }

  async end(): Promise<Row[]> {
    await this.step((done) => this.parser.once('error', done).once('end', done).end());
    return this.take();
  }

  take(): Row[] {
    const { rows } = this;
    this.rows = [];
    return rows;
  }

  private async step(run: (done: (error?: Error | null) => void) => void): Promise<void> {
    try {
      await new Promise<void>((resolve, reject) => run((error) => (error ? reject(error) : resolve())));
    } catch (error) {
      throw error instanceof CsvError ? fault(error.code, this.line) : error;
    }
  }

  private add({ record, raw }: RawRecord): null {
    if (record.some((cell) => cell !== '')) this.rows.push({ line: this.line, cells: record });
    this.line += raw.match(/\r\n|\r|\n/g)?.length ?? 0;
    this.pending -= raw.length;
    return null;
  }
}

function fault(code: CsvError['code'], line: number) {
  return fhirError(
    'unprocessable',
    SENTENCES[code]?.(line) ?? `The row on line ${line} cannot be read as CSV.`,
    {
      line,
      rule: 'csv',
    },
  );
}

const SENTENCES: Partial<Record<CsvError['code'], (line: number) => string>> = {
  CSV_QUOTE_NOT_CLOSED: (line) =>
    `A quotation mark opened on line ${line} is never closed. Close it, or double it if it is text.`,
  CSV_MAX_RECORD_SIZE: (line) =>
    `The row on line ${line} is longer than a million characters. Check the separator and the quotes.`,
  INVALID_OPENING_QUOTE: (line) =>
    `A quotation mark stands inside a cell on line ${line}. Put the cell in quotes and double the mark.`,
  CSV_INVALID_CLOSING_QUOTE: (line) =>
    `Text follows a closing quotation mark on line ${line}. Double the marks that belong to the text.`,
};
