// One notation of acuity holds for a whole file: the values vote where nobody has declared it.

import type { CompiledMapping } from './compile-mapping.ts';
import type { Values } from './transforms/transform.ts';

/** Of a file without any acuity: the notation of the national chart, GB 11533. */
const USUAL = 'five-grade';
const CHART_NOTATIONS = new Set(['five-grade', 'decimal']);

export class NotationVote {
  private readonly columns: string[];
  private readonly votes = new Map<string, number>();

  constructor({ columns }: CompiledMapping) {
    this.columns = [...columns].filter(([, { transform }]) => transform === 'acuity').map(([name]) => name);
  }

  count(values: Values): void {
    for (const name of this.columns) {
      const notation = values[`${name}.notation`];
      if (typeof notation !== 'string' || !CHART_NOTATIONS.has(notation)) continue;
      this.votes.set(notation, (this.votes.get(notation) ?? 0) + 1);
    }
  }

  result(): { value: string; note?: string } {
    const ranked = [...this.votes].sort((a, b) => b[1] - a[1]);
    const [first, second] = ranked;
    if (!first) return { value: USUAL };
    if (!second) return { value: first[0] };
    return {
      value: first[0],
      note: `Acuity is mixed: ${first[1]} cells are ${first[0]}, ${second[1]} are ${second[0]}. The lines with ${second[0]} were rejected.`,
    };
  }
}
