// Whether a snapshot that came with a definition can be used: it begins with the type, has every element of its base
// type, and whatever the differential speaks of.

import type { StructureDefinition } from 'fhir/r4.js';
import type { SnapshotSource } from './expand.ts';

export function isComplete(structure: StructureDefinition, source: SnapshotSource): boolean {
  const elements = structure.snapshot?.element ?? [];
  if (elements[0]?.path !== structure.type) return false;
  const paths = new Set(elements.map(({ path }) => path));
  const isThere = (path: string) => paths.has(path) || paths.has(choiceOf(path, paths));
  const base = source.structure(structure.type)?.snapshot?.element ?? [];
  return (
    base.every(({ path }) => path.split('.').length > 2 || isThere(path)) &&
    (structure.differential?.element ?? []).every(({ path }) => isThere(path))
  );
}

/** `Observation.value[x]` for `Observation.valueQuantity`, and the other way round; '' when there is none. */
function choiceOf(path: string, paths: ReadonlySet<string>): string {
  const parts = path.split('.');
  const { length } = parts;
  for (const known of paths) {
    const others = known.split('.');
    if (others.length === length && others.every((other, i) => isSameChoice(other, parts[i]!))) return known;
  }
  return '';
}

function isSameChoice(a: string, b: string): boolean {
  return (
    a === b ||
    (a.endsWith('[x]') && b.startsWith(a.slice(0, -3))) ||
    (b.endsWith('[x]') && a.startsWith(b.slice(0, -3)))
  );
}
