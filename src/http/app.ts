// The HTTP door: one Express middleware that makes a FhirRequest, hands it to dispatch and sends the answer.

import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import express from 'express';
import type { Principal } from '../authorization/principal.ts';
import { fhirError } from '../fhir/error.ts';
import { outcomeText } from '../fhir/outcome.ts';
import { failureResponse } from '../interactions/failure.ts';
import type { FhirRequest, FhirResponse } from '../interactions/request.ts';
import type { AccessLog } from './access-log.ts';
import type { Authenticate } from './authenticate.ts';
import { type Cors, PREFLIGHT } from './cors.ts';
import { checkAccept } from './negotiate.ts';
import { fhirRequest } from './request.ts';
import { SAFETY_HEADERS, send } from './response.ts';

export interface HttpDoor {
  /** Path of the base, e.g. `/fhir`. */
  basePath: string;
  maxBody: number;
  authenticate: Authenticate;
  cors: Cors;
  dispatch(request: FhirRequest, principal: Principal, requestId: string): Promise<FhirResponse>;
  accessLog: AccessLog;
  note(message: string, details: Record<string, unknown>): void;
  newRequestId(): string;
  now(): number;
  /** Is the store there? For /health. */
  isHealthy(): Promise<boolean>;
}

/** Requests that come before the door is ready wait for it. */
export function createHttpServer(ready: Promise<HttpDoor>): Server {
  const app = express();
  app.disable('x-powered-by');
  app.disable('etag');
  let door: HttpDoor | undefined;
  void ready.then((opened) => {
    door = opened;
  });
  app.use((message, reply) =>
    door ? handle(message, reply, door) : ready.then((d) => handle(message, reply, d)),
  );
  const server = createServer(
    { maxHeaderSize: 32 * 1024, requestTimeout: 60_000, headersTimeout: 30_000 },
    app,
  );
  server.keepAliveTimeout = 60_000;
  server.on('clientError', refuseMalformed);
  return server;
}

async function handle(message: IncomingMessage, reply: ServerResponse, door: HttpDoor): Promise<void> {
  const started = performance.now();
  const requestId = requestIdOf(message, door);
  const cors = door.cors(message.headers.origin);
  const answer = await answerTo(message, requestId, door);
  await send(message, reply, answer, { requestId, cors, isPretty: isPretty(message), now: door.now() });
  // What is left of a body nobody read must not hold the connection.
  if (!message.complete && answer.status >= 400) {
    message.resume();
    setTimeout(() => message.destroy(), 2000).unref();
  }
  door.accessLog(message, answer, requestId, performance.now() - started);
}

async function answerTo(message: IncomingMessage, requestId: string, door: HttpDoor): Promise<FhirResponse> {
  try {
    const url = message.url ?? '/';
    if (url === '/health') return await health(door);
    const rest = restOf(url, door.basePath);
    if (rest === undefined)
      throw fhirError('not-found', `There is nothing here. The FHIR base is ${door.basePath}.`);
    if (message.method === 'OPTIONS')
      return { status: 204, headers: { ...PREFLIGHT, Allow: PREFLIGHT['Access-Control-Allow-Methods']! } };
    checkAccept(message.headers.accept, formatOf(url));
    // /metadata is for everybody: a client must be able to learn how to authenticate. R4 http.html#capabilities.
    const principal = isOpen(rest) ? OPEN_TO_ALL : await door.authenticate(message.headers);
    const request = await fhirRequest(message, rest, door.maxBody);
    return await door.dispatch(request, principal, requestId);
  } catch (error) {
    return failureResponse(error, { requestId, note: door.note });
  }
}

/** May read the capabilities and nothing else. */
const OPEN_TO_ALL: Principal = { name: 'anybody', roles: [], scopes: [] };

function isOpen(rest: string): boolean {
  return /^\/metadata\/?(\?|$)/.test(rest);
}

function restOf(url: string, basePath: string): string | undefined {
  if (!url.startsWith(basePath)) return undefined;
  const rest = url.slice(basePath.length);
  return rest === '' || rest.startsWith('/') || rest.startsWith('?') ? rest : undefined;
}

function formatOf(url: string): string | undefined {
  const text = /[?&]_format=([^&]*)/.exec(url)?.[1];
  if (text === undefined || text === '') return undefined;
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

function isPretty(message: IncomingMessage): boolean {
  return /[?&]_pretty=true(&|$)/.test(message.url ?? '');
}

async function health(door: HttpDoor): Promise<FhirResponse> {
  if (await door.isHealthy()) return { status: 200, headers: {}, body: '{"status":"ok"}' };
  throw fhirError('unavailable', 'The store does not answer.');
}

function requestIdOf(message: IncomingMessage, door: HttpDoor): string {
  const given = message.headers['x-request-id'];
  return typeof given === 'string' && /^[A-Za-z0-9\-._]{1,64}$/.test(given) ? given : door.newRequestId();
}

/** What Node's parser refuses: answered in FHIR's own form, then the connection ends. */
function refuseMalformed(error: NodeJS.ErrnoException, socket: import('node:stream').Duplex): void {
  if (error.code === 'ECONNRESET' || !socket.writable) {
    socket.destroy();
    return;
  }
  const [status, reason, text] =
    error.code === 'HPE_HEADER_OVERFLOW'
      ? [
          431,
          'Request Header Fields Too Large',
          'The URL or the headers are too long. Use POST _search for long searches.',
        ]
      : error.code === 'ERR_HTTP_REQUEST_TIMEOUT'
        ? [408, 'Request Timeout', 'The request did not arrive in time.']
        : [400, 'Bad Request', 'This is not an HTTP request that can be read.'];
  const body = outcomeText([{ severity: 'error', code: 'invalid', diagnostics: String(text) }]);
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
