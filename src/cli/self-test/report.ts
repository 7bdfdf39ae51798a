// What was claimed and what became of it: proved, refuted, or open because it could not be tried.

import type { Answer } from './client.ts';

export interface Finding {
  /** `Patient` or `server`. */
  part: string;
  claim: string;
  result: 'proved' | 'refuted' | 'open';
  why?: string;
}

export interface Report {
  findings: Finding[];
  /** A claim holds when `run` does not throw. */
  prove(part: string, claim: string, run: () => Promise<void>): Promise<void>;
  open(part: string, claim: string, why: string): void;
}

/** The claim could not be tried. */
export class Untried extends Error {}

export function createReport(): Report {
  const findings: Finding[] = [];
  return {
    findings,
    async prove(part, claim, run) {
      try {
        await run();
        findings.push({ part, claim, result: 'proved' });
      } catch (error) {
        const result = error instanceof Untried ? 'open' : 'refuted';
        findings.push({ part, claim, result, why: (error as Error).message });
      }
    },
    open(part, claim, why) {
      findings.push({ part, claim, result: 'open', why });
    },
  };
}

/** Throws unless the status is one of these; says what the server said. */
export function expectStatus(answer: Answer, ...statuses: number[]): void {
  if (statuses.includes(answer.status)) return;
  const said = (answer.body?.issue as { diagnostics?: string }[] | undefined)?.[0]?.diagnostics ?? '';
  throw new Error(`answered ${answer.status} instead of ${statuses.join(' or ')}. ${said}`.trim());
}

/** Throws with this sentence unless it holds. */
export function expectThat(holds: boolean, sentence: string): void {
  if (!holds) throw new Error(sentence);
}
