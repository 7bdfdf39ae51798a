// Words for a missing value, R4 codesystem-data-absent-reason, by the source's own table `codes/missing.json`.

import type { Json } from '../../fhir/json/tree.ts';
import type { CodeTable, Values } from './transform.ts';

export const DATA_ABSENT_REASON = 'http://terminology.hl7.org/CodeSystem/data-absent-reason';
export const LEGACY_MISSING = 'https://lianti.dev/fhir/CodeSystem/legacy-missing';

/** Suffixes that every column may have besides those of its transform. `exists`: a value, or tried in vain. */
export const COLUMN_OUTPUTS = ['raw', 'exists', 'absent', 'absentReason', 'tried'] as const;

/**
 * The values by suffix of a cell whose text is a missing word, or undefined when it is none. `tried` is set where
 * somebody examined the child in vain (测不出, 不配合, 拒查): that is a result, unlike 未查.
 */
export function readAbsent(cell: string, table: CodeTable | undefined): Values | undefined {
  const word = table?.get(cell) ?? table?.get(cell.toUpperCase());
  if (!word) return undefined;
  const tried = word.tried === 'true' ? true : undefined;
  return { absent: word.reason, absentReason: reasonConcept(word, cell), tried, exists: tried };
}

/** `word`: `reason`, a data-absent-reason code, and `code`, a legacy-missing code. */
export function reasonConcept(word: Readonly<Record<string, string>>, text?: string): Json {
  const coding: Json[] = [{ system: DATA_ABSENT_REASON, code: word.reason }];
  if (word.code) coding.push({ system: LEGACY_MISSING, code: word.code });
  return text === undefined ? { coding } : { coding, text };
}
