// What intake found in a line: a repair, a remark, or the reason why the line was not taken.

export interface Finding {
  kind: 'repaired' | 'noted' | 'rejected';
  /** Name of the rule, such as `excel-serial-date`; docs and filters use it. */
  rule: string;
  /** The header as the file writes it; absent: the line as a whole. */
  column?: string;
  before?: string;
  after?: string;
  /** A sentence: why, and for a rejection what to do. */
  reason: string;
}

/** A finding before the cell it belongs to is known. */
export type Remark = Omit<Finding, 'column' | 'before'> & { before?: string };

export function repaired(rule: string, after: string, reason: string): Remark {
  return { kind: 'repaired', rule, after, reason };
}

export function noted(rule: string, reason: string): Remark {
  return { kind: 'noted', rule, reason };
}

export function rejected(rule: string, reason: string): Remark {
  return { kind: 'rejected', rule, reason };
}

export function isRejected(findings: readonly { kind: string }[]): boolean {
  return findings.some(({ kind }) => kind === 'rejected');
}
