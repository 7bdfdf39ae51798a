// The whole file read once before anything is stored: encoding, header, parameters, quotes, lines for the same
// child, and the notation of its acuities. A file that fails here leaves no trace.

import { fhirError } from '../fhir/error.ts';
import type { CompiledMapping } from './compile-mapping.ts';
import {
  chooseEncoding,
  decode,
  decodeHead,
  type Encoding,
  encodingOfBom,
  HEAD_BYTES,
  looksGarbled,
} from './decode.ts';
import { csvRows, headRows, type Row } from './formats/csv.ts';
import { checkHeader, findHeader, type Header } from './header.ts';
import { childKey, type KeyBasis } from './keys.ts';
import { NotationVote } from './notation.ts';
import { type Parameter, resolveParameters } from './parameters.ts';
import { type FileFacts, Fingerprint } from './raw-file.ts';
import { compileLineReader, type LineReading } from './read-line.ts';
import type { SourceFile } from './submit.ts';
import type { Values } from './transforms/transform.ts';

/** Several lines for one child: `line` holds, the others are reported. */
export interface Repeated {
  line: number;
  lines: number[];
  basis: KeyBasis;
}

export interface CheckedFile {
  encoding: Encoding;
  header: Header;
  facts: FileFacts;
  parameters: Parameter[];
  notes: string[];
  /** Lines with data. */
  lines: number;
  /** By local child key; children with one line are not in it. */
  repeated: ReadonlyMap<string, Repeated>;
}

export interface CheckOptions {
  mapping: CompiledMapping;
  file: SourceFile;
  set: Readonly<Record<string, string>>;
  keySecret: string;
}

/** Throws FhirError('unprocessable') that says what is wrong with the file as a whole. */
export async function checkFile({ mapping, file, set, keySecret }: CheckOptions): Promise<CheckedFile> {
  const { document, columns } = mapping;
  const head = await readHead(file);
  const encoding = chooseEncoding(head, document.encoding, (text) => headerIn(text, mapping) !== undefined);
  const text = decodeHead(head, encoding) ?? '';
  const header = headerIn(text, mapping);
  if (!header) throw noHeader(text, mapping);
  checkHeader(header, columns);
  const first = headRows(text, document.csv).find(({ line }) => line > header.line);
  const resolved = resolveParameters(document.parameters, {
    column: (name) => parameterCell(mapping, header, name, first),
    titles: header.titles,
    fileName: file.name,
    set,
  });
  const parameters = [...resolved.parameters];
  const notes = [
    ...encodingNotes(head, encoding, document.encoding),
    ...columnNotes(header),
    ...resolved.notes,
  ];

  const fingerprint = new Fingerprint();
  const read = compileLineReader(mapping, header, valuesOf(parameters));
  const vote = new NotationVote(mapping);
  const children = new Map<string, Repeated & { complete: boolean }>();
  let lines = 0;
  for await (const row of csvRows(decode(fingerprint.through(file.open()), encoding), document.csv)) {
    if (row.line <= header.line) continue;
    lines++;
    const reading = read(row);
    vote.count(reading.values);
    oneValueEach(mapping, header, parameters, row);
    addChild(children, reading, mapping, keySecret);
  }
  const notation = vote.result();
  if ('notation' in document.parameters && !parameters.some(({ name }) => name === 'notation')) {
    parameters.push({ name: 'notation', value: notation.value, from: 'the values themselves' });
  }
  if (notation.note) notes.push(notation.note);
  const repeated = new Map([...children].filter(([, { lines: all }]) => all.length > 1));
  return { encoding, header, facts: fingerprint.facts(), parameters, notes, lines, repeated };
}

export function valuesOf(parameters: readonly Parameter[]): Record<string, string> {
  return Object.fromEntries(parameters.map(({ name, value }) => [name, value]));
}

/** The child of a line within its file; undefined when the line does not tell. */
export function localChild(values: Values, mapping: CompiledMapping, source: string, secret: string) {
  const { child } = mapping.document;
  const cell = (name: string | undefined) => {
    const value = name === undefined ? undefined : values[name];
    return typeof value === 'string' ? value : undefined;
  };
  // A name with a lost character names nobody.
  const name = values[`${child.name}.doubtful`] === true ? undefined : cell(child.name);
  return childKey(
    {
      source,
      recordId: cell(child.id),
      idNumber: cell(child.idNumber),
      name,
      birthDate: cell(child.birthDate),
      sex: cell(child.sex),
    },
    secret,
  );
}

function addChild(
  children: Map<string, Repeated & { complete: boolean }>,
  { line, values, rejected }: LineReading,
  mapping: CompiledMapping,
  secret: string,
): void {
  if (rejected) return;
  const child = localChild(values, mapping, '', secret);
  if (!child) return;
  const complete = mapping.document.complete.every((name) => values[name] !== undefined);
  const earlier = children.get(child.key);
  if (!earlier) {
    children.set(child.key, { line, lines: [line], basis: child.basis, complete });
    return;
  }
  earlier.lines.push(line);
  if (complete || !earlier.complete) Object.assign(earlier, { line, complete });
}

async function readHead(file: SourceFile): Promise<Uint8Array> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of file.open()) {
    chunks.push(chunk);
    size += chunk.length;
    if (size >= HEAD_BYTES) break;
  }
  return Buffer.concat(chunks).subarray(0, HEAD_BYTES);
}

function headerIn(text: string, { document, columns }: CompiledMapping): Header | undefined {
  // A short file may end without a line break: give its last row one.
  return findHeader(headRows(text.length < HEAD_BYTES ? `${text}\n` : text, document.csv), columns);
}

function parameterCell(mapping: CompiledMapping, header: Header, name: string, row: Row | undefined) {
  const column = mapping.document.parameters[name]?.column;
  const position = column === undefined ? undefined : header.positions.get(column);
  return position === undefined ? undefined : row?.cells[position];
}

/** A parameter from a column is one value for the file: two exam dates are two files. */
function oneValueEach(
  mapping: CompiledMapping,
  header: Header,
  parameters: readonly Parameter[],
  row: Row,
): void {
  for (const { name, from } of parameters) {
    if (from !== 'column') continue;
    const column = mapping.document.parameters[name]!.column!;
    const first = parameters.find((parameter) => parameter.name === name)!.value;
    const cell = (row.cells[header.positions.get(column)!] ?? '').trim();
    const again = resolveParameters(
      { [name]: mapping.document.parameters[name]! },
      { column: () => cell, titles: [], fileName: '', set: {} },
    ).parameters[0]?.value;
    if (cell === '' || again === first) continue;
    throw fhirError(
      'unprocessable',
      `${name} is ${first} on the first line and "${cell}" on line ${row.line}. Split the file: one ${name} each.`,
      { line: row.line, rule: 'parameter' },
    );
  }
}

function encodingNotes(head: Uint8Array, encoding: Encoding, declared: Encoding): string[] {
  if (encoding === declared) return [];
  const how = encodingOfBom(head) ? 'by its byte order mark' : 'by its header';
  return [`The mapping names ${declared}; the file is ${encoding}, ${how}.`];
}

function columnNotes({ unknown }: Header): string[] {
  return unknown.length === 0
    ? []
    : [`Columns that the mapping does not know, left in the raw file: ${unknown.join(', ')}.`];
}

function noHeader(text: string, { document, columns }: CompiledMapping) {
  if (text.includes('锟斤拷')) {
    const lost =
      '"锟斤拷" shows that an earlier conversion has destroyed the text. Ask for the file as the source system wrote it.';
    return fhirError('unprocessable', lost, { rule: 'text-lost' });
  }
  if (looksGarbled(text)) {
    const start = text.trim().slice(0, 24);
    return fhirError(
      'unprocessable',
      `The text was read in a wrong encoding and saved again ("${start}"). Ask for the file as the source system wrote it.`,
      { rule: 'encoding' },
    );
  }
  const some = [...columns.values()].slice(0, 4).map(({ headers }) => headers[0]);
  return fhirError(
    'unprocessable',
    `There is no header row of ${document.id} at the top of the file: ${some.join(', ')} … were looked for. Is it another table?`,
    { rule: 'no-header' },
  );
}
