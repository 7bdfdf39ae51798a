// Where a resource comes from: raw file, line, mapping version. R4 provenance.html. Its tag is the hash of what
// the line became, so that a later file can tell lines that are the same from lines that changed.

import { hash } from 'node:crypto';
import { NumberSources } from '../fhir/json/numbers.ts';
import type { JsonObject, Resource } from '../fhir/json/tree.ts';
import { idOf, SID } from './keys.ts';
import type { MappingDocument } from './mapping.ts';
import type { BundlePart } from './transaction.ts';

export const CONTENT_TAG = `${SID}/import-content`;

export interface Origin {
  /** Id of the raw file's DocumentReference, its name, and when it was first imported. */
  fileId: string;
  fileName: string;
  date: string;
  mapping: MappingDocument;
  examDate: string;
  /** Organization that answers for the data. */
  author: string | undefined;
}

/** Hash of the resources of a line as they are sent. */
export function contentHash(parts: readonly { text: string }[]): string {
  return hash('sha256', parts.map(({ text }) => text).join('\n'), 'hex').slice(0, 40);
}

/** `line`: undefined for what the file as a whole gave. */
export function provenancePart(
  origin: Origin,
  targets: readonly string[],
  line: number | undefined,
  content: string,
): BundlePart {
  const id = idOf('p', origin.fileId, String(line ?? 'file'), content);
  const resource: Resource = {
    resourceType: 'Provenance',
    id,
    meta: { tag: [{ system: CONTENT_TAG, code: content }] },
    target: targets.map((reference) => ({ reference })),
    occurredDateTime: origin.examDate,
    recorded: origin.date,
    agent: agents(origin),
    entity: [{ role: 'source', what: source(origin, line) }],
  };
  return {
    reference: `Provenance/${id}`,
    resource,
    text: JSON.stringify(resource),
    numbers: new NumberSources(),
  };
}

/** The hash a Provenance was written with. */
export function hashOf(provenance: Resource): string | undefined {
  const tags = ((provenance.meta as JsonObject | undefined)?.tag ?? []) as JsonObject[];
  return tags.find(({ system }) => system === CONTENT_TAG)?.code as string | undefined;
}

export function targetsOf(provenance: Resource): string[] {
  return ((provenance.target ?? []) as JsonObject[]).map(({ reference }) => String(reference));
}

function source({ fileId, fileName }: Origin, line: number | undefined): JsonObject {
  return {
    reference: `DocumentReference/${fileId}`,
    ...(line === undefined ? {} : { identifier: { system: `${SID}/import-line`, value: String(line) } }),
    display: line === undefined ? fileName : `${fileName}, line ${line}`,
  };
}

function agents({ author, mapping }: Origin): JsonObject[] {
  const type = (code: string) => ({
    coding: [{ system: 'http://terminology.hl7.org/CodeSystem/provenance-participant-type', code }],
  });
  const assembler: JsonObject = {
    type: type('assembler'),
    who: {
      identifier: { system: `${SID}/mapping`, value: `${mapping.id}|${mapping.version}` },
      display: `${mapping.title.en}, mapping ${mapping.version}`,
    },
    ...(author ? { onBehalfOf: { reference: author } } : {}),
  };
  return author ? [{ type: type('author'), who: { reference: author } }, assembler] : [assembler];
}
