// FHIR's own files: a Bundle or a resource as JSON, NDJSON, or a folder of both. Ids are kept. R4 bundle.html, nd-json.

import { createReadStream, readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { FhirError, fhirError } from '../../fhir/error.ts';
import type { NumberSources } from '../../fhir/json/numbers.ts';
import { decodeUtf8, parseJson } from '../../fhir/json/parse.ts';
import { isObject, type Json, type JsonObject, type Resource } from '../../fhir/json/tree.ts';
import { jsonText } from '../json-text.ts';

/** A resource as text; it is parsed again when it is sent, so that large sets fit into memory. */
export interface FoundResource {
  /** `Patient/1` */
  reference: string;
  text: string;
  /** `file, line 3` or `file, entry 4`. */
  place: string;
  /** As written: literal, absolute or `urn:uuid:`. */
  targets: string[];
  /** Of its Bundle entry. */
  fullUrl?: string;
}

const UNPACKED = new Set(['transaction', 'batch', 'collection', 'searchset', 'history']);
const UUID = /^urn:uuid:([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})$/i;
const ID = /^[A-Za-z0-9\-.]{1,64}$/;

/** Files of a path in a fixed order: itself, or all `.json` and `.ndjson` below a folder. */
export function listFhirFiles(path: string): string[] {
  if (!statSync(path).isDirectory()) return [path];
  return readdirSync(path, { withFileTypes: true })
    .sort((a, b) => (a.name < b.name ? -1 : 1))
    .flatMap((entry) => {
      if (entry.isDirectory()) return listFhirFiles(join(path, entry.name));
      return /\.(nd)?json$/i.test(entry.name) ? [join(path, entry.name)] : [];
    });
}

/** Throws FhirError('unprocessable') that names file, line and fault. */
export async function* readResources(file: string): AsyncIterable<FoundResource> {
  if (/\.ndjson$/i.test(file)) {
    let line = 0;
    for await (const text of linesOf(file)) {
      line++;
      if (text.trim() !== '') yield* resourcesIn(text, `${file}, line ${line}`);
    }
  } else yield* resourcesIn(decodeUtf8(readFileSync(file)), file);
}

async function* linesOf(file: string): AsyncIterable<string> {
  const decoder = new TextDecoder('utf-8', { fatal: true });
  let rest = '';
  for await (const chunk of createReadStream(file) as AsyncIterable<Uint8Array>) {
    const lines = (rest + utf8(decoder, chunk, file)).split('\n');
    rest = lines.pop()!;
    yield* lines;
  }
  rest += utf8(decoder, undefined, file);
  if (rest !== '') yield rest;
}

function utf8(
  decoder: InstanceType<typeof TextDecoder>,
  chunk: Uint8Array | undefined,
  file: string,
): string {
  try {
    return chunk ? decoder.decode(chunk, { stream: true }) : decoder.decode();
  } catch {
    throw fhirError('unprocessable', `${file} is not UTF-8. FHIR JSON is always UTF-8: write it again.`);
  }
}

function resourcesIn(source: string, place: string): FoundResource[] {
  const { value, numbers } = parsed(source, place);
  if (!isObject(value) || typeof value.resourceType !== 'string') {
    throw fhirError(
      'unprocessable',
      `${place} is no FHIR resource: an object with a resourceType was expected.`,
    );
  }
  const resource = value as Resource;
  if (resource.resourceType !== 'Bundle' || !UNPACKED.has(String(resource.type))) {
    return [found(resource, numbers, place, undefined)];
  }
  const entries = Array.isArray(resource.entry) ? resource.entry.filter(isObject) : [];
  return entries.flatMap((entry, i) => {
    if (!isObject(entry.resource)) return [];
    return [found(entry.resource as Resource, numbers, `${place}, entry ${i + 1}`, entry.fullUrl)];
  });
}

function parsed(source: string, place: string) {
  try {
    return parseJson(source);
  } catch (error) {
    if (!(error instanceof FhirError)) throw error;
    // In NDJSON the place already has the line.
    const what = place.includes(', line ') ? error.message.replace(', at line 1,', ', at') : error.message;
    throw fhirError('unprocessable', `${place}: ${what}`);
  }
}

function found(
  resource: Resource,
  numbers: NumberSources,
  place: string,
  fullUrl: Json | undefined,
): FoundResource {
  const url = typeof fullUrl === 'string' ? fullUrl : undefined;
  const id = resource.id ?? (url === undefined ? undefined : UUID.exec(url)?.[1]);
  if (id === undefined || !ID.test(id)) {
    throw fhirError(
      'unprocessable',
      `${place} has no usable id: a ${resource.resourceType} must say its id to be kept.`,
    );
  }
  const whole = resource.id === undefined ? withId(resource, id) : resource;
  return {
    reference: `${resource.resourceType}/${id}`,
    text: jsonText(whole, numbers),
    place,
    targets: [...new Set(targetsIn(resource))],
    ...(url === undefined ? {} : { fullUrl: url }),
  };
}

function withId({ resourceType, ...rest }: Resource, id: string): Resource {
  return { resourceType, id, ...rest };
}

function targetsIn(value: Json | undefined): string[] {
  if (Array.isArray(value)) return value.flatMap(targetsIn);
  if (!isObject(value)) return [];
  return Object.entries(value).flatMap(([member, inner]) =>
    member === 'reference' && typeof inner === 'string' ? [inner] : targetsIn(inner),
  );
}

/** The resource with references exchanged, digits kept. */
export function rewriteReferences(text: string, exchange: (reference: string) => string | undefined) {
  const { value, numbers } = parseJson(text);
  const rewrite = (node: Json | undefined): void => {
    if (Array.isArray(node)) node.forEach(rewrite);
    else if (isObject(node)) {
      for (const [member, inner] of Object.entries(node)) {
        const other = member === 'reference' && typeof inner === 'string' ? exchange(inner) : undefined;
        if (other === undefined) rewrite(inner);
        else node[member] = other;
      }
    }
  };
  rewrite(value);
  return { resource: value as JsonObject as Resource, numbers, text: jsonText(value, numbers) };
}
