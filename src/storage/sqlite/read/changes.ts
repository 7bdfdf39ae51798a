// The log, oldest first, as followers and migrations read it.

import { isInSight, type See, sightOf } from '../../see.ts';
import type { Committed, CommittedVersion, Part, Seq } from '../../store.ts';
import type { Connection } from '../connection.ts';
import type { Row } from '../statements.ts';
import { toVersion, VERSION_COLUMNS } from '../version-row.ts';

const TRANSACTIONS = 'SELECT seq, at, id, digest, hash FROM transactions WHERE seq>+? ORDER BY seq LIMIT +?';
const VERSIONS = `SELECT ${VERSION_COLUMNS}, v.text_hash, v.salt, v.erased FROM versions v
  CROSS JOIN resources x ON x.rid=v.rid WHERE v.seq=+? ORDER BY v.ver`;

/** Transactions looked at for one answer, when few of them are in sight. */
const LOOKED_AT = 2000;

export function readChanges(
  connection: Connection,
  after: Seq,
  part: Part,
  see: See | undefined,
): { committed: Committed[]; upTo: Seq } {
  const committed: Committed[] = [];
  if (part.limit <= 0) return { committed, upTo: after };
  const partial = part.types !== undefined || see !== undefined;
  const wanted = (version: CommittedVersion) =>
    (part.types === undefined || part.types.includes(version.key.type)) &&
    isInSight(sightOf(see, version.key.type), version.labels);
  return connection.snapshot(() => {
    let upTo = after;
    const most = partial ? Math.max(part.limit, LOOKED_AT) : part.limit;
    for (const [seq, at, id, digest, hash] of connection.statements.rows(TRANSACTIONS).all(after, most) as [
      number,
      number,
      string,
      string,
      string,
    ][]) {
      const versions = connection.statements
        .rows(VERSIONS)
        .all(seq)
        .map((row) => toCommitted(row, connection))
        .filter(wanted);
      upTo = seq;
      if (versions.length > 0 || !partial) committed.push({ seq, at, id, digest, hash, versions });
      if (committed.length >= part.limit) break;
    }
    return { committed, upTo };
  });
}

function toCommitted(row: Row, { names }: Connection): CommittedVersion {
  const [textHash, salt, erased] = row.slice(-3) as [Buffer | null, Buffer | null, string | null];
  const version: CommittedVersion = { ...toVersion(row, names), textHash: textHash?.toString('hex') ?? '' };
  if (salt) version.salt = salt.toString('hex');
  if (erased) version.erased = JSON.parse(erased) as number[];
  return version;
}
