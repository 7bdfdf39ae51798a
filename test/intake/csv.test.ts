import { describe, expect, it } from '@jest/globals';
import { parse } from 'csv-parse/sync';
import fc from 'fast-check';
import { csvRows, headRows, type Row } from '../../src/intake/formats/csv.ts';

async function* pieces(text: string, size = text.length): AsyncIterable<string> {
  for (let at = 0; at < text.length; at += Math.max(1, size)) yield text.slice(at, at + Math.max(1, size));
}

async function rowsOf(text: string, size?: number): Promise<Row[]> {
  const rows: Row[] = [];
  for await (const row of csvRows(pieces(text, size))) rows.push(row);
  return rows;
}

describe('CSV', () => {
  it('counts the lines of the file, also inside quotes and over empty rows', async () => {
    expect(await rowsOf('a,b\r\n"x\r\ny",2\r\n\r\n3,"4"""\r5,6')).toEqual([
      { line: 1, cells: ['a', 'b'] },
      { line: 2, cells: ['x\r\ny', '2'] },
      { line: 5, cells: ['3', '4"'] },
      { line: 6, cells: ['5', '6'] },
    ]);
  });

  it.each([
    ['a\n1\n"open\n2\n', 3, 'never closed'],
    ['a\r\n"x\r\ny"\r\n"open', 4, 'never closed'],
    ['a\nx"y\n', 2, 'inside a cell'],
    ['a\n"x"y\n', 2, 'follows a closing'],
    [`a\n${'x'.repeat(1_000_001)}`, 2, 'longer than a million'],
  ])('names the line of a fault (%#)', async (text, line, words) => {
    await expect(rowsOf(text)).rejects.toMatchObject({
      kind: 'unprocessable',
      issues: [{ line, diagnostics: expect.stringContaining(words) }],
    });
  });

  it('gives up on a quote that swallows the file', async () => {
    async function* endless() {
      yield 'a\n"';
      for (let i = 0; i < 3000; i++) yield 'x,'.repeat(500);
      throw new Error('read too far');
    }
    await expect(
      (async () => {
        for await (const _ of csvRows(endless()));
      })(),
    ).rejects.toMatchObject({ issues: [{ line: 2 }] });
  });

  it('gives the rows before a fault when only the head is wanted', () => {
    expect(headRows('a,b\n1,2\n3,x"y\n')).toHaveLength(2);
  });

  it('reads what an independent parser reads, in whatever pieces the text comes', async () => {
    const cell = fc.string({ unit: fc.constantFrom('a', '瑋', ',', '"', '\n', '\r\n', ' ', '1') });
    const table = fc.array(fc.array(cell, { minLength: 2, maxLength: 4 }), { minLength: 1, maxLength: 5 });
    await fc.assert(
      fc.asyncProperty(
        table,
        fc.integer({ min: 1, max: 9 }),
        fc.constantFrom('\n', '\r\n', '\r'),
        async (rows, size, end) => {
          const quoted =
            rows.map((row) => row.map((text) => `"${text.replaceAll('"', '""')}"`).join(',')).join(end) + end;
          const theirs = (
            parse(quoted, { relax_column_count: true, record_delimiter: ['\r\n', '\n', '\r'] }) as string[][]
          ).filter((cells) => cells.some((text) => text !== ''));
          expect((await rowsOf(quoted, size)).map(({ cells }) => cells)).toEqual(theirs);
        },
      ),
      { numRuns: 200 },
    );
  });
});
