// What a code system is loaded from: CSV, NDJSON, or a CodeSystem resource as JSON. All are read as a stream; of the
// resource, one concept of its list at a time.

import { createReadStream } from 'node:fs';
import { createInterface } from 'node:readline';
import { parse } from 'csv-parse';
import type { CodeSystem, CodeSystemConcept } from 'fhir/r4.js';

/** A concept, with the codes of its parents where they are not said by where it stands. */
export interface SourceConcept extends CodeSystemConcept {
  parents?: string[];
}

export interface Source {
  concepts: AsyncIterable<SourceConcept>;
  /** What the file says about the system; whole when all concepts are read. */
  header: Partial<CodeSystem>;
}

/** By the end of the name. `onBytes` is told how much was read. Throws an Error with one clear line. */
export function openSource(file: string, onBytes: (bytes: number) => void): Source {
  const header: Partial<CodeSystem> = {};
  const stream = createReadStream(file, { encoding: 'utf8' });
  let known = 0;
  stream.on('data', () => {
    if (stream.bytesRead === known) return;
    onBytes(stream.bytesRead - known);
    known = stream.bytesRead;
  });
  const read = /\.csv$/i.test(file) ? fromCsv : /\.ndjson$/i.test(file) ? fromNdjson : fromJson;
  return { header, concepts: read(stream, header, file) };
}

type Chunks = ReturnType<typeof createReadStream>;

/**
 * Columns: code, display, definition, parent (several with `|`), `designation:zh` for names in a language; any other
 * is a property.
 */
async function* fromCsv(stream: Chunks, _header: object, file: string): AsyncGenerator<SourceConcept> {
  const rows = stream.pipe(parse({ columns: true, bom: true, skip_empty_lines: true, trim: true }));
  for await (const row of rows as AsyncIterable<Record<string, string>>) {
    const { code, display, definition, parent, ...others } = row;
    if (!code) throw new Error(`${file} has a line without a code. It needs a column named code.`);
    const more = Object.entries(others).filter(([, value]) => value !== '');
    const named = (name: string) => name.startsWith('designation:');
    yield {
      code,
      ...(display && { display }),
      ...(definition && { definition }),
      parents: parent ? parent.split('|').map((one) => one.trim()) : [],
      designation: more
        .filter(([name]) => named(name))
        .map(([name, value]) => ({ language: name.slice(12), value })),
      property: more
        .filter(([name]) => !named(name))
        .map(([name, value]) =>
          value === 'true' || value === 'false'
            ? { code: name, valueBoolean: value === 'true' }
            : { code: name, valueString: value },
        ),
    };
  }
}

/** A concept a line, as in CodeSystem.concept; a CodeSystem among them says what the system is. */
async function* fromNdjson(stream: Chunks, header: object, file: string): AsyncGenerator<SourceConcept> {
  let number = 0;
  for await (const line of createInterface({ input: stream, crlfDelay: Number.POSITIVE_INFINITY })) {
    number++;
    if (line.trim() === '') continue;
    const value = parsed(line, `${file}, line ${number}`) as SourceConcept & { resourceType?: string };
    if (value.resourceType === undefined) yield value;
    else Object.assign(header, value);
  }
}

/** The list of concepts is cut into its elements as they come by; what is around it is small and parsed at the end. */
async function* fromJson(stream: Chunks, header: object, file: string): AsyncGenerator<SourceConcept> {
  let [around, element, depth, listAt] = ['', '', 0, -1];
  let [isText, isEscaped, wasKey] = [false, false, ''];
  let text = '';
  for await (const chunk of stream as AsyncIterable<string>) {
    let from = 0;
    const flush = (to: number): void => {
      if (listAt >= 0 && depth > listAt) element += chunk.slice(from, to);
      else if (listAt < 0) around += chunk.slice(from, to);
      from = to;
    };
    for (let at = 0; at < chunk.length; at++) {
      const char = chunk[at]!;
      if (isText) {
        if (isEscaped) isEscaped = false;
        else if (char === '\\') isEscaped = true;
        else if (char === '"') {
          isText = false;
          wasKey = text;
        } else if (depth === 1 && text.length < 20) text += char;
        continue;
      }
      if (char === '"') {
        isText = true;
        text = '';
      } else if (char === '{' || char === '[') {
        if (listAt < 0 && char === '[' && depth === 1 && wasKey === 'concept') {
          flush(at + 1);
          listAt = ++depth;
          continue;
        }
        if (listAt >= 0 && depth === listAt) from = at;
        depth++;
      } else if (char === '}' || char === ']') {
        if (listAt >= 0 && depth === listAt + 1) {
          flush(at + 1);
          yield parsed(element, file) as SourceConcept;
          element = '';
        } else if (listAt >= 0 && depth === listAt) {
          listAt = -1;
          from = at;
        }
        depth--;
      }
    }
    flush(chunk.length);
  }
  Object.assign(header, parsed(around, file) as object);
}

function parsed(text: string, place: string): unknown {
  try {
    return JSON.parse(text.replace(/^\uFEFF/, ''));
  } catch (error) {
    throw new Error(`${place} is no JSON: ${(error as Error).message}`);
  }
}
