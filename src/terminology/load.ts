// Loads a code system into a file of its own in the terminology folder: whole, or not at all. The file takes its place
// by being renamed; whoever reads the one of before goes on with it until it looks again.

import { createHash } from 'node:crypto';
import { closeSync, fsyncSync, mkdirSync, openSync, renameSync, rmSync } from 'node:fs';
import path from 'node:path';
import type { CodeSystem } from 'fhir/r4.js';
import { PARENTS, propertyValue } from '../conformance/terminology/concept.ts';
import { foldString, foldToken } from '../fhir/fold.ts';
import { createFile, type Db, finishFile } from './schema.ts';
import { openSource, type SourceConcept } from './sources.ts';
import { Circle, spansOf } from './spans.ts';

/** What the caller says about the system; it goes before what the file says. */
export interface SystemDetails {
  url?: string;
  version?: string;
  name?: string;
  language?: string;
  caseSensitive?: boolean;
}

export interface Loaded {
  url: string;
  version: string | undefined;
  count: number;
}

/** Throws an Error with one clear line. */
export async function loadCodeSystem(
  files: readonly string[],
  folder: string,
  details: SystemDetails,
  onBytes: (bytes: number) => void = () => undefined,
): Promise<Loaded> {
  mkdirSync(folder, { recursive: true });
  const fresh = path.join(folder, `.loading-${process.pid}-${Date.now()}`);
  const db = createFile(fresh);
  try {
    const loaded = await fill(db, files, details, onBytes);
    db.close();
    toDisk(fresh);
    renameSync(fresh, path.join(folder, fileNameOf(loaded)));
    return loaded;
  } finally {
    if (db.open) db.close();
    rmSync(fresh, { force: true });
  }
}

/** Before it takes the place of another, it must be there even if the power goes. */
function toDisk(file: string): void {
  const handle = openSync(file, 'r+');
  fsyncSync(handle);
  closeSync(handle);
}

/** One file for each version of each system. */
function fileNameOf({ url, version }: Loaded): string {
  const hash = createHash('sha256')
    .update(`${url}|${version ?? ''}`)
    .digest('hex')
    .slice(0, 16);
  const readable = url.replace(/^[a-z]+:\/*/i, '').replace(/[^A-Za-z0-9]+/g, '-');
  return `${readable.slice(0, 60)}-${hash}.db`;
}

async function fill(
  db: Db,
  files: readonly string[],
  details: SystemDetails,
  onBytes: (bytes: number) => void,
): Promise<Loaded> {
  const rows = new Rows(db);
  const header: Partial<CodeSystem> = {};
  db.exec('BEGIN');
  for (const file of files) {
    const source = openSource(file, onBytes);
    for await (const concept of source.concepts) rows.add(concept, undefined);
    Object.assign(header, source.header);
  }
  const url = details.url ?? header.url;
  if (url === undefined) throw new Error('Which code system is it? Say its canonical URL with --url.');
  if (header.content === 'supplement' || header.supplements !== undefined)
    throw new Error(
      `${url} is a supplement: store it as a resource beside the code system that it supplements.`,
    );
  const caseSensitive = details.caseSensitive ?? header.caseSensitive ?? false;
  rows.link();
  const version = details.version ?? header.version;
  const meta = {
    url,
    version,
    name: details.name ?? header.name ?? header.title,
    language: details.language ?? header.language,
    caseSensitive: String(caseSensitive),
    hierarchyMeaning: header.hierarchyMeaning,
    count: String(rows.count),
    properties: JSON.stringify([...rows.properties, ...(header.property ?? []).map(({ code }) => code)]),
  };
  const put = db.prepare('INSERT INTO meta VALUES (?, ?)');
  for (const [key, value] of Object.entries(meta)) if (value !== undefined) put.run(key, value);
  const fold = db.prepare('UPDATE concept SET fold = ? WHERE id = ?');
  if (!caseSensitive)
    for (const [code, id] of rows.ids)
      if (foldToken(code, false) !== code) fold.run(foldToken(code, false), id);
  try {
    finishFile(db);
  } catch (error) {
    throw new Error(
      `Two codes of ${url} are the same${caseSensitive ? '' : ' without case: is it case-sensitive?'}. ${(error as Error).message}`,
    );
  }
  db.exec('COMMIT');
  return { url, version, count: rows.count };
}

/** Rows are written as they come; only codes and links are held, to work the hierarchy out. */
class Rows {
  readonly ids = new Map<string, number>();
  readonly properties = new Set<string>();
  count = 0;
  private readonly parents: (readonly string[])[] = [];
  private readonly children: [parent: string, child: number][] = [];
  private readonly db: Db;
  private readonly insert;
  private readonly insertProperty;

  constructor(db: Db) {
    this.db = db;
    this.insert = db.prepare(
      'INSERT INTO concept (id, code, fold, display, names, more) VALUES (?, ?, ?, ?, ?, ?)',
    );
    this.insertProperty = db.prepare('INSERT OR IGNORE INTO property VALUES (?, ?, ?)');
  }

  add(concept: SourceConcept, above: string | undefined): void {
    const { code, display, definition, designation = [], property = [], parents = [] } = concept;
    if (typeof code !== 'string' || code === '') throw new Error('A concept has no code.');
    if (this.ids.has(code)) throw new Error(`The code ${JSON.stringify(code)} is there twice.`);
    const id = this.count++;
    this.ids.set(code, id);
    const named = property
      .filter(({ code: name }) => PARENTS.has(name))
      .map((one) => String(propertyValue(one)));
    this.parents.push([...new Set([...(above === undefined ? [] : [above]), ...parents, ...named])]);
    const names = [display, code, ...designation.map(({ value }) => value)];
    const more = { definition, designation: some(designation), property: some(property) };
    const hasMore = Object.values(more).some((one) => one !== undefined);
    this.insert.run(
      id,
      code,
      code,
      display ?? null,
      names.map((name) => foldString(name ?? '')).join('\n'),
      hasMore ? JSON.stringify(more) : null,
    );
    for (const one of property) {
      if (PARENTS.has(one.code)) continue;
      if (one.code === 'child') this.children.push([String(propertyValue(one)), id]);
      this.properties.add(one.code);
      this.insertProperty.run(one.code, String(propertyValue(one)), id);
    }
    for (const inner of concept.concept ?? []) this.add(inner, code);
  }

  /** Parents that are not in the system are left out, as in a system of which a part was loaded. */
  link(): void {
    const parents = this.parents.map((list) => list.flatMap((code) => this.ids.get(code) ?? []));
    for (const [child, parent] of this.children) {
      const id = this.ids.get(child);
      if (id !== undefined && !parents[id]!.includes(parent)) parents[id]!.push(parent);
    }
    const { places, spans } = this.spans(parents);
    const put = this.db.prepare('INSERT INTO link VALUES (?, ?)');
    const place = this.db.prepare('UPDATE concept SET place = ? WHERE id = ?');
    const span = this.db.prepare('INSERT INTO span VALUES (?, ?, ?)');
    for (let id = 0; id < this.count; id++) {
      for (const parent of parents[id]!) put.run(id, parent);
      place.run(places[id]!, id);
      const found = spans[id]!;
      for (let at = 0; at < found.length; at += 2) span.run(id, found[at]!, found[at + 1]!);
    }
  }

  private spans(parents: readonly (readonly number[])[]) {
    try {
      return spansOf(parents);
    } catch (error) {
      if (!(error instanceof Circle)) throw error;
      const code = [...this.ids.keys()][error.concept];
      throw new Error(`The hierarchy goes round: the code ${JSON.stringify(code)} is above itself.`);
    }
  }
}

function some<T>(list: T[]): T[] | undefined {
  return list.length > 0 ? list : undefined;
}
