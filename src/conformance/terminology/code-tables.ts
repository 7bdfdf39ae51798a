// Code systems by canonical URL, each taken apart once: those of CodeSystem resources with the supplements that are
// known, and those that are held in a terminology store.

import type { CodeSystem } from 'fhir/r4.js';
import { LRUCache } from 'lru-cache';
import { type CodeTable, codeTableOf, isSupplement } from './code-table.ts';

export interface CodeTables {
  /** With or without `|version`. A supplement is no code system of its own: undefined. */
  of(canonical: string): CodeTable | undefined;
}

export interface TableSource {
  codeSystem(canonical: string): CodeSystem | undefined;
  /** Those that supplement the code system of this URL. */
  supplements?(url: string): readonly CodeSystem[];
  /** Before the resources: a system that is held whole elsewhere. */
  held?(canonical: string): CodeTable | undefined;
}

const REMEMBERED = 64;
/** Concepts of all that are remembered; the largest system of R4 has 1,200. */
const CONCEPTS_MAX = 200_000;

export function createCodeTables(source: TableSource): CodeTables {
  const known = new LRUCache<string, { table: CodeTable | undefined }>({
    max: REMEMBERED,
    maxSize: CONCEPTS_MAX,
    sizeCalculation: ({ table }) => Math.min(CONCEPTS_MAX, 1 + (table?.size ?? 0)),
  });
  return {
    of(canonical) {
      const held = source.held?.(canonical);
      if (held) return held;
      const before = known.get(canonical);
      if (before) return before.table;
      const found = source.codeSystem(canonical);
      const table =
        found && !isSupplement(found)
          ? codeTableOf(found, source.supplements?.(found.url ?? '') ?? [])
          : undefined;
      known.set(canonical, { table });
      return table;
    },
  };
}
