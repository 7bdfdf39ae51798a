// The HTTP door: makes a FhirRequest, hands it to dispatch and sends the answer.

import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import express from 'express';
import type { Principal } from '../authorization/principal.ts';
import { fhirError } from '../fhir/error.ts';
import { failureResponse } from '../interactions/failure.ts';
import type { FhirRequest, FhirResponse } from '../interactions/request.ts';
import type { Page, Pages } from '../pages/pages.ts';
import type { AccessLog } from './access-log.ts';
import type { Authenticate } from './authenticate.ts';
import { type Cors, PREFLIGHT } from './cors.ts';
import type { DateHeader } from './date-header.ts';
import { HEADERS_MAX, refuseMalformed } from './malformed.ts';
import { notAcceptable, readWishes } from './negotiate.ts';
import { isRead, sendPage, wantsHtml } from './pages.ts';
import { ACCEPT_PATCH } from './patch-body.ts';
import type { Representation, Representations } from './representations.ts';
import { fhirRequest, parseTarget } from './request.ts';
import { send } from './response.ts';
import { createTell, type Translations } from './tell.ts';
import { createTurnEnd } from './turn-end.ts';

export interface HttpDoor {
  /** Path of the base, e.g. `/fhir`. */
  basePath: string;
  maxBody: number;
  representations: Representations;
  translations: Translations;
  pages: Pages;
  authenticate: Authenticate;
  cors: Cors;
  dispatch(request: FhirRequest, principal: Principal, requestId: string): Promise<FhirResponse>;
  /** Methods that a path below the base knows, for OPTIONS. */
  methodsOf(path: string[]): string[];
  accessLog: AccessLog;
  note(message: string, details: Record<string, unknown>): void;
  newRequestId(): string;
  dateHeader: DateHeader;
  /** Is the store there? For /health. */
  isHealthy(): Promise<boolean>;
}

/**
 * Requests that come before the door is ready wait for it. Those below the base go straight to the door, all others by
 * way of Express: it costs as much as a third of a small read.
 */
export function createHttpServer(ready: Promise<HttpDoor>): Server {
  const turnEnd = createTurnEnd();
  let door: HttpDoor | undefined;
  void ready.then((opened) => {
    door = opened;
  });
  const app = express();
  app.disable('x-powered-by');
  app.disable('etag');
  app.use(async (message, reply) => handle(message, reply, door ?? (await ready), turnEnd));
  const receive = (message: IncomingMessage, reply: ServerResponse): void => {
    if (!door || restOf(message.url ?? '/', door.basePath) === undefined) app(message, reply);
    else
      handle(message, reply, door, turnEnd).catch((error: unknown) => {
        door!.note('an answer could not be sent', { error: String(error) });
        reply.destroy();
      });
  };
  // A request without Host is refused below, with an outcome.
  const server = createServer({ maxHeaderSize: HEADERS_MAX, requireHostHeader: false, ...PATIENCE }, receive);
  server.keepAliveTimeout = 60_000;
  server.on('clientError', refuseMalformed);
  // RFC 9110 10.1.1: an expectation that is not known may be passed over.
  server.on('checkExpectation', receive);
  return server;
}

async function handle(
  message: IncomingMessage,
  reply: ServerResponse,
  door: HttpDoor,
  turnEnd: () => Promise<void>,
): Promise<void> {
  const started = performance.now();
  const requestId = requestIdOf(message, door);
  const cors = door.cors(message.headers.origin);
  const { answer, page, representation, isPretty } = await answerTo(message, requestId, door);
  await turnEnd();
  if (page) sendPage(message, reply, page, { 'X-Request-Id': requestId });
  else {
    const { dateHeader } = door;
    await send(message, reply, answer, { requestId, cors, representation, isPretty, dateHeader });
  }
  // What is left of a body nobody read must not hold the connection.
  if (!message.complete && answer.status >= 400) {
    message.resume();
    setTimeout(() => message.destroy(), 2000).unref();
  }
  door.accessLog(message, answer, requestId, performance.now() - started);
}

/** A request that does not arrive in this time is given up; milliseconds. */
const PATIENCE = { headersTimeout: 20_000, requestTimeout: 50_000, connectionsCheckingInterval: 5_000 };

/** An answer and the form in which it goes out. */
interface Answered {
  answer: FhirResponse;
  /** Goes out instead of the answer. */
  page?: Page;
  representation: Representation;
  isPretty: boolean;
}

async function answerTo(message: IncomingMessage, requestId: string, door: HttpDoor): Promise<Answered> {
  const { representations } = door;
  const url = message.url ?? '/';
  let format = parameterOf(url, '_format');
  let wishes = readWishes(message.headers.accept, format, representations);
  let isPretty = parameterOf(url, '_pretty') === 'true';
  const said = (answer: FhirResponse): Answered => ({
    answer,
    representation: wishes.representation ?? representations[0],
    isPretty,
  });
  let tell = createTell(message.headers['accept-language'], undefined, door.translations);
  try {
    if (message.headers.host === undefined && message.httpVersion === '1.1')
      throw fhirError(
        'invalid',
        'A request of HTTP/1.1 has a Host header. Send the name of this server in it.',
      );
    // Not FHIR, so always JSON.
    if (url === '/health') return { ...said(await health(door)), representation: representations[0] };
    const rest = restOf(url, door.basePath);
    const isHtml = wantsHtml(message, format, representations);
    const fixed = isRead(message) ? fixedPage(url, rest, isHtml, door) : undefined;
    if (fixed) return { ...said({ status: 200, headers: {} }), page: fixed };
    if (rest === undefined)
      throw fhirError('not-found', `There is nothing here. The FHIR base is ${door.basePath}.`);
    if (message.method === 'OPTIONS') return said(preflight(rest, door));
    // /metadata is for everybody: a client must be able to learn how to authenticate. R4 http.html#capabilities.
    const principal = isOpen(rest) ? OPEN_TO_ALL : await door.authenticate(message.headers);
    const request = await fhirRequest(message, rest, door);
    tell = request.tell ?? tell;
    if (request.form) {
      // A POST _search may say in its body how it wants to be answered.
      format = formParameter(request.form, '_format') ?? format;
      wishes = readWishes(message.headers.accept, format, representations);
      isPretty ||= formParameter(request.form, '_pretty') === 'true';
    }
    const isBinary = request.path[0] === 'Binary' && request.path.length !== 3;
    if (isBinary) request.wantsContent = !wishes.namesFhir;
    else if (!wishes.representation && !isHtml) {
      const asked = format === undefined ? `Accept: ${message.headers.accept}` : `_format=${format}`;
      throw notAcceptable(asked, representations);
    }
    // Stored JSON goes out as the bytes that it is stored as.
    request.wantsBytes = !isHtml && !isPretty && wishes.representation === representations[0];
    const answer = await door.dispatch(request, principal, requestId);
    if (!isHtml || answer.status !== 200 || answer.body === undefined) return said(answer);
    return { ...said(answer), page: door.pages.ofResource(answer.body, url) };
  } catch (error) {
    const answer = failureResponse(error, { requestId, note: door.note, tell });
    if (message.method === 'PATCH' && answer.status === 415) Object.assign(answer.headers, ACCEPT_PATCH);
    return said(answer);
  }
}

function preflight(rest: string, door: HttpDoor): FhirResponse {
  const known = door.methodsOf(parseTarget(rest).path);
  const methods = [...known, 'OPTIONS'].join(', ');
  const patches = known.includes('PATCH') ? ACCEPT_PATCH : {};
  return {
    status: 204,
    headers: { ...PREFLIGHT, ...patches, Allow: methods, 'Access-Control-Allow-Methods': methods },
  };
}

/** Pages lie beside the base; one who opens the base itself sees the landing page. */
function fixedPage(url: string, rest: string | undefined, isHtml: boolean, door: HttpDoor): Page | undefined {
  if (rest === undefined) return door.pages.at(url.split('?', 1)[0]!);
  return isHtml && rest === '' ? door.pages.at('/') : undefined;
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

/** A parameter of the URL before it is read as a whole, which may fail; undefined when it says nothing. */
function parameterOf(url: string, name: string): string | undefined {
  const at = url.indexOf(`${name}=`);
  if (at < 1 || !'?&'.includes(url[at - 1]!)) return undefined;
  const text = url.slice(at + name.length + 1).split('&', 1)[0]!;
  if (text === '') return undefined;
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

function formParameter(form: [string, string][], name: string): string | undefined {
  return form.find(([key, value]) => key === name && value !== '')?.[1];
}

async function health(door: HttpDoor): Promise<FhirResponse> {
  if (await door.isHealthy()) return { status: 200, headers: {}, body: '{"status":"ok"}' };
  throw fhirError('unavailable', 'The store does not answer.');
}

function requestIdOf(message: IncomingMessage, door: HttpDoor): string {
  const given = message.headers['x-request-id'];
  return typeof given === 'string' && /^[A-Za-z0-9\-._]{1,64}$/.test(given) ? given : door.newRequestId();
}
