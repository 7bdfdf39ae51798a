// The content of a Binary as itself: whole or one range of it, to be saved and never to be run. R4 binary.html#rest,
// #security-context; RFC 9110 14.

import { outcomeText } from '../fhir/outcome.ts';
import type { BinaryContent, ByteRange } from '../interactions/request.ts';

export interface ContentAnswer {
  status: number;
  headers: Record<string, string>;
  /** What follows the headers: a text, or all or a part of the content. */
  body: { text: string } | { range?: ByteRange };
  /** Bytes of it. */
  length: number;
}

const MEDIA_TYPE =
  /^[\w!#$&^.+-]{1,127}\/[\w!#$&^.+-]{1,127}(?:\s*;\s*[\w!#$&^.+-]+=(?:[\w!#$&^.+:/-]+|"[\x20\x21\x23-\x7e]*"))*$/;

/** Whatever the type says, a browser saves it, does not guess another type and gives a page in it no rights. */
const UNTRUSTED = {
  'Content-Disposition': 'attachment',
  'Content-Security-Policy': "sandbox; default-src 'none'; frame-ancestors 'none'",
  'X-Content-Type-Options': 'nosniff',
};

/** `range`: the Range header of a GET. */
export function contentAnswer(content: BinaryContent, range: string | undefined): ContentAnswer {
  const { size } = content;
  const headers: Record<string, string> = {
    ...UNTRUSTED,
    'Content-Type': MEDIA_TYPE.test(content.type) ? content.type : 'application/octet-stream',
    'Accept-Ranges': 'bytes',
  };
  if (content.securityContext !== undefined && /^[\x21-\x7e]+$/.test(content.securityContext)) {
    headers['X-Security-Context'] = content.securityContext;
  }
  const asked = range === undefined ? undefined : readRange(range, size);
  if (asked === undefined) return { status: 200, headers, body: {}, length: size };
  if (asked === 'unsatisfiable') return unsatisfiable(size);
  headers['Content-Range'] = `bytes ${asked.first}-${asked.last}/${size}`;
  return { status: 206, headers, body: { range: asked }, length: asked.last - asked.first + 1 };
}

/** undefined: not a single range of bytes, so the whole is sent, as RFC 9110 allows. */
function readRange(header: string, size: number): ByteRange | 'unsatisfiable' | undefined {
  const match = /^\s*bytes\s*=\s*(\d{0,15})\s*-\s*(\d{0,15})\s*$/i.exec(header);
  if (!match || (match[1] === '' && match[2] === '')) return undefined;
  const [from, to] = [match[1]!, match[2]!];
  if (from === '') {
    const length = Math.min(Number(to), size);
    return length === 0 ? 'unsatisfiable' : { first: size - length, last: size - 1 };
  }
  if (to !== '' && Number(to) < Number(from)) return undefined;
  if (Number(from) >= size) return 'unsatisfiable';
  return { first: Number(from), last: to === '' ? size - 1 : Math.min(Number(to), size - 1) };
}

function unsatisfiable(size: number): ContentAnswer {
  const diagnostics = `The range lies behind the end: there are ${size} bytes.`;
  const text = outcomeText([{ severity: 'error', code: 'invalid', diagnostics }]);
  return {
    status: 416,
    headers: {
      'Content-Range': `bytes */${size}`,
      'Content-Type': 'application/fhir+json; charset=utf-8',
    },
    body: { text },
    length: Buffer.byteLength(text),
  };
}
