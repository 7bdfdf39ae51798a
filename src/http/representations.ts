// The forms in which FHIR travels over HTTP, as a table: one row for each. R4 http.html#mime-type, json.html, xml.html.

import type { TypeModel } from '../fhir/elements.ts';
import { decodeUtf8, type JsonDocument, parseJson, parseJsonInParts } from '../fhir/json/parse.ts';
import { pretty } from '../fhir/json/pretty.ts';
import { compactInParts } from '../fhir/json/scan.ts';
import { inTurns } from '../fhir/pace.ts';
import { readXmlInParts } from '../fhir/xml/read.ts';
import { writeXml } from '../fhir/xml/write.ts';

export interface Representation {
  /** Understood in Accept, `_format` and Content-Type. The first is FHIR's own: it is sent. */
  mediaTypes: readonly [string, ...string[]];
  /** Short name for `_format`. */
  format: string;
  /** Throws FhirError 400. */
  read(bytes: Uint8Array): JsonDocument | Promise<JsonDocument>;
  /** `text` is compact JSON of a resource. */
  write(text: string, isPretty: boolean): string;
}

/** The first is the one for clients that have no wish, and for whom equal wishes are equal. */
export type Representations = readonly [Representation, ...Representation[]];

export function createRepresentations(model: TypeModel): Representations {
  return [
    {
      mediaTypes: ['application/fhir+json', 'application/json', 'text/json'],
      format: 'json',
      read: (bytes) => (bytes.length < LONG ? parseJson(decodeUtf8(bytes)) : inTurns(readLong(bytes))),
      write: (text, isPretty) => (isPretty ? pretty(text) : text),
    },
    {
      mediaTypes: ['application/fhir+xml', 'application/xml', 'text/xml'],
      format: 'xml',
      // Reading XML takes twenty times as long as reading JSON.
      read: (bytes) => inTurns(readXmlInParts(decodeUtf8(bytes), model)),
      write: (text, isPretty) => writeXml(parseJson(text), model, isPretty),
    },
  ];
}

/** Bytes of JSON; reading fewer takes a millisecond or two. */
const LONG = 256 * 1024;

function* readLong(bytes: Uint8Array): Generator<undefined, JsonDocument> {
  const document = yield* parseJsonInParts(decodeUtf8(bytes));
  if (document.compact) return document;
  return { ...document, text: yield* compactInParts(document.text), compact: true };
}

/** `fhirVersion=3.0` asks for another release. R4 http.html#version-parameter. */
export function isOtherVersion(parameters: readonly string[]): boolean {
  return parameters.some((parameter) => {
    const version = /^\s*fhirVersion\s*=\s*"?([\d.]+)"?\s*$/i.exec(parameter)?.[1];
    return version !== undefined && !/^4\.0(\.1)?$/.test(version);
  });
}
