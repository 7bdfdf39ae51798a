// The text of a resource as it will be stored: with this id, and split where version and time belong.
// Only id, meta.versionId and meta.lastUpdated change; everything else stays as it was sent.

import { type Member, membersOf } from './scan.ts';
import type { Edit } from './splice.ts';

export interface StoredText {
  /** Ends behind `"meta":{`. */
  head: string;
  /** Starts with `}` or, when meta has other members, `,`. */
  tail: string;
}

/** `text` is the compact JSON of one resource. What it gives are views of that text: nothing long is copied. */
export function storedText(text: string, id: string): StoredText {
  const members = membersOf(text, 0);
  const edit = idEdit(members, id);
  const part = (start: number, end: number) =>
    edit.start < start || edit.end > end
      ? text.slice(start, end)
      : text.slice(start, edit.start) + edit.text + text.slice(edit.end, end);
  const meta = members.find((member) => member.name === 'meta');
  if (!meta) return { head: `${part(0, edit.end)},"meta":{`, tail: `}${text.slice(edit.end)}` };
  const kept = membersOf(text, meta.start).filter(
    (member) => member.name !== 'versionId' && member.name !== 'lastUpdated',
  );
  const rest = kept.map((member) => `,${text.slice(member.nameStart, member.end)}`).join('');
  return { head: part(0, meta.start + 1), tail: `${rest}}${part(meta.end, text.length)}` };
}

/** The text a version will have, or has. `lastUpdated` is an instant as text. */
export function joinText(stored: StoredText, version: number, lastUpdated: string): string {
  return `${stored.head}"versionId":"${version}","lastUpdated":"${lastUpdated}"${stored.tail}`;
}

/** The id in its place, or behind the type. */
function idEdit(members: Member[], id: string): Edit {
  const quoted = JSON.stringify(id);
  const old = members.find((member) => member.name === 'id');
  if (old) return { start: old.start, end: old.end, text: quoted };
  const { end } = members.find((member) => member.name === 'resourceType') as Member;
  return { start: end, end, text: `,"id":${quoted}` };
}
