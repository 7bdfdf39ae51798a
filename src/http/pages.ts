// HTML for browsers: only where it is asked for by name and before FHIR, only for what was read, never for failures.

import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Page } from '../pages/pages.ts';
import { qualityOf, readAccept } from './negotiate.ts';
import type { Representations } from './representations.ts';
import { SAFETY_HEADERS } from './response.ts';

const HTML = 'text/html';

export function isRead({ method }: IncomingMessage): boolean {
  return method === 'GET' || method === 'HEAD';
}

/** `format` goes before Accept, as everywhere. */
export function wantsHtml(
  message: IncomingMessage,
  format: string | undefined,
  representations: Representations,
): boolean {
  if (!isRead(message)) return false;
  if (format !== undefined) return format === 'html' || format === HTML;
  const { accept } = message.headers;
  if (!accept?.includes(HTML)) return false;
  const ranges = readAccept(accept);
  const wish = ranges.find(({ type }) => type === HTML)?.quality ?? 0;
  return representations.every((representation) => wish > qualityOf(representation, ranges));
}

export function sendPage(
  message: IncomingMessage,
  reply: ServerResponse,
  page: Page,
  headers: Readonly<Record<string, string>>,
): void {
  if (reply.destroyed || reply.headersSent) return;
  const length = Buffer.byteLength(page.text);
  reply.writeHead(200, { ...SAFETY_HEADERS, ...headers, ...page.headers, 'Content-Length': length });
  if (message.method === 'HEAD') reply.end();
  else reply.end(page.text);
}
