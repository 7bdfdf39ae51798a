// What Node's parser refuses before there is a request: answered in FHIR's own form, then the connection ends.

import type { Duplex } from 'node:stream';
import { outcomeText } from '../fhir/outcome.ts';
import { SAFETY_HEADERS } from './response.ts';

interface ParserError extends NodeJS.ErrnoException {
  /** The bytes at which the parser stopped, from where they began to arrive. */
  rawPacket?: Buffer;
}

/** Bytes of request line and headers together. Less than what is read at once: the line is seen from its beginning. */
export const HEADERS_MAX = 60 * 1024;

export function refuseMalformed(error: ParserError, socket: Duplex): void {
  if (error.code === 'ECONNRESET' || !socket.writable) {
    socket.destroy();
    return;
  }
  const [status, reason, text] = answerTo(error);
  const body = outcomeText([{ severity: 'error', code: 'invalid', diagnostics: text }]);
  const headers = {
    ...SAFETY_HEADERS,
    'Content-Type': 'application/fhir+json; charset=utf-8',
    Connection: 'close',
  };
  const lines = Object.entries(headers).map(([name, value]) => `${name}: ${value}`);
  socket.end(
    `HTTP/1.1 ${status} ${reason}\r\n${lines.join('\r\n')}\r\nContent-Length: ${Buffer.byteLength(body)}\r\n\r\n${body}`,
  );
}

function answerTo({ code, rawPacket }: ParserError): [status: number, reason: string, text: string] {
  if (code === 'HPE_HEADER_OVERFLOW') {
    return isLongLine(rawPacket)
      ? [414, 'URI Too Long', 'The URL is too long. Use POST _search for long searches.']
      : [431, 'Request Header Fields Too Large', 'The headers are too long. Send fewer or shorter ones.'];
  }
  if (code === 'ERR_HTTP_REQUEST_TIMEOUT') {
    return [408, 'Request Timeout', 'The request did not arrive in time.'];
  }
  return [400, 'Bad Request', 'This is not an HTTP request that can be read.'];
}

/** The parser counts line and headers together; it was the line when most of what is allowed passed without an end. */
function isLongLine(packet: Buffer | undefined): boolean {
  if (!packet || !/^[A-Z]+ \//.test(packet.subarray(0, 10).toString('latin1'))) return false;
  const end = packet.indexOf('\r\n');
  return end === -1 || end > HEADERS_MAX / 2;
}
