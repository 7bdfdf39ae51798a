// Versions with their texts by their numbers in the file: from memory where they are there, the others read at once.

import type { Version } from '../../store.ts';
import type { Connection } from '../connection.ts';
import type { Row } from '../statements.ts';
import { toVersion, VER, VERSION_COLUMNS } from '../version-row.ts';
import type { Kept } from './kept.ts';
import type { Turn } from './turn.ts';

/**
 * As bytes, in the same order. undefined: a version has no text any more, or is not there in the state of the database
 * that is read.
 */
export type Texts = (vers: readonly number[]) => Version[] | undefined;

const ONE = `SELECT ${VERSION_COLUMNS}, x.ver FROM versions v CROSS JOIN resources x ON x.rid=v.rid WHERE v.ver=+?`;
/** In the order of the numbers that are listed. */
const LISTED = `SELECT ${VERSION_COLUMNS}, x.ver FROM json_each(+?) k CROSS JOIN versions v ON v.ver=k.value
  CROSS JOIN resources x ON x.rid=v.rid`;
const CURRENT = VER + 1;
/** A list costs as much as so many single ones. */
const FEW = 3;

export function createTexts(connection: Connection, kept: Kept, turn: Turn): Texts {
  const { names, statements } = connection;
  const rowsOf = (vers: readonly number[]): (Row | undefined)[] =>
    vers.length <= FEW
      ? vers.map((ver) => statements.rows(ONE).get(ver))
      : statements.rows(LISTED).all(JSON.stringify(vers));
  const read = (vers: readonly number[]): Version[] =>
    rowsOf(vers).flatMap((row) => {
      if (!row) return [];
      const version = toVersion(row, names, true);
      const ver = row[VER] as number;
      if (version.bytes && row[CURRENT] === ver) kept.put(version, ver);
      return version.bytes ? [version] : [];
    });
  return (vers) => {
    const known = vers.map((ver) => kept.at(ver));
    const missing = vers.filter((_, i) => !known[i]);
    if (missing.length === 0) return known as Version[];
    turn.begin();
    // As one state: with it come the names of types that are new in it.
    const others = connection.snapshot(() => read(missing));
    if (others.length < missing.length) return undefined;
    let next = 0;
    return known.map((version) => version ?? others[next++]!);
  };
}
