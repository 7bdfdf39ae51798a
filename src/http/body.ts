// The bytes of a request body, up to a limit.

import type { IncomingMessage } from 'node:http';
import { fhirError } from '../fhir/error.ts';

/** Throws 413 as soon as the limit is passed; what still arrives is thrown away. */
export function readBody(request: IncomingMessage, limit: number): Promise<Buffer> {
  const announced = Number(request.headers['content-length'] ?? 0);
  if (announced > limit) return Promise.reject(tooLarge(limit));
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = [];
    let size = 0;
    request.on('data', (chunk: Buffer) => {
      size += chunk.length;
      if (size > limit) {
        chunks.length = 0;
        reject(tooLarge(limit));
      } else chunks.push(chunk);
    });
    request.on('end', () => resolve(chunks.length === 1 ? chunks[0]! : Buffer.concat(chunks)));
    // Every request closes; only one that was not complete is a failure.
    const cut = () => {
      if (!request.complete)
        reject(fhirError('invalid', 'The connection ended before the body was complete.'));
    };
    request.on('error', cut);
    request.on('close', cut);
  });
}

function tooLarge(limit: number) {
  return fhirError(
    'too-large',
    `The body is longer than ${limit} bytes, which is what this server takes. Split it.`,
  );
}
