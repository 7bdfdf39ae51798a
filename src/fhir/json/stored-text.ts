// The text of a resource as it will be stored: with this id, and split where version and time belong.
// Only id, meta.versionId and meta.lastUpdated change; everything else stays as it was sent.

import { type Member, membersOf } from './scan.ts';
import { type Edit, splice } from './splice.ts';

export interface StoredText {
  /** Ends behind `"meta":{`. */
  head: string;
  /** Starts with `}` or, when meta has other members, `,`. */
  tail: string;
}

/** `text` is the compact JSON of one resource. */
export function storedText(text: string, id: string): StoredText {
  const withId = putId(text, id);
  const meta = membersOf(withId, 0).find((member) => member.name === 'meta');
  if (!meta) {
    const at = membersOf(withId, 0).find((member) => member.name === 'id')!.end;
    return { head: `${withId.slice(0, at)},"meta":{`, tail: `}${withId.slice(at)}` };
  }
  const kept = membersOf(withId, meta.start).filter(
    (member) => member.name !== 'versionId' && member.name !== 'lastUpdated',
  );
  const rest = kept.map((member) => `,${withId.slice(member.nameStart, member.end)}`).join('');
  return {
    head: withId.slice(0, meta.start + 1),
    tail: `${rest}}${withId.slice(meta.end)}`,
  };
}

/** The text a version will have, or has. `lastUpdated` is an instant as text. */
export function joinText(stored: StoredText, version: number, lastUpdated: string): string {
  return `${stored.head}"versionId":"${version}","lastUpdated":"${lastUpdated}"${stored.tail}`;
}

function putId(text: string, id: string): string {
  const members = membersOf(text, 0);
  const old = members.find((member) => member.name === 'id');
  const quoted = JSON.stringify(id);
  if (old) return splice(text, [{ start: old.start, end: old.end, text: quoted }]);
  const type = members.find((member) => member.name === 'resourceType') as Member;
  const edit: Edit = { start: type.end, end: type.end, text: `,"id":${quoted}` };
  return splice(text, [edit]);
}
