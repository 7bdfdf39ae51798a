// What is known of an XML element while it is open, and the JSON text it becomes when it closes. R4 json.html.

import type { ElementShape, TypeModel } from '../elements.ts';

export type FrameKind = 'resource' | 'object' | 'primitive' | 'holder';

/** An open element. A holder is one that has a resource inside: `contained`, `Bundle.entry.resource`. */
export interface Frame {
  kind: FrameKind;
  /** As in JSON: `valueQuantity`; the type for a resource. */
  name: string;
  type: string;
  /** Position among its siblings of that name; undefined when there can be one only. */
  index: number | undefined;
  /** Levels of JSON down to here. */
  depth: number;
  id: string | undefined;
  /** JSON text of a primitive's value. */
  value: string | undefined;
  /** URL of an Extension. */
  url: string | undefined;
  /** JSON text of a holder's resource. */
  resource: string | undefined;
  members: Map<string, Member>;
}

/** The children of one name. */
export interface Member {
  shape: ElementShape;
  type: string;
  /** JSON texts; undefined for a primitive that has an id or extensions only. */
  values: (string | undefined)[];
  /** JSON texts of ids and extensions of primitives. */
  extras: (string | undefined)[];
}

/** Type and shape of a child element; undefined when the type has none of that name. */
export function memberOf(frame: Frame, name: string, model: TypeModel): Member | undefined {
  const known = frame.members.get(name);
  if (known) return known;
  if (isAttribute(frame, name)) return undefined;
  const found = model.member(frame.type, name);
  if (!found) return undefined;
  const member: Member = { ...found, values: [], extras: [] };
  frame.members.set(name, member);
  return member;
}

/** `id` of everything but resources and `url` of extensions are attributes. R4 xml.html. */
export function isAttribute({ kind, type }: Pick<Frame, 'kind' | 'type'>, name: string): boolean {
  return (name === 'id' && kind !== 'resource') || (name === 'url' && type === 'Extension');
}

/** JSON text of a resource or complex type; of the `_name` part of a primitive. Undefined when it is empty. */
export function objectText(frame: Frame): string | undefined {
  const parts: string[] = [];
  if (frame.kind === 'resource') parts.push(`"resourceType":${JSON.stringify(frame.type)}`);
  if (frame.id !== undefined) parts.push(`"id":${JSON.stringify(frame.id)}`);
  for (const [name, member] of frame.members) parts.push(...memberTexts(name, member));
  if (frame.url !== undefined) parts.push(`"url":${JSON.stringify(frame.url)}`);
  return parts.length === 0 ? undefined : `{${parts.join(',')}}`;
}

function memberTexts(name: string, { shape, values, extras }: Member): string[] {
  const texts: string[] = [];
  const add = (key: string, all: (string | undefined)[]) => {
    if (all.every((one) => one === undefined)) return;
    texts.push(`"${key}":${shape.max > 1 ? `[${all.map((one) => one ?? 'null').join(',')}]` : all[0]}`);
  };
  add(name, values);
  add(`_${name}`, extras);
  return texts;
}
