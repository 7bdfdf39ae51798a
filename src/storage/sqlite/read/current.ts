// Reads by key: current versions, one version, versions as of a number of the log.

import { isInSight, type See, sightOf } from '../../see.ts';
import type { Key, Seq, Version } from '../../store.ts';
import type { Connection } from '../connection.ts';
import type { Row } from '../statements.ts';
import { toVersion, VER, VERSION_COLUMNS } from '../version-row.ts';

const CURRENT = `SELECT ${VERSION_COLUMNS} FROM resources x CROSS JOIN versions v ON v.ver=x.ver WHERE x.type=+? AND x.id=+?`;
const ONE = `SELECT ${VERSION_COLUMNS} FROM resources x CROSS JOIN versions v ON v.rid=x.rid AND v.vid=+?
  WHERE x.type=+? AND x.id=+?`;
const AS_OF = `SELECT ${VERSION_COLUMNS} FROM resources x CROSS JOIN versions v
  ON v.ver=(SELECT w.ver FROM versions w WHERE w.rid=x.rid AND w.seq<=+? ORDER BY w.vid DESC LIMIT 1) WHERE x.type=+? AND x.id=+?`;

export function readCurrent(
  connection: Connection,
  keys: readonly Key[],
  see: See | undefined,
  asBytes?: boolean,
): (Version | undefined)[] {
  const one = (key: Key) =>
    seen(connection, connection.statements.rows(CURRENT).get(typeOf(connection, key), key.id), see, asBytes);
  // One statement sees one state by itself.
  return keys.length === 1 ? [one(keys[0]!)] : connection.snapshot(() => keys.map(one));
}

/** The current version as bytes, whoever may see it, with its number in the file. */
export function readNumbered(
  connection: Connection,
  key: Key,
): { version: Version; ver: number } | undefined {
  const row = connection.statements.rows(CURRENT).get(typeOf(connection, key), key.id);
  return row && { version: toVersion(row, connection.names, true), ver: row[VER] as number };
}

export function readOne(
  connection: Connection,
  key: Key,
  version: number,
  see: See | undefined,
  asBytes?: boolean,
): Version | undefined {
  const row = connection.statements.rows(ONE).get(version, typeOf(connection, key), key.id);
  return seen(connection, row, see, asBytes);
}

export function readAsOf(connection: Connection, keys: readonly Key[], at: Seq): (Version | undefined)[] {
  return connection.snapshot(() =>
    keys.map((key) =>
      seen(connection, connection.statements.rows(AS_OF).get(at, typeOf(connection, key), key.id), undefined),
    ),
  );
}

function seen(
  { names }: Connection,
  row: Row | undefined,
  see: See | undefined,
  asBytes?: boolean,
): Version | undefined {
  if (!row) return undefined;
  const version = toVersion(row, names, asBytes);
  return isVisible(version, see) ? version : undefined;
}

export function isVisible({ key, labels }: Version, see: See | undefined): boolean {
  return isInSight(sightOf(see, key.type), labels);
}

function typeOf({ names }: Connection, { type }: Key): number {
  const known = names.type(type);
  if (known >= 0) return known;
  names.catchUp();
  return names.type(type);
}
