// The names behind small integers (types, parameters, systems, sets of labels), held in memory by each
// connection. The writer adds to them; readers catch up when the tables have grown.

import type Database from 'better-sqlite3';
import type { EntryValue } from '../index-entry.ts';
import { createStatements } from './statements.ts';

export type Kind = EntryValue['kind'];

/**
 * One number of a parameter: of one kind of entry, one class of length (dates and numbers, else 0), and of
 * resources with one or many values (kinds that have ranges, else one).
 */
export interface Parameter {
  p: number;
  type: string;
  code: string;
  kind: Kind;
  class: number;
  /** Its resources have several values of this parameter and kind. */
  many: boolean;
}

/** Labels kept in memory at most; sets never change, so forgetting one costs a look-up only. */
const LABEL_SETS_KEPT = 50_000;

export class Names {
  readonly #statements;
  #types = new Map<string, number>();
  #typeNames: string[] = [''];
  /** By type, then by code. */
  #parameters = new Map<string, Map<string, Parameter[]>>();
  #byNumber: Parameter[] = [];
  #systems = new Map<string, number>([['', 0]]);
  #systemNames: string[] = [''];
  #labelSets = new Map<string, number>();
  #labels = new Map<number, string[]>();

  constructor(db: Database.Database) {
    this.#statements = createStatements(db, 50);
    this.catchUp();
  }

  /** Reads what other connections have added. */
  catchUp(): void {
    const { rows } = this.#statements;
    for (const row of rows('SELECT type, name FROM types WHERE type >= ?').iterate(this.#typeNames.length))
      this.#keepType(row[0] as number, row[1] as string);
    const after = this.#byNumber.length;
    for (const row of rows('SELECT p, type, code, kind, class, many FROM parameters WHERE p >= ?').iterate(
      after,
    ))
      this.#keepParameter({
        p: row[0] as number,
        type: this.typeName(row[1] as number),
        code: row[2] as string,
        kind: row[3] as Kind,
        class: row[4] as number,
        many: row[5] === 1,
      });
    for (const row of rows('SELECT sys, uri FROM systems WHERE sys >= ?').iterate(this.#systemNames.length))
      this.#keepSystem(row[0] as number, row[1] as string);
  }

  /** What the tables hold more than this, as one number that changes. */
  get size(): number {
    return Math.max(1, this.#byNumber.length) + this.#typeNames.length + this.#systemNames.length - 3;
  }

  /** Forgets everything: after a rollback some of it was never written. */
  reload(): void {
    this.#types.clear();
    this.#typeNames = [''];
    this.#parameters.clear();
    this.#byNumber = [];
    this.#systems = new Map([['', 0]]);
    this.#systemNames = [''];
    this.#labelSets.clear();
    this.#labels.clear();
    this.catchUp();
  }

  /** -1 for a type that nothing was ever written of. */
  type(name: string): number {
    return name === '' ? 0 : (this.#types.get(name) ?? -1);
  }

  typeName(type: number): string {
    return this.#typeNames[type]!;
  }

  get types(): string[] {
    return this.#typeNames.slice(1);
  }

  /** All numbers of a parameter of one type; [] when no entry was ever written. */
  parameters(type: string, code: string): readonly Parameter[] {
    return this.#parameters.get(type)?.get(code) ?? [];
  }

  parameter(p: number): Parameter {
    return this.#byNumber[p]!;
  }

  /** -1 for a system never seen. */
  system(uri: string): number {
    return this.#systems.get(uri) ?? -1;
  }

  systemName(sys: number): string {
    return this.#systemNames[sys]!;
  }

  labels(set: number): string[] {
    let labels = this.#labels.get(set);
    if (!labels) {
      const row = this.#statements.rows('SELECT members FROM label_sets WHERE labels = ?').get(set);
      labels = JSON.parse((row?.[0] as string | undefined) ?? '[]') as string[];
      if (this.#labels.size >= LABEL_SETS_KEPT) this.#labels.clear();
      this.#labels.set(set, labels);
    }
    return labels;
  }

  // Below: for the writer alone, inside its transaction.

  addType(name: string): number {
    const known = this.type(name);
    if (known >= 0) return known;
    const type = this.#typeNames.length;
    this.#statements.run('INSERT INTO types VALUES (?, ?)').run(type, name);
    this.#keepType(type, name);
    return type;
  }

  addParameter(type: string, code: string, kind: Kind, lengthClass = 0, many = false): number {
    for (const known of this.parameters(type, code))
      if (known.kind === kind && known.class === lengthClass && known.many === many) return known.p;
    const p = Math.max(1, this.#byNumber.length);
    this.#statements
      .run('INSERT INTO parameters VALUES (?, ?, ?, ?, ?, ?)')
      .run(p, this.addType(type), code, kind, lengthClass, many ? 1 : 0);
    this.#keepParameter({ p, type, code, kind, class: lengthClass, many });
    return p;
  }

  addSystem(uri: string): number {
    const known = this.system(uri);
    if (known >= 0) return known;
    const sys = this.#systemNames.length;
    this.#statements.run('INSERT INTO systems VALUES (?, ?)').run(sys, uri);
    this.#keepSystem(sys, uri);
    return sys;
  }

  addLabels(labels: readonly string[]): number {
    const members = JSON.stringify(labels);
    const known = this.#labelSets.get(members);
    if (known !== undefined) return known;
    const { rows, run } = this.#statements;
    let set = rows('SELECT labels FROM label_sets WHERE members = ?').get(members)?.[0] as number | undefined;
    if (set === undefined) {
      set = Number(run('INSERT INTO label_sets (members) VALUES (?)').run(members).lastInsertRowid);
      const add = run('INSERT OR IGNORE INTO label_members VALUES (?, ?)');
      for (const label of labels) add.run(label, set);
    }
    if (this.#labelSets.size >= LABEL_SETS_KEPT) this.#labelSets.clear();
    this.#labelSets.set(members, set);
    return set;
  }

  #keepType(type: number, name: string): void {
    this.#types.set(name, type);
    this.#typeNames[type] = name;
  }

  #keepParameter(parameter: Parameter): void {
    this.#byNumber[parameter.p] = parameter;
    let ofType = this.#parameters.get(parameter.type);
    if (!ofType) {
      ofType = new Map();
      this.#parameters.set(parameter.type, ofType);
    }
    const list = ofType.get(parameter.code);
    if (list) list.push(parameter);
    else ofType.set(parameter.code, [parameter]);
  }

  #keepSystem(sys: number, uri: string): void {
    this.#systems.set(uri, sys);
    this.#systemNames[sys] = uri;
  }
}

/** The same number as Names.size, asked of the tables. */
export const NAMES_SIZE = `ifnull((SELECT max(p) FROM parameters), 0) + ifnull((SELECT max(type) FROM types), 0)
 + ifnull((SELECT max(sys) FROM systems), 0)`;
