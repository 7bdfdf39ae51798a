// Where we and the official validator differ, and are meant to: each with the reason. What none of these explains is a
// fault of one of us, and the test beside this folder fails for it.

import type { Compared } from './judges.ts';

export interface Difference {
  name: string;
  why: string;
  /** Who rejects. */
  by: 'us' | 'them';
  /** All errors of the one who rejects are of this kind. */
  says: RegExp;
}

export const DIFFERENCES: Difference[] = [];

/** The reason why they differ; undefined: none is known. Both rejecting, or both accepting, is no difference. */
export function reasonOf({ ours, theirs }: Compared): Difference | 'alike' | undefined {
  if (ours.length > 0 === theirs.length > 0) return 'alike';
  const by = ours.length > 0 ? 'us' : 'them';
  const errors = by === 'us' ? ours : theirs;
  const fitting = DIFFERENCES.filter((one) => one.by === by);
  const reasons = errors.map((error) => fitting.find(({ says }) => says.test(error)));
  return reasons.includes(undefined) ? undefined : reasons[0];
}
