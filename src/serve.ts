// A running server: the parts joined to the HTTP door, listening, and stopped in order.

import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import path from 'node:path';
import { type Callers, callersOf, compose, type Lianti, type Outside } from './compose.ts';
import type { Config } from './config.ts';
import { createTranslations } from './fhir/translate.ts';
import { createAccessLog } from './http/access-log.ts';
import { createHttpServer, type HttpDoor } from './http/app.ts';
import { createCors } from './http/cors.ts';
import { createDateHeader } from './http/date-header.ts';
import { createQuietTimes, type QuietTimes } from './http/quiet-times.ts';
import { createRepresentations } from './http/representations.ts';
import { createRequestIds } from './http/request-id.ts';
import { allowedMethods } from './interactions/route.ts';
import { createPages, type Pages } from './pages/pages.ts';

export interface Running {
  lianti: Lianti;
  /** http://127.0.0.1:3000/fhir */
  baseUrl: string;
  port: number;
  /** Answers what is under way, then closes the store. */
  stop(): Promise<void>;
}

export interface ServerOutside extends Outside {
  /** Takes a line for each request; undefined: nobody reads them. */
  access: ((line: Record<string, unknown>) => void) | undefined;
}

const EXAMPLES = path.join(import.meta.dirname, '..', 'docs', 'examples.md');
const STOP_WITHIN_MS = 8000;
const WARM_UP_PAUSE_MS = 20;

/** Throws StoreUnavailable, ConfigError or the error of listening. */
export async function serve(config: Config, outside: ServerOutside): Promise<Running> {
  // The door is built first, on a promise: links need the port, and the port is known once the door listens.
  const opening = Promise.withResolvers<HttpDoor>();
  const server = createHttpServer(opening.promise);
  server.listen(config.PORT, config.HOST);
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  try {
    const lianti = await compose(config, port, outside);
    const quietTimes = createQuietTimes();
    const callers = callersOf(config, lianti.services);
    opening.resolve(doorOf(config, lianti, callers, quietTimes, outside));
    lianti.takeUpJobs(callers.rights);
    warmUp(lianti);
    return {
      lianti,
      baseUrl: lianti.services.settings.baseUrl,
      port,
      async stop() {
        quietTimes.stop();
        await stop(server, lianti);
      },
    };
  } catch (error) {
    server.close();
    throw error;
  }
}

/** Compiling a type takes some milliseconds: those that our profiles concern are done between requests. */
function warmUp({ services }: Lianti): void {
  const { definitions, validator } = services.editions.current();
  const waiting = [...definitions.resourceTypes].filter((type) => definitions.profilesOf(type).length > 0);
  const next = () => {
    const type = waiting.shift();
    if (type === undefined) return;
    validator.warmUp([type]);
    setTimeout(next, WARM_UP_PAUSE_MS).unref();
  };
  setTimeout(next, WARM_UP_PAUSE_MS).unref();
}

function doorOf(
  config: Config,
  lianti: Lianti,
  { authenticate }: Callers,
  quietTimes: QuietTimes,
  outside: ServerOutside,
): HttpDoor {
  const { services } = lianti;
  // Types and their shapes are the same in every edition.
  const { definitions } = services.editions.current();
  return {
    basePath: '/fhir',
    maxBody: config.MAX_BODY,
    representations: createRepresentations(definitions.model),
    translations: createTranslations(),
    pages: pagesOf(config, lianti),
    authenticate,
    cors: createCors(config.AUTH),
    dispatch(request, principal, requestId) {
      quietTimes.busy();
      return lianti.dispatch(request, principal, requestId);
    },
    methodsOf: (path) => allowedMethods(path, definitions),
    accessLog: createAccessLog(outside.access),
    note: outside.note,
    newRequestId: createRequestIds(randomBytes(6).toString('hex')),
    dateHeader: createDateHeader(outside.now),
    isHealthy: async () => (await services.store.tip()).seq >= 0,
  };
}

function pagesOf(config: Config, { services }: Lianti): Pages {
  const { editions, settings } = services;
  const { definitions } = editions.current();
  return createPages({
    baseUrl: settings.baseUrl,
    version: definitions.capability.version ?? '',
    needsToken: config.AUTH === 'tokens',
    definitions,
    statement: () => editions.current().statements.capability.text,
    examples: () => readFileSync(EXAMPLES, 'utf8'),
  });
}

async function stop(server: Server, lianti: Lianti): Promise<void> {
  const closed = new Promise<void>((resolve) => server.close(() => resolve()));
  server.closeIdleConnections();
  const hurry = setTimeout(() => server.closeAllConnections(), STOP_WITHIN_MS);
  await closed;
  clearTimeout(hurry);
  await lianti.close();
}
