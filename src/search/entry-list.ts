// The entries of one resource while they are gathered: no fact twice.

import type { Entry, EntryValue, PositionValue, SimpleValue } from '../storage/index-entry.ts';

/** Up to so many entries of a parameter are compared one by one. */
const COMPARED_MAX = 12;

export class EntryList {
  readonly entries: Entry[] = [];
  private within: Entry['within'];
  private groupStart = 0;
  private keys: Set<string> | undefined;

  /** Facts from here on belong to this contained resource; undefined: to the resource itself. */
  setWithin(within: Entry['within']): void {
    this.within = within;
  }

  /** The entries of one parameter come together: begin one here. */
  startGroup(): void {
    this.groupStart = this.entries.length;
    this.keys = undefined;
  }

  add(param: string, value: EntryValue): void {
    if (this.isKnown(param, value)) return;
    const entry = value as Entry;
    entry.param = param;
    if (this.within) entry.within = this.within;
    this.entries.push(entry);
  }

  private isKnown(param: string, value: EntryValue): boolean {
    const { entries, groupStart } = this;
    if (entries.length - groupStart <= COMPARED_MAX) {
      for (let at = groupStart; at < entries.length; at++) {
        const other = entries[at]!;
        if (other.param === param && isSameValue(other, value)) return true;
      }
      return false;
    }
    if (!this.keys) {
      this.keys = new Set();
      for (let at = groupStart; at < entries.length; at++)
        this.keys.add(keyOf(entries[at]!.param, entries[at]!));
    }
    const key = keyOf(param, value);
    if (this.keys.has(key)) return true;
    this.keys.add(key);
    return false;
  }
}

export function isSameValue(a: EntryValue, b: EntryValue): boolean {
  switch (a.kind) {
    case 'token':
      return b.kind === 'token' && a.code === b.code && a.system === b.system;
    case 'string':
      return b.kind === 'string' && a.text === b.text;
    case 'date':
    case 'number':
      return b.kind === a.kind && a.lo === b.lo && a.hi === b.hi;
    case 'quantity':
      return (
        b.kind === 'quantity' &&
        a.lo === b.lo &&
        a.hi === b.hi &&
        a.code === b.code &&
        a.system === b.system &&
        a.unit === b.unit
      );
    case 'reference':
      return (
        b.kind === 'reference' &&
        a.id === b.id &&
        a.type === b.type &&
        a.url === b.url &&
        a.version === b.version
      );
    case 'uri':
      return b.kind === 'uri' && a.value === b.value;
    case 'position':
      return b.kind === 'position' && a.latitude === b.latitude && a.longitude === b.longitude;
    case 'composite':
      return (
        b.kind === 'composite' &&
        a.parts.length === b.parts.length &&
        a.parts.every((part, index) => isSameValue(part, b.parts[index]!))
      );
  }
}

function keyOf(param: string, value: EntryValue): string {
  const parts: readonly (SimpleValue | PositionValue)[] = value.kind === 'composite' ? value.parts : [value];
  return JSON.stringify([param, ...parts.map(simpleKey)]);
}

function simpleKey(value: SimpleValue | PositionValue): unknown[] {
  switch (value.kind) {
    case 'token':
      return ['t', value.system, value.code];
    case 'string':
      return ['s', value.text];
    case 'date':
    case 'number':
      return [value.kind, value.lo, value.hi];
    case 'quantity':
      return ['q', value.lo, value.hi, value.system, value.code, value.unit];
    case 'reference':
      return ['r', value.type, value.id, value.url, value.version];
    case 'uri':
      return ['u', value.value];
    case 'position':
      return ['p', value.latitude, value.longitude];
  }
}
