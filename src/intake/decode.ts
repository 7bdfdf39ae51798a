// Bytes to text: byte order mark, then the encoding the mapping names, then strict UTF-8, then GB 18030.
// Bytes are decoded before anything is split: in GBK the second byte of a character may be `|`, `\` or `^`.

import { fhirError } from '../fhir/error.ts';

export type Encoding = 'utf-8' | 'gb18030' | 'utf-16le' | 'utf-16be';

/** Bytes looked at to choose an encoding; the header of a table is in there. */
export const HEAD_BYTES = 65_536;

const BOMS: readonly (readonly [Encoding, readonly number[]])[] = [
  ['utf-8', [0xef, 0xbb, 0xbf]],
  ['utf-16le', [0xff, 0xfe]],
  ['utf-16be', [0xfe, 0xff]],
];

/** The encoding a byte order mark states. */
export function encodingOfBom(head: Uint8Array): Encoding | undefined {
  return BOMS.find(([, mark]) => mark.every((byte, i) => head[i] === byte))?.[0];
}

/** The head as text; undefined when it is not valid in that encoding. A character cut at its end does not count. */
export function decodeHead(head: Uint8Array, encoding: Encoding): string | undefined {
  try {
    return new TextDecoder(encoding, { fatal: true }).decode(head, { stream: true });
  } catch {
    return undefined;
  }
}

/**
 * The first candidate in which the head is valid and `isRight` (has the header, say). Without one, the first that
 * is valid, so that the caller can say what is missing there. Throws FhirError when none is valid.
 */
export function chooseEncoding(
  head: Uint8Array,
  declared: Encoding | undefined,
  isRight: (text: string) => boolean,
): Encoding {
  const bom = encodingOfBom(head);
  if (bom) return bom;
  const candidates = new Set<Encoding>([...(declared ? [declared] : []), 'utf-8', 'gb18030']);
  const valid = [...candidates]
    .map((encoding) => ({ encoding, text: decodeHead(head, encoding) }))
    .filter((candidate): candidate is { encoding: Encoding; text: string } => candidate.text !== undefined);
  if (valid.length === 0) throw fhirError('unprocessable', notText(declared), { rule: 'encoding' });
  return (valid.find(({ text }) => isRight(text)) ?? valid[0]!).encoding;
}

/** The whole file as text. Throws FhirError('unprocessable') naming the line of the first bad byte, or of lost text. */
export async function* decode(bytes: AsyncIterable<Uint8Array>, encoding: Encoding): AsyncIterable<string> {
  const decoder = new TextDecoder(encoding, { fatal: true });
  let line = 1;
  let tail = '';
  /** Bytes of the line that has not ended: a bad byte is looked for from there. */
  let open: Uint8Array = new Uint8Array();
  const strictly = (chunk?: Uint8Array): string => {
    try {
      return decoder.decode(chunk, { stream: chunk !== undefined });
    } catch {
      throw badByte(Buffer.concat(chunk ? [open, chunk] : [open]), encoding, line);
    }
  };
  for await (const chunk of bytes) {
    const text = strictly(chunk);
    refuseLost(tail, text, line);
    yield text;
    line += countLines(text);
    tail = (tail + text).slice(-LOST_LENGTH);
    const end = chunk.lastIndexOf(LF);
    open = end < 0 ? Buffer.concat([open, chunk]).subarray(-OPEN_MAX) : chunk.subarray(end + 1);
  }
  const end = strictly();
  if (end !== '') yield end;
}

/** In UTF-8 and GB 18030 this byte is never a part of another character. */
const LF = 0x0a;
const OPEN_MAX = 1_000_000;

function badByte(bytes: Uint8Array, encoding: Encoding, line: number) {
  const good = new TextDecoder(encoding).decode(bytes).split('\uFFFD')[0]!;
  const bad = line + countLines(good);
  const sentence = `On line ${bad} there are bytes that are not ${encoding}. Export the file again as GB 18030 or UTF-8.`;
  return fhirError('unprocessable', sentence, { line: bad, rule: 'encoding' });
}

/** What UTF-8 replacement characters become when they are read as GBK and saved: the text before is gone. */
const LOST = '锟斤拷';
const LOST_LENGTH = LOST.length - 1;

/** `tail`: the end of the text before; `line`: where `text` begins. */
function refuseLost(tail: string, text: string, line: number): void {
  const at = (tail + text).indexOf(LOST);
  if (at < 0) return;
  const where = line + countLines(text.slice(0, Math.max(0, at - tail.length)));
  throw fhirError(
    'unprocessable',
    `"锟斤拷" on line ${where} shows that an earlier conversion has destroyed characters. They cannot be restored: ask for the file as the source system wrote it.`,
    { line: where, rule: 'text-lost' },
  );
}

/** Chinese UTF-8 that was read as Latin-1 or GBK and saved again: `å§“å`, `濮撳悕`. */
export function looksGarbled(text: string): boolean {
  const latin = text.match(
    /[\u00c2-\u00f4][\u0080-\u00bf\u0152-\u0178\u02c6\u02dc\u2013-\u203a\u20ac\u2122]{1,3}/g,
  );
  const gbk = text.match(/[瀛濮撳璇佷欢鎬埆鍑敓鏃湡瑁哥溂锛鐞冮暅韬唤鍙]/g);
  return (latin?.length ?? 0) >= 4 || (gbk?.length ?? 0) >= 8;
}

function countLines(text: string): number {
  let count = 0;
  for (let at = text.indexOf('\n'); at >= 0; at = text.indexOf('\n', at + 1)) count++;
  return count;
}

function notText(declared: Encoding | undefined): string {
  const named = declared ? ` The mapping names ${declared}.` : '';
  return `The file is text neither in UTF-8 nor in GB 18030: it may be a workbook or an archive.${named} Export it as CSV.`;
}
