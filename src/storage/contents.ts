// The data of a Binary, which lies beside its text as a blob, put into it where a version is handed out: the one place
// where that happens. Whoever wants the content itself reads `bare` and takes it from `blobs`.

import { buffer } from 'node:stream/consumers';
import { ContentsTooLarge } from './errors.ts';
import type { Blobs, Found, Reading, Store, Version } from './store.ts';

/** Bytes of contents in one answer: what is put into texts is held in memory. */
const ANSWER_MAX = 128 * 1024 * 1024;

/** The store whose readings hand out whole texts. Its log, `changes`, stays as it is: texts and contents apart. */
export function withContents(store: Store): Store {
  const { blobs } = store;
  const found = async (finding: Promise<Found>, reading?: Reading): Promise<Found> => {
    const one = await finding;
    if (reading?.bare || !hasContents(one.versions)) return one;
    return { ...one, versions: await fillAll(one.versions, blobs) };
  };
  return {
    ...store,
    async read(keys, reading) {
      const versions = await store.read(keys, reading);
      return reading?.bare || !hasContents(versions) ? versions : fillAll(versions, blobs);
    },
    async readAt(keys, at) {
      const versions = await store.readAt(keys, at);
      return hasContents(versions) ? fillAll(versions, blobs) : versions;
    },
    async readVersion(key, version, reading) {
      const one = await store.readVersion(key, version, reading);
      return one?.content && !reading?.bare ? filled(one, blobs) : one;
    },
    search: (query, reading) => found(store.search(query, reading), reading),
    history: (scope, page, reading) => found(store.history(scope, page, reading), reading),
    scan: (types, at, page, reading) => found(store.scan(types, at, page, reading), reading),
  };
}

type Texts = Pick<Version, 'text' | 'bytes' | 'content'>;

/** With the data in its text, or in its bytes, as the last member. Throws ContentsTooLarge. */
export async function filled<T extends Texts>(version: T, blobs: Blobs): Promise<T> {
  const { content, text, bytes } = version;
  if (!content || (text === undefined && bytes === undefined)) return version;
  if (content.size > ANSWER_MAX) throw new ContentsTooLarge(ANSWER_MAX);
  const data = (await buffer(await blobs.get(content.hash))).toString('base64');
  const whole = { ...version, content: undefined };
  if (text !== undefined) whole.text = `${text.slice(0, -1)},"data":"${data}"}`;
  if (bytes !== undefined)
    whole.bytes = Buffer.concat([bytes.subarray(0, -1), Buffer.from(`,"data":"${data}"}`, 'latin1')]);
  return whole;
}

async function fillAll<T extends Texts | undefined>(versions: readonly T[], blobs: Blobs): Promise<T[]> {
  const sizes = versions.reduce((sum, version) => sum + (version?.content?.size ?? 0), 0);
  if (sizes > ANSWER_MAX) throw new ContentsTooLarge(ANSWER_MAX);
  const result: T[] = [];
  // One after the other: what is not needed yet is not in memory yet.
  for (const version of versions) result.push(version?.content ? await filled(version, blobs) : version);
  return result;
}

function hasContents(versions: readonly (Version | undefined)[]): boolean {
  return versions.some((version) => version?.content !== undefined);
}
