// The bytes of a request body, up to a limit, unpacked when they are packed. RFC 9110 8.4.

import type { IncomingMessage } from 'node:http';
import { type Readable, Transform } from 'node:stream';
import { promisify } from 'node:util';
import { createGunzip, gunzip } from 'node:zlib';
import { fhirError } from '../fhir/error.ts';

const unpack = promisify(gunzip);

/** Throws 413 as soon as the limit is passed, packed or unpacked; 415 for a coding that is not gzip. */
export function readBody(request: IncomingMessage, limit: number): Promise<Buffer> {
  const coding = request.headers['content-encoding'];
  if (coding === undefined) return readBytes(request, limit);
  return readPacked(request, coding.trim().toLowerCase(), limit);
}

async function readPacked(request: IncomingMessage, coding: string, limit: number): Promise<Buffer> {
  if (coding === 'identity' || coding === '') return readBytes(request, limit);
  if (coding !== 'gzip' && coding !== 'x-gzip') throw unknownCoding(coding);
  const packed = await readBytes(request, limit);
  try {
    // Unpacking ends where the limit is: a small body cannot grow without bound.
    return await unpack(packed, { maxOutputLength: limit });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ERR_BUFFER_TOO_LARGE') throw tooLarge(limit);
    throw notPacked();
  }
}

/** The bytes as they come, unpacked when they are packed; the stream fails with what readBody throws. */
export function streamBody(request: IncomingMessage, limit: number): Readable {
  const coding = (request.headers['content-encoding'] ?? '').trim().toLowerCase();
  const isPacked = coding === 'gzip' || coding === 'x-gzip';
  if (!isPacked && coding !== '' && coding !== 'identity') throw unknownCoding(coding);
  if (Number(request.headers['content-length'] ?? 0) > limit) throw tooLarge(limit);
  let size = 0;
  const limited = new Transform({
    transform(chunk: Buffer, _, done) {
      size += chunk.length;
      if (size > limit) done(tooLarge(limit));
      else done(null, chunk);
    },
  });
  const source = isPacked ? request.pipe(createGunzip()) : request;
  if (isPacked) source.on('error', () => limited.destroy(notPacked()));
  request.on('error', () => limited.destroy(cutOff()));
  request.on('close', () => {
    if (!request.complete) limited.destroy(cutOff());
  });
  return source.pipe(limited);
}

/** What still arrives behind the limit is thrown away. */
function readBytes(request: IncomingMessage, limit: number): Promise<Buffer> {
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
      if (!request.complete) reject(cutOff());
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

function unknownCoding(coding: string) {
  return fhirError(
    'unsupported-media-type',
    `Content-Encoding ${coding.slice(0, 40)} is not understood. Send the body as it is, or packed with gzip.`,
  );
}

function notPacked() {
  return fhirError(
    'invalid',
    'The body says that it is packed with gzip, but cannot be unpacked. Send it again.',
  );
}

function cutOff() {
  return fhirError('invalid', 'The connection ended before the body was complete.');
}
