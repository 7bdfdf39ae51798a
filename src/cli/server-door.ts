// A running server as the door: the same requests over HTTP, with a bearer token where one is asked for.
// Raw files travel as Binary resources, named by their content. R4 http.html, binary.html.

import { createHash } from 'node:crypto';
import type { Resource } from '../fhir/json/tree.ts';
import { bodyOf } from '../intake/raw-file.ts';
import type { IntakeAnswer, IntakeRequest, PutBlob, Submit } from '../intake/submit.ts';
import { outcomeSentences, submitAgain } from '../intake/transaction.ts';
import { CommandError, type Door } from './door.ts';

const JSON_TYPE = 'application/fhir+json';
const ANSWER_WITHIN_MS = 120_000;

/** `base` such as http://127.0.0.1:3000/fhir. Throws CommandError when no FHIR server answers there. */
export async function openServerDoor(base: string, token: string | undefined): Promise<Door> {
  const url = base.replace(/\/+$/, '');
  const submit = createServerSubmit(url, token);
  const { body } = await submit({ method: 'GET', path: 'metadata' });
  if (body?.resourceType !== 'CapabilityStatement') {
    throw new CommandError(
      `${url} answers, but is no FHIR server. Give its FHIR base, such as http://127.0.0.1:3000/fhir.`,
    );
  }
  return { name: url, submit, putBlob: createServerBlobs(submit), close: () => Promise.resolve() };
}

function createServerSubmit(base: string, token: string | undefined): Submit {
  const always = { accept: JSON_TYPE, ...(token === undefined ? {} : { authorization: `Bearer ${token}` }) };
  return async ({ method, path, body, headers }: IntakeRequest): Promise<IntakeAnswer> => {
    const separator = path === '' || path.startsWith('?') ? '' : '/';
    const answer = await fetch(`${base}${separator}${path}`, {
      method,
      headers: { ...always, ...headers, ...(body ? { 'content-type': JSON_TYPE } : {}) },
      body: body?.text,
      signal: AbortSignal.timeout(ANSWER_WITHIN_MS),
    }).catch((error: Error) => {
      throw new CommandError(`${base} does not answer (${reasonOf(error)}). Is the server running there?`);
    });
    const text = await answer.text();
    const resource = parsed(text);
    const given: IntakeAnswer = { status: answer.status, ...(resource ? { body: resource } : {}) };
    if (answer.status === 401 || answer.status === 403) throw refusedAtTheDoor(base, given);
    return given;
  };
}

function parsed(text: string): Resource | undefined {
  try {
    const value = JSON.parse(text) as Resource;
    return typeof value?.resourceType === 'string' ? value : undefined;
  } catch {
    return undefined;
  }
}

function refusedAtTheDoor(base: string, answer: IntakeAnswer): CommandError {
  const said = outcomeSentences(answer);
  return new CommandError(
    `${base} answered ${answer.status}: ${said} A token that may do this is given with --token.`,
  );
}

function reasonOf(error: Error): string {
  const cause = error.cause as NodeJS.ErrnoException | undefined;
  return cause?.code ?? cause?.message ?? error.message;
}

function createServerBlobs(submit: Submit): PutBlob {
  return async (bytes) => {
    const chunks: Uint8Array[] = [];
    for await (const chunk of bytes) chunks.push(chunk);
    const content = Buffer.concat(chunks);
    // 64 hex digits are a valid id: the same bytes are the same Binary.
    const hash = createHash('sha256').update(content).digest('hex');
    const resource: Resource = {
      resourceType: 'Binary',
      id: hash,
      contentType: 'application/octet-stream',
      data: content.toString('base64'),
    };
    const known = await submit({ method: 'GET', path: `Binary/${hash}` });
    if (known.status === 200) return { hash, size: content.length };
    const answer = await submitAgain(submit, {
      method: 'PUT',
      path: `Binary/${hash}`,
      body: bodyOf(resource),
    });
    if (answer.status >= 400) {
      throw new CommandError(`The server did not take the raw file: ${outcomeSentences(answer)}`);
    }
    return { hash, size: content.length };
  };
}
