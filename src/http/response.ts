// FhirResponse to HTTP: headers, indentation, compression.

import type { IncomingMessage, ServerResponse } from 'node:http';
import { pipeline } from 'node:stream/promises';
import { promisify } from 'node:util';
import { gzip } from 'node:zlib';
import type { BinaryContent, FhirResponse } from '../interactions/request.ts';
import { contentAnswer } from './content.ts';
import type { DateHeader } from './date-header.ts';
import type { Representation } from './representations.ts';

/** Below this, compressing costs more than it saves. */
const GZIP_FROM = 8 * 1024;
const compress = promisify(gzip);

export const SAFETY_HEADERS: Readonly<Record<string, string>> = {
  'X-Content-Type-Options': 'nosniff',
  'Content-Security-Policy': "default-src 'none'; frame-ancestors 'none'",
  'Referrer-Policy': 'no-referrer',
  'Cache-Control': 'no-store',
  Vary: 'Accept, Accept-Encoding, Accept-Language',
};

export interface Sending {
  requestId: string;
  cors: Readonly<Record<string, string>>;
  representation: Representation;
  isPretty: boolean;
  dateHeader: DateHeader;
}

export async function send(
  message: IncomingMessage,
  reply: ServerResponse,
  response: FhirResponse,
  sending: Sending,
): Promise<void> {
  if (reply.destroyed || reply.headersSent) return;
  const headers: Record<string, string | number> = {
    ...SAFETY_HEADERS,
    Date: sending.dateHeader(response.at),
    'X-Request-Id': sending.requestId,
  };
  Object.assign(headers, sending.cors, response.headers);
  if (response.status === 401) headers['WWW-Authenticate'] = 'Bearer realm="lianti"';
  if (response.content) {
    await sendContent(message, reply, response.content, headers);
    return;
  }
  if (response.body === undefined && response.bytes === undefined) {
    if (response.status !== 204 && response.status !== 304) headers['Content-Length'] = 0;
    reply.writeHead(response.status, headers);
    reply.end();
    return;
  }
  headers['Content-Type'] = `${sending.representation.mediaTypes[0]}; charset=utf-8`;
  let body: string | Uint8Array =
    response.bytes ?? sending.representation.write(response.body!, sending.isPretty);
  let onItsWay = response.release;
  if (body.length >= GZIP_FROM && acceptsGzip(message)) {
    body = await compress(body, { level: 1 });
    response.release?.();
    onItsWay = undefined;
    headers['Content-Encoding'] = 'gzip';
  }
  headers['Content-Length'] = Buffer.byteLength(body);
  reply.writeHead(response.status, headers);
  if (message.method === 'HEAD') reply.end();
  else reply.end(body, onItsWay);
}

async function sendContent(
  message: IncomingMessage,
  reply: ServerResponse,
  content: BinaryContent,
  headers: Record<string, string | number>,
): Promise<void> {
  // Our tags are weak, so an If-Range never holds and the whole is sent. RFC 9110 13.1.5.
  const range =
    message.method === 'GET' && message.headers['if-range'] === undefined ? message.headers.range : undefined;
  const answer = contentAnswer(content, range);
  reply.writeHead(answer.status, { ...headers, ...answer.headers, 'Content-Length': answer.length });
  if (message.method === 'HEAD') reply.end();
  else if ('text' in answer.body) reply.end(answer.body.text);
  // Who goes away, or whose content is erased while it is sent, sees the connection end.
  else await pipeline(await content.open(answer.body.range), reply).catch(() => reply.destroy());
}

function acceptsGzip(message: IncomingMessage): boolean {
  return /\bgzip\b(?!\s*;\s*q=0(\.0*)?\s*(,|$))/.test(String(message.headers['accept-encoding'] ?? ''));
}
