// What became of a file: every line accepted, repaired or rejected, and why. The sums equal the lines.

import type { Finding } from './finding.ts';
import type { Parameter } from './parameters.ts';

export type LineStatus = 'accepted' | 'repaired' | 'rejected';

/** A line that was not simply accepted, or was accepted with remarks. */
export interface LineReport {
  line: number;
  status: LineStatus;
  findings: Finding[];
}

export interface Report {
  mapping: { id: string; version: string };
  file: { name: string; sha256: string; size: number; encoding: string; headerLine: number };
  parameters: Parameter[];
  /** Lines with data, after the header. */
  lines: number;
  accepted: number;
  repaired: number;
  rejected: number;
  /** Lines whose child and sitting were stored before with the same content: nothing was sent. */
  unchanged: number;
  /** By line; accepted lines without remarks are not listed. */
  details: LineReport[];
  /** About the file as a whole. */
  notes: string[];
}

export function statusOf(findings: readonly Finding[]): LineStatus {
  if (findings.some(({ kind }) => kind === 'rejected')) return 'rejected';
  return findings.some(({ kind }) => kind === 'repaired') ? 'repaired' : 'accepted';
}

/** Collects lines in whatever order they end. */
export class ReportBuilder {
  private readonly counts: Record<LineStatus, number> = { accepted: 0, repaired: 0, rejected: 0 };
  private readonly details: LineReport[] = [];
  private unchanged = 0;

  add(line: number, findings: Finding[], unchanged = false): LineStatus {
    const status = statusOf(findings);
    this.counts[status]++;
    if (unchanged) this.unchanged++;
    if (findings.length > 0) this.details.push({ line, status, findings });
    return status;
  }

  get lines(): number {
    return this.counts.accepted + this.counts.repaired + this.counts.rejected;
  }

  finish(about: Pick<Report, 'mapping' | 'file' | 'parameters' | 'notes'>): Report {
    const details = [...this.details].sort((a, b) => a.line - b.line);
    return { ...about, lines: this.lines, ...this.counts, unchanged: this.unchanged, details };
  }
}

/** The report for a terminal: parameters first, then the sum, then line by line. */
export function reportText(report: Report): string {
  const { mapping, file, parameters, notes, details } = report;
  const out = [
    `${file.name} (${file.encoding}, ${file.size} bytes) by ${mapping.id} ${mapping.version}`,
    ...parameters.map(({ name, value, from }) => `  ${name} = ${value} (from ${from})`),
    summaryText(report),
  ];
  for (const { line, status, findings } of details) {
    for (const finding of findings) out.push(`  line ${line} ${status}: ${findingText(finding)}`);
  }
  for (const note of notes) out.push(`  note: ${note}`);
  return `${out.join('\n')}\n`;
}

/** `30 lines: 24 as they were, 5 repaired, 1 rejected (line 17: …).` */
export function summaryText({ lines, accepted, repaired, rejected, unchanged, details }: Report): string {
  const refused = details.filter(({ status }) => status === 'rejected').slice(0, 3);
  const why = refused.map(({ line, findings }) => `line ${line}: ${reasonOf(findings)}`).join('; ');
  const more = rejected > refused.length ? '; …' : '';
  const known = unchanged > 0 ? ` ${unchanged} of them had been stored before.` : '';
  return `${lines} lines: ${accepted} as they were, ${repaired} repaired, ${rejected} rejected${why ? ` (${why}${more})` : ''}.${known}`;
}

function reasonOf(findings: readonly Finding[]): string {
  return (findings.find(({ kind }) => kind === 'rejected')?.reason ?? '').replace(/\.$/, '');
}

function findingText({ rule, column, before, after, reason }: Finding): string {
  const place = column === undefined ? '' : `${column} `;
  const was = before === undefined ? '' : `"${before}" `;
  const change = after === undefined ? was : `"${before ?? ''}" → "${after}" `;
  return `${place}${change}[${rule}] ${reason}`;
}
