// A whole server without its doors, on SQLite in memory: tests speak to it as doors do.

import { LOCAL_OPERATOR } from '../../src/authorization/local-operator.ts';
import type { Principal } from '../../src/authorization/principal.ts';
import { compose, type Lianti } from '../../src/compose.ts';
import { readConfig } from '../../src/config.ts';
import { parseJson } from '../../src/fhir/json/parse.ts';
import type { JsonObject } from '../../src/fhir/json/tree.ts';
import { parseTarget } from '../../src/http/request.ts';
import { resourceBody } from '../../src/interactions/body.ts';
import { failureResponse } from '../../src/interactions/failure.ts';

export interface Answer {
  status: number;
  headers: Record<string, string>;
  /** The body as it would be sent. */
  text: string | undefined;
  // biome-ignore lint/suspicious/noExplicitAny: tests look into answers freely
  body: any;
}

export interface TestServer {
  lianti: Lianti;
  baseUrl: string;
  /** What was noted in the log. */
  notes: { message: string; details: Record<string, unknown> }[];
  send(
    method: string,
    url: string,
    body?: JsonObject | string,
    headers?: Record<string, string>,
    principal?: Principal,
  ): Promise<Answer>;
  get(url: string, headers?: Record<string, string>): Promise<Answer>;
  post(url: string, body: JsonObject | string, headers?: Record<string, string>): Promise<Answer>;
  put(url: string, body: JsonObject | string, headers?: Record<string, string>): Promise<Answer>;
  delete(url: string, headers?: Record<string, string>): Promise<Answer>;
  close(): Promise<void>;
}

export async function createTestServer(environment: Record<string, string> = {}): Promise<TestServer> {
  const config = readConfig({
    STORE_URL: 'sqlite::memory:',
    BASE_URL: 'http://fhir.test/fhir',
    ...environment,
  });
  const notes: TestServer['notes'] = [];
  const note = (message: string, details: Record<string, unknown>) => notes.push({ message, details });
  const lianti = await compose(config, 3000, { now: Date.now, note });

  const send: TestServer['send'] = async (method, url, body, headers = {}, principal = LOCAL_OPERATOR) => {
    try {
      const text = typeof body === 'string' ? body : body && JSON.stringify(body);
      const answer = await lianti.dispatch(
        {
          method,
          ...parseTarget(url === '' || url.startsWith('?') ? url : `/${url}`),
          headers: Object.fromEntries(
            Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value]),
          ),
          body: text === undefined ? undefined : resourceBody(parseJson(text)),
        },
        principal,
        'test-request',
      );
      return answered(answer.status, answer.headers, answer.body);
    } catch (error) {
      const answer = failureResponse(error, { requestId: 'test-request', note });
      return answered(answer.status, answer.headers, answer.body);
    }
  };
  return {
    lianti,
    baseUrl: lianti.services.settings.baseUrl,
    notes,
    send,
    get: (url, headers) => send('GET', url, undefined, headers),
    post: (url, body, headers) => send('POST', url, body, headers),
    put: (url, body, headers) => send('PUT', url, body, headers),
    delete: (url, headers) => send('DELETE', url, undefined, headers),
    close: () => lianti.close(),
  };
}

function answered(status: number, headers: Record<string, string>, text: string | undefined): Answer {
  return { status, headers, text, body: text === undefined ? undefined : JSON.parse(text) };
}

export function patient(more: JsonObject = {}): JsonObject {
  return { resourceType: 'Patient', name: [{ family: '张', given: ['小禾'] }], ...more };
}

export function observation(more: JsonObject = {}): JsonObject {
  return { resourceType: 'Observation', status: 'final', code: { text: '身高' }, ...more };
}

export function transactionOf(...entry: JsonObject[]): JsonObject {
  return { resourceType: 'Bundle', type: 'transaction', entry };
}

export function entryOf(
  method: string,
  url: string,
  resource?: JsonObject,
  more: JsonObject = {},
): JsonObject {
  const { fullUrl, ...request } = more;
  return {
    ...(fullUrl === undefined ? {} : { fullUrl }),
    ...(resource ? { resource } : {}),
    request: { method, url, ...request },
  };
}
