// The store itself, opened without a server: requests go to the front desk as the principal of the import.

import { Readable } from 'node:stream';
import type { Principal } from '../authorization/principal.ts';
import { compose, type Lianti } from '../compose.ts';
import type { Config } from '../config.ts';
import type { Resource } from '../fhir/json/tree.ts';
import type { IntakeAnswer, IntakeRequest, Submit } from '../intake/submit.ts';
import { failureResponse } from '../interactions/failure.ts';
import type { FhirRequest, FhirResponse } from '../interactions/request.ts';
import { StoreUnavailable } from '../storage/errors.ts';
import { CommandError, type Door } from './door.ts';

/** Raw files at most, in bytes. */
const RAW_FILE_MAX = 2 ** 31;

/** Throws CommandError when the store is in use or cannot be opened. */
export async function openLocalDoor(config: Config, principal: Principal, note: Note): Promise<Door> {
  const lianti = await openStore(config, note);
  // Conditions of the import may ask for what an earlier process has not indexed to the end.
  await lianti.index.builder.complete();
  return {
    name: config.STORE_URL,
    submit: createLocalSubmit(lianti, principal, note),
    putBlob: (bytes) => lianti.services.store.blobs.put(Readable.from(bytes), RAW_FILE_MAX),
    close: () => lianti.close(),
  };
}

export type Note = (message: string, details: Record<string, unknown>) => void;

/** Throws CommandError with one clear line. */
export async function openStore(config: Config, note: Note): Promise<Lianti> {
  try {
    return await compose(config, config.PORT, { now: Date.now, note });
  } catch (error) {
    if (!(error instanceof StoreUnavailable)) throw error;
    const way = /in use/.test(error.message)
      ? ` Or work through the running server: --server http://${config.HOST}:${config.PORT}/fhir.`
      : '';
    throw new CommandError(error.message + way);
  }
}

export function createLocalSubmit(lianti: Lianti, principal: Principal, note: Note): Submit {
  return async (request) => {
    const requestId = lianti.services.newId();
    let answer: FhirResponse;
    try {
      answer = await lianti.dispatch(fhirRequestOf(request), principal, requestId);
    } catch (error) {
      answer = failureResponse(error, { requestId, note });
    }
    return answerOf(answer);
  };
}

function fhirRequestOf({ method, path, body, headers }: IntakeRequest): FhirRequest {
  const mark = path.indexOf('?');
  const segments = (mark === -1 ? path : path.slice(0, mark)).split('/').filter((segment) => segment !== '');
  return {
    method,
    path: segments.map(decodeURIComponent),
    query: mark === -1 ? [] : [...new URLSearchParams(path.slice(mark + 1))],
    headers: headers ?? {},
    ...(body ? { body } : {}),
  };
}

function answerOf({ status, body }: FhirResponse): IntakeAnswer {
  return { status, ...(body === undefined ? {} : { body: JSON.parse(body) as Resource }) };
}
