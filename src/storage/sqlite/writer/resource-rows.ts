// The rows of `resources` as the writer reads and makes them: numbers for what is written or referred to.

import type { Key } from '../../store.ts';
import type { Connection } from '../connection.ts';
import type { Rids } from '../entry-rows.ts';

/** 0 live, 1 deleted, 2 only referred to so far, 3 contained. */
export const LIVE = 0;
export const DELETED = 1;
export const REFERRED = 2;
export const CONTAINED = 3;

export interface ResourceRow {
  rid: number;
  state: number;
  vid: number;
  ver: number;
}

type Current = Omit<ResourceRow, 'rid'> & { labels: number };

const NEVER = { vid: 0, ver: 0, labels: 0 };

/** Numbers of targets kept in memory; the same children, schools and people come again and again. */
const KEPT = 50_000;

export class ResourceRows implements Rids {
  readonly #connection: Connection;
  #next = 0;
  #known = new Map<string, number>();

  constructor(connection: Connection) {
    this.#connection = connection;
    this.reload();
  }

  /** After a rollback: numbers given since were never written. */
  reload(): void {
    const [last] = this.#connection.statements.rows('SELECT ifnull(max(rid), 0) FROM resources').get() as [
      number,
    ];
    this.#next = last + 1;
    this.#known.clear();
  }

  /** undefined: never written and never referred to. */
  find(key: Key): ResourceRow | undefined {
    const row = this.#connection.statements
      .rows('SELECT rid, state, vid, ver FROM resources WHERE type=+? AND id=+?')
      .get(this.#connection.names.type(key.type), key.id) as [number, number, number, number] | undefined;
    return row && { rid: row[0], state: row[1], vid: row[2], ver: row[3] };
  }

  /** Writes what is current of a resource that `find` gave `row` for; its rid. */
  put(key: Key, row: ResourceRow | undefined, current: Current): number {
    if (!row) return this.#add(key.type, key.id, current);
    const { state, vid, ver, labels } = current;
    this.#connection.statements
      .run('UPDATE resources SET state=?, vid=?, ver=?, labels=? WHERE rid=+?')
      .run(state, vid, ver, labels, row.rid);
    return row.rid;
  }

  #add(type: string, id: string, { state, vid, ver, labels }: Current): number {
    const rid = this.#next++;
    this.#connection.statements
      .run('INSERT INTO resources (rid, type, id, state, vid, ver, labels) VALUES (?, ?, ?, ?, ?, ?, ?)')
      .run(rid, type === '' ? 0 : this.#connection.names.addType(type), id, state, vid, ver, labels);
    return rid;
  }

  of(type: string, id: string): number {
    const key = `${type}/${id}`;
    const known = this.#known.get(key);
    if (known !== undefined) return known;
    const rid = this.find({ type, id })?.rid ?? this.#add(type, id, { ...NEVER, state: REFERRED });
    if (this.#known.size >= KEPT) this.#known.clear();
    this.#known.set(key, rid);
    return rid;
  }

  /** No resource id holds a bar, so URLs stand beside ids. */
  elsewhere(type: string, url: string): number {
    return this.of(type, `|${url}`);
  }

  inside(container: number, type: string, cid: string): number {
    const key = `#${container}#${cid}`;
    const before = this.find({ type, id: key });
    if (before) return before.rid;
    const rid = this.#add(type, key, { ...NEVER, state: CONTAINED });
    this.#connection.statements.run('INSERT INTO contained VALUES (?, ?, ?)').run(container, rid, cid);
    return rid;
  }

  containedIn(container: number): number[] {
    return this.#connection.statements
      .rows('SELECT rid FROM contained WHERE container=+?')
      .all(container)
      .map(([rid]) => rid as number);
  }

  /** A contained resource that its container no longer has. */
  dropContained(container: number, rid: number): void {
    this.#connection.statements
      .run('DELETE FROM contained WHERE container=+? AND rid=+?')
      .run(container, rid);
    this.drop(rid);
  }

  drop(rid: number): void {
    this.#connection.statements.run('DELETE FROM resources WHERE rid=+?').run(rid);
    this.#known.clear();
  }
}
