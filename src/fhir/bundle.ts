// Bundles as text, joined from texts: what the store holds is sent without being parsed. R4 bundle.html.

import type { PageMemory, Piece } from './page-memory.ts';

export interface BundleLink {
  relation: string;
  url: string;
}

export interface EntryParts {
  /** Address of a resource here; behind a # the id of one that it contains. */
  fullUrl?: string;
  /** JSON text of the resource, or the same as UTF-8. */
  resource?: string | Uint8Array;
  search?: 'match' | 'include' | 'outcome';
  request?: { method: string; url: string };
  response?: {
    status: string;
    location?: string;
    etag?: string;
    lastModified?: string;
    /** JSON text of an OperationOutcome. */
    outcome?: string;
  };
}

export interface BundleParts {
  id?: string;
  type: 'searchset' | 'history' | 'batch-response' | 'transaction-response';
  timestamp?: string;
  total?: number;
  links?: BundleLink[];
  entries: EntryParts[];
}

/** Compact JSON text of a Bundle; empty arrays are left out, as FHIR wants. */
export function bundleText(parts: BundleParts): string {
  return bundlePieces(parts).text();
}

/** The same as UTF-8. Cheap when its resources come as bytes. */
export function bundleBytes(parts: BundleParts, memory: PageMemory): Piece {
  return bundlePieces(parts).bytes(memory);
}

function bundlePieces(parts: BundleParts): Pieces {
  const pieces = new Pieces();
  let head = '{"resourceType":"Bundle"';
  if (parts.id !== undefined) head += `,"id":${quote(parts.id)}`;
  head += `,"type":"${parts.type}"`;
  if (parts.timestamp !== undefined) head += `,"timestamp":"${parts.timestamp}"`;
  if (parts.total !== undefined) head += `,"total":${parts.total}`;
  if (parts.links && parts.links.length > 0) head += `,"link":${JSON.stringify(parts.links)}`;
  if (parts.entries.length === 0) {
    pieces.add(`${head}}`);
    return pieces;
  }
  pieces.add(`${head},"entry":[`);
  let isFirst = true;
  for (const entry of parts.entries) {
    if (!isFirst) pieces.add(',');
    isFirst = false;
    const { resource, request, response } = entry;
    if (resource === undefined || request || response) addEntry(entry, pieces);
    else addFound(entry, resource, pieces);
  }
  pieces.add(']}');
  return pieces;
}

/** What a search finds: most entries are such, and these few steps are all they take. */
function addFound({ fullUrl, search }: EntryParts, resource: string | Uint8Array, pieces: Pieces): void {
  pieces.add(fullUrl === undefined ? '{"resource":' : `{"fullUrl":${quote(fullUrl)},"resource":`);
  pieces.add(resource);
  pieces.add(search ? `,"search":{"mode":"${search}"}}` : '}');
}

function addEntry(entry: EntryParts, pieces: Pieces): void {
  const { fullUrl, resource, search, request, response } = entry;
  let text = fullUrl === undefined ? '{' : `{"fullUrl":${quote(fullUrl)}`;
  const comma = () => (text === '{' ? '' : ',');
  if (resource !== undefined) {
    pieces.add(`${text}${comma()}"resource":`);
    pieces.add(resource);
    text = '';
  }
  if (search) text += `${comma()}"search":{"mode":"${search}"}`;
  if (request) text += `${comma()}"request":${JSON.stringify(request)}`;
  if (response) {
    const { outcome, ...plain } = response;
    const said = JSON.stringify(plain);
    text += `${comma()}"response":${outcome === undefined ? said : `${said.slice(0, -1)},"outcome":${outcome}}`}`;
  }
  pieces.add(`${text}}`);
}

/** Bytes of one UTF-16 unit at most. */
const UTF8_MAX = 3;

/** Text, and bytes that stand in it. */
class Pieces {
  private glue = '';
  private readonly inserts: Uint8Array[] = [];
  /** Length of the text before each. */
  private readonly places: number[] = [];

  add(piece: string | Uint8Array): void {
    if (typeof piece === 'string') this.glue += piece;
    else {
      this.inserts.push(piece);
      this.places.push(this.glue.length);
    }
  }

  text(): string {
    let text = '';
    let from = 0;
    for (const [i, insert] of this.inserts.entries()) {
      text += this.glue.slice(from, this.places[i]) + Buffer.from(insert).toString();
      from = this.places[i]!;
    }
    return text + this.glue.slice(from);
  }

  bytes(memory: PageMemory): Piece {
    let size = this.glue.length;
    for (const insert of this.inserts) size += insert.length;
    // Room for the worst, which is cheaper than to measure: the text is short beside the bytes.
    const { bytes, release } = memory.take(size + UTF8_MAX * this.glue.length);
    return { bytes: bytes.subarray(0, this.writeAscii(bytes, size) ?? this.writeAny(bytes)), release };
  }

  /**
   * Bytes written, `size`; undefined: the text has other signs. All of it is written behind where the whole ends, and moved
   * from there: with each part written by itself the joining takes a third longer.
   */
  private writeAscii(bytes: Buffer, size: number): number | undefined {
    const { glue, inserts, places } = this;
    if (bytes.write(glue, size) !== glue.length) return undefined;
    let at = 0;
    let from = 0;
    const moveUpTo = (to: number) => {
      bytes.copyWithin(at, size + from, size + to);
      at += to - from;
      from = to;
    };
    for (let i = 0; i < inserts.length; i++) {
      moveUpTo(places[i]!);
      bytes.set(inserts[i]!, at);
      at += inserts[i]!.length;
    }
    moveUpTo(glue.length);
    return at;
  }

  private writeAny(bytes: Buffer): number {
    let at = 0;
    let from = 0;
    for (const [i, insert] of this.inserts.entries()) {
      at += bytes.write(this.glue.slice(from, this.places[i]), at);
      bytes.set(insert, at);
      at += insert.length;
      from = this.places[i]!;
    }
    return at + bytes.write(this.glue.slice(from), at);
  }
}

/** Addresses and ids need no escapes; what was put into a contained resource's id nobody knows. */
function quote(value: string): string {
  return value.includes('#') ? JSON.stringify(value) : `"${value}"`;
}
