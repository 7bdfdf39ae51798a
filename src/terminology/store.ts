// The code systems in the terminology folder: found by canonical URL, opened when they are first asked for, and opened
// anew when another process has put a newer file in their place.

import { existsSync, readdirSync, statSync } from 'node:fs';
import path from 'node:path';
import { byUse } from '../conformance/canonical-version.ts';
import type { CodeTable } from '../conformance/terminology/code-table.ts';
import { openFile } from './schema.ts';
import { storedTable } from './stored-table.ts';

export interface TerminologyStore {
  /** With or without `|version`; without, the highest version. */
  codeTable(canonical: string): CodeTable | undefined;
  all(): CodeTable[];
  /** Another number whenever other systems are there: what was worked out from those of before is out of date. */
  generation(): number;
}

interface Held {
  /** Tells one file from another that took its place. */
  stamp: string;
  table: CodeTable;
}

/** How often the folder is looked at. */
const LOOK_EVERY_MS = 1000;

export function openTerminologyStore(folder: string | undefined, now: () => number): TerminologyStore {
  const files = new Map<string, Held>();
  let byUrl = new Map<string, CodeTable[]>();
  let lookedAt = Number.NEGATIVE_INFINITY;
  let folderStamp = '';
  let generation = 0;

  function look(): void {
    if (folder === undefined || now() - lookedAt < LOOK_EVERY_MS) return;
    lookedAt = now();
    const stamp = existsSync(folder) ? String(statSync(folder, { bigint: true }).mtimeNs) : '';
    if (stamp === folderStamp) return;
    folderStamp = stamp;
    generation++;
    const names = stamp === '' ? [] : readdirSync(folder).filter((name) => /^[^.].*\.db$/.test(name));
    for (const known of [...files.keys()]) if (!names.includes(known)) files.delete(known);
    for (const name of names) open(path.join(folder, name), name);
    byUrl = new Map();
    for (const { table } of files.values()) byUrl.set(table.url, [...(byUrl.get(table.url) ?? []), table]);
    for (const tables of byUrl.values()) tables.sort(byUse);
  }

  /** A file that was replaced is let go of: whoever still reads it holds it open. */
  function open(file: string, name: string): void {
    const { ino, mtimeNs, size } = statSync(file, { bigint: true });
    const stamp = `${ino} ${mtimeNs} ${size}`;
    if (files.get(name)?.stamp === stamp) return;
    const db = openFile(file);
    if (db) files.set(name, { stamp, table: storedTable(db) });
    else files.delete(name);
  }

  return {
    codeTable(canonical) {
      look();
      if (byUrl.size === 0) return undefined;
      const [url = '', version] = canonical.split('|');
      const tables = byUrl.get(url);
      return version === undefined ? tables?.[0] : tables?.find((one) => one.version === version);
    },
    generation() {
      look();
      return generation;
    },
    all() {
      look();
      return [...byUrl.values()].flat();
    },
  };
}
