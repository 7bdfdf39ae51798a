// The raw file as a DocumentReference: its bytes by hash, the parameters by its id, the report beside them.
// R4 documentreference.html. The same bytes with the same mapping and parameters are the same import.

import { createHash } from 'node:crypto';
import { NumberSources } from '../fhir/json/numbers.ts';
import type { JsonObject, Resource } from '../fhir/json/tree.ts';
import { idOf, SID } from './keys.ts';
import type { MappingDocument } from './mapping.ts';
import type { Parameter } from './parameters.ts';
import type { Report } from './report.ts';
import type { IntakeBody, SourceFile } from './submit.ts';

/** What is known of the bytes once they were all read. */
export interface FileFacts {
  sha256: string;
  /** Base64, as Attachment.hash wants it. */
  sha1: string;
  size: number;
}

/** Passes the bytes on and tells their hashes at the end. */
export class Fingerprint {
  private readonly sha256 = createHash('sha256');
  private readonly sha1 = createHash('sha1');
  private size = 0;

  async *through(bytes: AsyncIterable<Uint8Array>): AsyncIterable<Uint8Array> {
    for await (const chunk of bytes) {
      this.sha256.update(chunk);
      this.sha1.update(chunk);
      this.size += chunk.length;
      yield chunk;
    }
  }

  facts(): FileFacts {
    return { sha256: this.sha256.digest('hex'), sha1: this.sha1.digest('base64'), size: this.size };
  }
}

export function rawFileId(
  facts: FileFacts,
  mapping: MappingDocument,
  parameters: readonly Parameter[],
): string {
  const given = parameters.map(({ name, value }) => `${name}=${value}`).sort();
  return idOf('f', facts.sha256, mapping.id, mapping.version, ...given);
}

export interface RawFile {
  id: string;
  file: SourceFile;
  facts: FileFacts;
  encoding: string;
  mapping: MappingDocument;
  /** Of the first import; a repeat keeps it. */
  date: string;
  custodian: string | undefined;
  related: string | undefined;
}

/** Without a report the import has begun (`preliminary`), with one it is done (`final`). */
export function rawFileDocument(raw: RawFile, report: Report | undefined): Resource {
  const content: JsonObject[] = [
    {
      attachment: {
        contentType: `text/csv; charset=${raw.encoding}`,
        // RFC 6920: a name for exactly these bytes.
        url: `ni:///sha-256;${Buffer.from(raw.facts.sha256, 'hex').toString('base64url')}`,
        size: raw.facts.size,
        hash: raw.facts.sha1,
        title: raw.file.name,
      },
    },
  ];
  if (report) content.push({ attachment: reportAttachment(report) });
  return {
    resourceType: 'DocumentReference',
    id: raw.id,
    identifier: [
      { system: `${SID}/import-file`, value: `${raw.mapping.id}/${raw.mapping.version}/${raw.facts.sha256}` },
    ],
    status: 'current',
    docStatus: report ? 'final' : 'preliminary',
    type: {
      coding: [{ system: 'https://lianti.dev/fhir/CodeSystem/document-kind', code: 'legacy-raw-file' }],
    },
    date: raw.date,
    ...(raw.custodian ? { custodian: { reference: raw.custodian } } : {}),
    description: `${raw.mapping.title.zh} ${raw.mapping.title.en}`,
    content,
    ...(raw.related ? { context: { related: [{ reference: raw.related }] } } : {}),
  };
}

function reportAttachment(report: Report): JsonObject {
  const bytes = Buffer.from(JSON.stringify(report));
  return {
    contentType: 'application/json',
    data: bytes.toString('base64'),
    size: bytes.length,
    hash: createHash('sha1').update(bytes).digest('base64'),
    title: 'import report',
  };
}

/** The report of a finished import; undefined when it never came to its end. */
export function storedReport(document: Resource): Report | undefined {
  if (document.docStatus !== 'final') return undefined;
  for (const { attachment } of document.content as { attachment: JsonObject }[]) {
    if (attachment.title === 'import report' && typeof attachment.data === 'string') {
      return JSON.parse(Buffer.from(attachment.data, 'base64').toString()) as Report;
    }
  }
  return undefined;
}

export function bodyOf(resource: Resource): IntakeBody {
  return { resource, text: JSON.stringify(resource), numbers: new NumberSources() };
}
