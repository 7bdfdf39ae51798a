// Slices of a list: which item belongs to which slice, how often each occurs, order and what else may stand there.
// R4 profiling.html#slicing.

import type { Json, JsonObject } from '../../fhir/json/tree.ts';
import type { Matcher } from '../discriminator.ts';
import type { ItemCheck, Visit } from '../visit.ts';
import { checkCardinality } from './cardinality.ts';

export interface Slice {
  name: string;
  /** Undefined: the definition gives nothing to tell its items by, and nothing is asked of them. */
  matches: Matcher | undefined;
  min: number;
  max: number;
  checks: readonly ItemCheck[];
  /** Slices of this slice. */
  slicing: Slicing | undefined;
}

export interface Slicing {
  slices: readonly Slice[];
  rules: 'open' | 'closed' | 'openAtEnd';
  ordered: boolean;
}

const DEFAULT_SLICE = '@default';

/** Counts while the items of one list pass by. */
export class SlicingRun {
  private readonly slicing: Slicing;
  private readonly counts: number[];
  /** By the place of the slice that is sliced itself; made when it is needed. */
  private nested: Map<number, SlicingRun> | undefined;
  private last = -1;
  private hasUnmatched = false;

  constructor(slicing: Slicing) {
    this.slicing = slicing;
    this.counts = new Array<number>(slicing.slices.length).fill(0);
  }

  /** One item; the visit stands at it. */
  take(value: Json | undefined, extra: JsonObject | undefined, type: string, visit: Visit): void {
    const { slices, rules, ordered } = this.slicing;
    const at = this.find(value, extra, type, visit);
    const slice = slices[at];
    if (!slice) {
      this.hasUnmatched = true;
      if (rules === 'closed') {
        const names = slices.map(({ name }) => name).join(', ');
        const diagnostics = `The item is none of those the profile allows here (${names}): correct it or remove it.`;
        visit.error('structure', 'slicing', diagnostics);
      }
      return;
    }
    if (rules === 'openAtEnd' && this.hasUnmatched) {
      visit.error(
        'structure',
        'slicing',
        `An item of the slice ${slice.name} stands behind others: move it before them.`,
      );
    }
    if (ordered && at < this.last) {
      const before = slices[this.last]!.name;
      visit.error(
        'structure',
        'slicing',
        `The slice ${slice.name} stands behind ${before}: the profile orders them the other way.`,
      );
    }
    this.last = Math.max(this.last, at);
    this.counts[at]!++;
    for (const check of slice.checks) check(value, extra, type, visit);
    this.within(slice, at)?.take(value, extra, type, visit);
  }

  /** When all items have passed; `name` is that of the element. */
  finish(name: string, visit: Visit): void {
    const { slices } = this.slicing;
    for (let i = 0; i < slices.length; i++) {
      const slice = slices[i]!;
      if (!slice.matches && slice.name !== DEFAULT_SLICE) continue;
      const count = this.counts[i]!;
      if (count < slice.min || count > slice.max)
        checkCardinality(count, slice.min, slice.max, `The slice ${name}:${slice.name}`, name, visit);
      this.within(slice, i)?.finish(name, visit);
    }
  }

  private within({ slicing }: Slice, at: number): SlicingRun | undefined {
    if (!slicing) return undefined;
    this.nested ??= new Map();
    const known = this.nested.get(at);
    if (known) return known;
    const run = new SlicingRun(slicing);
    this.nested.set(at, run);
    return run;
  }

  private find(value: Json | undefined, extra: JsonObject | undefined, type: string, visit: Visit): number {
    const { slices } = this.slicing;
    for (let i = 0; i < slices.length; i++) {
      if (slices[i]!.matches?.(value, extra, type, visit)) return i;
    }
    return slices.findIndex((slice) => slice.name === DEFAULT_SLICE);
  }
}
