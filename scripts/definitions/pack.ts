// One data file and an index into it: each entry is JSON text at an offset, read when it is asked for.

import type { PackIndex } from '../../src/conformance/packed.ts';

export class Packer {
  private readonly parts: Buffer[] = [];
  private readonly index: PackIndex = {};
  private length = 0;

  /** Kinds are resource types and `shape`; names are canonical URLs and definition names. */
  add(kind: string, name: string, value: unknown): void {
    const part = Buffer.from(JSON.stringify(value));
    this.index[kind] ??= {};
    this.index[kind][name] = [this.length, part.length];
    this.parts.push(part);
    this.length += part.length;
  }

  finish(): { data: Buffer; index: PackIndex } {
    return { data: Buffer.concat(this.parts), index: this.index };
  }
}
