// Plain requests to the server under test.

import type { JsonObject } from '../../fhir/json/tree.ts';

export interface Answer {
  status: number;
  headers: Headers;
  /** undefined: no JSON. */
  body: JsonObject | undefined;
}

export interface Sending {
  body?: JsonObject | readonly JsonObject[];
  /** Instead of a body, in the form that the headers say. */
  text?: string;
  headers?: Record<string, string>;
}

export interface Client {
  base: string;
  /** `path` below the base, with its query. Throws when the server does not answer. */
  send(method: string, path: string, sending?: Sending): Promise<Answer>;
}

const ANSWER_WITHIN_MS = 30_000;

export function createClient(base: string, token: string | undefined): Client {
  const always = {
    accept: 'application/fhir+json',
    ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
  };
  return {
    base,
    async send(method, path, { body, text, headers = {} } = {}) {
      const separator = path === '' || path.startsWith('?') ? '' : '/';
      const type = body === undefined ? {} : { 'content-type': 'application/fhir+json' };
      const answer = await fetch(base + separator + path, {
        method,
        headers: { ...always, ...type, ...headers },
        body: body === undefined ? text : JSON.stringify(body),
        signal: AbortSignal.timeout(ANSWER_WITHIN_MS),
      });
      return { status: answer.status, headers: answer.headers, body: parsed(await answer.text()) };
    },
  };
}

function parsed(text: string): JsonObject | undefined {
  try {
    return JSON.parse(text) as JsonObject;
  } catch {
    return undefined;
  }
}
