// What is to be validated, one resource after the other: files of JSON and XML, and the lines of NDJSON, of which
// never more than one is at hand.

import { createReadStream, readdirSync, readFileSync, statSync } from 'node:fs';
import path from 'node:path';
import type { Source } from '../../fhir/source/places.ts';

export interface Text {
  file: string;
  format: Source['format'];
  bytes: Uint8Array;
  /** Lines of the file before it. */
  linesBefore: number;
}

const FORMATS = /\.(?:json|ndjson|jsonl|xml)$/i;
const LINES = /\.(?:ndjson|jsonl)$/i;

/** The path itself, or all files below a folder whose names say FHIR, in a fixed order. */
export function filesOf(at: string): string[] {
  if (!statSync(at).isDirectory()) return [at];
  return readdirSync(at, { withFileTypes: true })
    .sort((a, b) => (a.name < b.name ? -1 : 1))
    .flatMap((entry) => {
      if (entry.isDirectory()) return filesOf(path.join(at, entry.name));
      return FORMATS.test(entry.name) ? [path.join(at, entry.name)] : [];
    });
}

export async function* textsOf(file: string): AsyncIterable<Text> {
  if (!LINES.test(file)) {
    const format = /\.xml$/i.test(file) ? 'xml' : 'json';
    yield { file, format, bytes: readFileSync(file), linesBefore: 0 };
    return;
  }
  let linesBefore = 0;
  for await (const bytes of linesIn(file)) {
    if (bytes.some((byte) => byte > 0x20)) yield { file, format: 'json', bytes, linesBefore };
    linesBefore++;
  }
}

const NEWLINE = 0x0a;

/** Bytes rather than text: a line that is not UTF-8 is the fault of that line alone. */
async function* linesIn(file: string): AsyncIterable<Uint8Array> {
  let rest: Buffer[] = [];
  for await (const chunk of createReadStream(file) as AsyncIterable<Buffer>) {
    let from = 0;
    for (let at = chunk.indexOf(NEWLINE); at >= 0; at = chunk.indexOf(NEWLINE, from)) {
      const end = chunk.subarray(from, at);
      yield rest.length === 0 ? end : Buffer.concat([...rest, end]);
      rest = [];
      from = at + 1;
    }
    if (from < chunk.length) rest.push(chunk.subarray(from));
  }
  if (rest.length > 0) yield Buffer.concat(rest);
}
