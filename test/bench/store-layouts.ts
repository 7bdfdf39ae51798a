// Which tables are cheapest to write with real entries? Rival layouts of the SQLite store, bare: no engine,
// one connection, 64 resources a commit, synchronous=FULL. Run: node test/bench/store-layouts.ts [patients]

import { mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import type { Entry, EntryValue } from '../../src/storage/index-entry.ts';
import { randomFrom, screeningRow } from './store-sample.ts';

interface Layout {
  name: string;
  /** Reference clustered by target first. */
  targetFirst?: boolean;
  /** `_ref` as a flag of another reference to the same target. */
  foldRef?: boolean;
  /** Kinds with an index by (rid, p). */
  byRid: 'all' | 'some';
  /** All entries of a resource in one packed text beside it. */
  packed?: boolean;
  /** Token codes as 52-bit integers. */
  hashed?: boolean;
  /** Token, string and uri in one table. */
  merged?: boolean;
  /** Rows of one INSERT. */
  rows?: number;
}

const LAYOUTS: Layout[] = [
  { name: 'A text, (rid,p) on all', byRid: 'all' },
  { name: 'B A + target first', byRid: 'all', targetFirst: true },
  { name: 'C B + _ref folded', byRid: 'all', targetFirst: true, foldRef: true },
  {
    name: 'D C + (rid,p) on ref/date, packed',
    byRid: 'some',
    targetFirst: true,
    foldRef: true,
    packed: true,
  },
  { name: 'E D + token hashed', byRid: 'some', targetFirst: true, foldRef: true, packed: true, hashed: true },
  {
    name: 'F D + equality kinds merged',
    byRid: 'some',
    targetFirst: true,
    foldRef: true,
    packed: true,
    merged: true,
  },
  { name: 'G D, rows one by one', byRid: 'some', targetFirst: true, foldRef: true, packed: true, rows: 1 },
  { name: 'H D, 8 rows an INSERT', byRid: 'some', targetFirst: true, foldRef: true, packed: true, rows: 8 },
];

const TABLES: Record<string, { columns: string[]; ddl: string; key: string }> = {
  token: {
    columns: ['p', 'code', 'rid', 'sys'],
    ddl: 'p INT, code TEXT, rid INT, sys INT',
    key: 'p,code,rid,sys',
  },
  string: {
    columns: ['p', 'v', 'rid', 'exact'],
    ddl: 'p INT, v TEXT, rid INT, exact TEXT',
    key: 'p,v,rid,exact',
  },
  uri: { columns: ['p', 'v', 'rid'], ddl: 'p INT, v TEXT, rid INT', key: 'p,v,rid' },
  date: { columns: ['p', 'lo', 'hi', 'rid'], ddl: 'p INT, lo INT, hi INT, rid INT', key: 'p,lo,hi,rid' },
  quantity: {
    columns: ['p', 'lo', 'hi', 'rid', 'sys', 'unit'],
    ddl: 'p INT, lo REAL, hi REAL, rid INT, sys INT, unit TEXT',
    key: 'p,lo,hi,rid,sys,unit',
  },
  reference: {
    columns: ['p', 'target', 'rid', 'flag'],
    ddl: 'p INT, target INT, rid INT, flag INT',
    key: 'p,target,rid,flag',
  },
  composite: {
    columns: ['p', 'code', 'lo', 'hi', 'rid', 'sys'],
    ddl: 'p INT, code TEXT, lo REAL, hi REAL, rid INT, sys INT',
    key: 'p,code,lo,hi,rid,sys',
  },
};

function hash52(text: string): number {
  let a = 2166136261;
  let b = 5381;
  for (let i = 0; i < text.length; i++) {
    a = Math.imul(a ^ text.charCodeAt(i), 16777619);
    b = Math.imul(b, 33) ^ text.charCodeAt(i);
  }
  return (a >>> 0) * 1048576 + ((b >>> 0) & 1048575);
}

function run(layout: Layout, patients: number): void {
  const folder = mkdtempSync(join(tmpdir(), 'lianti-layout-'));
  const file = join(folder, 'layout.db');
  const db = new Database(file);
  db.pragma('page_size=4096');
  db.pragma('journal_mode=WAL');
  db.pragma('synchronous=FULL');
  db.pragma('wal_autocheckpoint=16000');
  db.pragma('cache_size=-65536');
  db.pragma('secure_delete=ON');
  for (const [name, table] of Object.entries(TABLES)) {
    let ddl = table.ddl.replaceAll(',', ' NOT NULL,');
    let key = table.key;
    if (name === 'reference' && layout.targetFirst) key = 'target,p,rid,flag';
    if (name === 'token' && layout.hashed) ddl = ddl.replace('code TEXT', 'code INT');
    db.exec(`CREATE TABLE ${name}(${ddl} NOT NULL, PRIMARY KEY(${key})) WITHOUT ROWID`);
    if (layout.byRid === 'all' || name === 'reference' || name === 'date')
      db.exec(`CREATE INDEX ${name}_rid ON ${name}(rid,p)`);
  }
  db.exec(`CREATE TABLE resources(rid INTEGER PRIMARY KEY, type INT NOT NULL, id TEXT NOT NULL, vid INT, ver INT, labels INT, state INT);
    CREATE UNIQUE INDEX resources_id ON resources(type,id); CREATE INDEX resources_live ON resources(type,state,rid,labels);
    CREATE TABLE versions(ver INTEGER PRIMARY KEY, seq INT, at INT, type INT, rid INT, vid INT, method INT, labels INT, hash BLOB, salt BLOB, body TEXT);
    CREATE UNIQUE INDEX versions_rid ON versions(rid,vid); CREATE INDEX versions_type ON versions(type);
    CREATE TABLE packed(rid INTEGER PRIMARY KEY, entries TEXT)`);

  const size = layout.rows ?? 32;
  const pending = new Map<string, unknown[]>();
  const inserts = new Map<string, Database.Statement>();
  const insertOf = (name: string, n: number) => {
    const key = `${name}/${n}`;
    let statement = inserts.get(key);
    if (!statement) {
      const columns = TABLES[name]!.columns;
      const row = `(${columns.map(() => '?').join(',')})`;
      statement = db.prepare(
        `INSERT OR IGNORE INTO ${name}(${columns}) VALUES ${Array(n).fill(row).join(',')}`,
      );
      inserts.set(key, statement);
    }
    return statement;
  };
  const flush = (name: string, all: boolean) => {
    const values = pending.get(name) ?? [];
    const width = TABLES[name]!.columns.length;
    let at = 0;
    while ((values.length - at) / width >= size) {
      insertOf(name, size).run(values.slice(at, at + size * width));
      at += size * width;
    }
    if (all)
      while (at < values.length) {
        const rest = (values.length - at) / width;
        const n = rest >= 8 && size > 8 ? 8 : 1;
        insertOf(name, n).run(values.slice(at, at + n * width));
        at += n * width;
      }
    pending.set(name, values.slice(at));
  };
  const ps = new Map<string, number>();
  const numberOf = (map: Map<string, number>, key: string) => {
    let n = map.get(key);
    if (!n) {
      n = map.size + 1;
      map.set(key, n);
    }
    return n;
  };
  const systems = new Map<string, number>();
  const rids = new Map<string, number>();
  const addResource = db.prepare(
    'INSERT INTO resources VALUES(?,?,?,1,?,?,0) ON CONFLICT(rid) DO UPDATE SET ver=excluded.ver,labels=excluded.labels,state=0',
  );
  const addVersion = db.prepare('INSERT INTO versions VALUES(?,?,?,?,?,1,0,?,?,?,?)');
  const addPacked = db.prepare('INSERT INTO packed VALUES(?,?)');
  const ridOf = (type: string, id: string) => {
    const key = `${type}/${id}`;
    let rid = rids.get(key);
    if (!rid) {
      rid = rids.size + 1;
      rids.set(key, rid);
      addResource.run(rid, numberOf(ps, type), id, 0, 0);
    }
    return rid;
  };
  const put = (name: string, row: unknown[]) => {
    const list = pending.get(name);
    if (list) list.push(...row);
    else pending.set(name, row);
  };
  let rowsWritten = 0;
  const add = (type: string, rid: number, entry: Entry, reffed: Set<number>) => {
    const p = numberOf(ps, `${type}.${entry.param}`);
    const e: EntryValue = entry;
    rowsWritten++;
    if (e.kind === 'token') {
      const sys = numberOf(systems, e.system);
      if (layout.merged) put('string', [p, e.fold, rid, String(sys)]);
      else put('token', [p, layout.hashed ? hash52(e.fold) : e.fold, rid, sys]);
    } else if (e.kind === 'string') put('string', [p, e.fold, rid, e.text === e.fold ? '' : e.text]);
    else if (e.kind === 'uri') {
      if (layout.merged) put('string', [p, e.value, rid, '']);
      else put('uri', [p, e.value, rid]);
    } else if (e.kind === 'date') put('date', [p, e.lo, e.hi, rid]);
    else if (e.kind === 'quantity')
      put('quantity', [p, e.lo, e.hi, rid, numberOf(systems, e.system), e.code]);
    else if (e.kind === 'reference') {
      const target = ridOf(e.type!, e.id!);
      if (layout.foldRef && entry.param === '_ref' && reffed.has(target)) {
        rowsWritten--;
        return;
      }
      if (!entry.param.startsWith('_')) reffed.add(target);
      put('reference', [p, target, rid, 0]);
    } else if (e.kind === 'composite') {
      const [first, second] = e.parts;
      if (first?.kind === 'token' && second?.kind === 'quantity')
        put('composite', [p, first.fold, second.lo, second.hi, rid, numberOf(systems, first.system)]);
    }
  };
  const pack = (type: string, entries: Entry[]) =>
    JSON.stringify(
      entries.map((e) => {
        const { kind: _, param, ...rest } = e as Record<string, unknown> & { kind: string; param: string };
        return [
          numberOf(ps, `${type}.${param}`),
          ...Object.values(rest).map((v) =>
            typeof v === 'string' && v.startsWith('http') ? numberOf(systems, v) : v,
          ),
        ];
      }),
    );

  const random = randomFrom(7);
  const salt = Buffer.alloc(16, 1);
  const hash = Buffer.alloc(32, 1);
  let version = 0;
  let resources = 0;
  let lastThird = 0;
  let timed = 0;
  let entriesSeen = 0;
  let commits = 0;
  let cpu = 0;
  for (let n = 0; n < patients; n += 8) {
    const rows = Array.from({ length: 8 }, (_, i) => screeningRow(n + i, random));
    const start = performance.now();
    const cpuStart = process.cpuUsage();
    db.exec('BEGIN IMMEDIATE');
    for (const row of rows)
      for (const w of row) {
        const rid = ridOf(w.key.type, w.key.id);
        version++;
        addResource.run(rid, numberOf(ps, w.key.type), w.key.id, version, 1);
        addVersion.run(
          version,
          n,
          1790000000000 + n,
          numberOf(ps, w.key.type),
          rid,
          1,
          hash,
          salt,
          w.text!.head + w.text!.tail,
        );
        entriesSeen += w.entries.length;
        const reffed = new Set<number>();
        if (layout.foldRef) w.entries.sort((a, b) => Number(a.param === '_ref') - Number(b.param === '_ref'));
        for (const e of w.entries) add(w.key.type, rid, e, reffed);
        if (layout.packed) addPacked.run(rid, pack(w.key.type, w.entries));
        resources++;
      }
    for (const name of Object.keys(TABLES)) flush(name, true);
    db.exec('COMMIT');
    if (n >= patients / 2) {
      timed += performance.now() - start;
      const used = process.cpuUsage(cpuStart);
      cpu += used.user + used.system;
      lastThird += 64;
      commits++;
    }
  }
  const wal = statSync(`${file}-wal`).size;
  db.pragma('wal_checkpoint(TRUNCATE)');
  console.log(
    `${layout.name.padEnd(38)} ${Math.round(lastThird / (timed / 1000))
      .toString()
      .padStart(
        6,
      )} resources/s  ${Math.round(cpu / lastThird)} µs CPU  ${(timed / commits).toFixed(1)} ms a commit  ${(statSync(file).size / resources / 1024).toFixed(2)} KB/resource  ${(entriesSeen / resources).toFixed(1)} entries, ${(rowsWritten / resources).toFixed(1)} rows  wal ${(wal / 1e6).toFixed(0)} MB`,
  );
  db.close();
  rmSync(folder, { recursive: true });
}

const patients = Number(process.argv[2] ?? 4000);
const only = process.argv[3];
for (const layout of LAYOUTS) if (!only || layout.name.startsWith(only)) run(layout, patients);
