// The resources of one page, each once: the matches, and what is included with them up to a limit.

import type { Issue } from '../fhir/issue.ts';
import type { Key } from '../storage/store.ts';

/** Resources added to one page at most. */
export const INCLUDED_MAX = 1000;

/** A resource, or one version of it where a reference names one. */
export type VersionKey = Key & { version?: number };

export class PageResources {
  /** A warning when the limit was reached. */
  readonly issues: Issue[] = [];
  readonly #limit: number;
  readonly #names = new Set<string>();
  #taken = 0;

  constructor(limit = INCLUDED_MAX) {
    this.#limit = limit;
  }

  /** Is here already, and does not count. */
  note(key: VersionKey): void {
    this.#names.add(nameOf(key));
  }

  has(key: VersionKey): boolean {
    return this.#names.has(nameOf(key));
  }

  /** True when it was not here and there is room: it is here now. */
  take(key: VersionKey): boolean {
    if (this.has(key)) return false;
    if (this.#taken === this.#limit) {
      if (this.issues.length === 0) this.issues.push(limitReached(this.#limit));
      return false;
    }
    this.#taken++;
    this.note(key);
    return true;
  }

  get isFull(): boolean {
    return this.issues.length > 0;
  }

  /** A list so long holds something new, or there is nothing. */
  get enough(): number {
    return this.#names.size + this.#limit - this.#taken + 1;
  }
}

function nameOf({ type, id, version }: VersionKey): string {
  return version === undefined ? `${type}/${id}` : `${type}/${id}/_history/${version}`;
}

function limitReached(limit: number): Issue {
  return {
    severity: 'warning',
    code: 'too-costly',
    diagnostics: `Only ${limit} resources are included with one page; the rest was left out. Ask for smaller pages with _count.`,
  };
}
