// A row of `versions` as a Version of the port.

import type { Blob, Method, Version } from '../store.ts';
import type { Names } from './names.ts';

export const METHODS: readonly Method[] = ['POST', 'PUT', 'PATCH', 'DELETE', 'ERASE'];

/** Of aliases x (resources) and v (versions), in the order that toVersion reads. */
export const VERSION_COLUMNS =
  'v.type, x.id, v.vid, v.seq, v.at, v.method, v.deleted, v.labels, CAST(v.body AS BLOB), v.content, x.rid, v.ver';

export const RID = 10;
export const VER = 11;

/** Bodies come as bytes: decoding those that are only sent on would cost more than reading them. */
export function toVersion(row: readonly unknown[], names: Names, asBytes = false): Version {
  const r = row as readonly [
    number,
    string,
    number,
    number,
    number,
    number,
    number,
    number,
    Buffer | null,
    string | null,
  ];
  const version: Version = {
    key: { type: names.typeName(r[0]), id: r[1] },
    version: r[2],
    seq: r[3],
    at: r[4],
    method: METHODS[r[5]]!,
    deleted: r[6] !== 0,
    labels: names.labels(r[7]),
  };
  if (r[8] !== null) {
    if (asBytes) version.bytes = r[8];
    else version.text = r[8].toString('utf8');
  }
  if (r[9] !== null) version.content = readContent(r[9]);
  return version;
}

/** Content in its column: hash and size. */
export function contentColumn({ hash, size }: Blob): string {
  return `${hash} ${size}`;
}

export function readContent(column: string): Blob {
  const [hash, size] = column.split(' ') as [string, string];
  return { hash, size: Number(size) };
}
