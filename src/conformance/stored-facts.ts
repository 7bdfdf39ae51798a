// Which parameters share their facts, so that each fact is indexed once. Only what is exactly equal is shared:
// the same path under two names, a reference narrowed to a target type, a union of others.

import type { SearchParameterType } from './definitions.ts';

export interface FactSource {
  code: string;
  type: SearchParameterType;
  alternatives: readonly string[];
  /** Of a composite: type and expression of each part. */
  parts?: (readonly [SearchParameterType, string])[];
}

type Stored = { param: string; targets?: string[] }[];

const NARROWED = /^(.*)\.where\(\s*resolve\(\)\s+is\s+([A-Z][A-Za-z]+)\s*\)$/;

/** By code. A parameter without an expression stores nothing: []. The earlier of equal ones keeps the facts. */
export function storedAs(sources: readonly FactSource[]): Map<string, Stored> {
  const stored = new Map<string, Stored>();
  const keepers: { code: string; group: string; paths: ReadonlySet<string> }[] = [];
  const bySize = [...sources].sort((a, b) => a.alternatives.length - b.alternatives.length);
  // Whole paths first, then those that only narrow them.
  const narrowed = (source: FactSource): boolean => targetOf(source) !== undefined;
  for (const source of [...bySize.filter((s) => !narrowed(s)), ...bySize.filter(narrowed)]) {
    const group = `${source.type} ${JSON.stringify(source.parts?.map(([type, path]) => [type, plain(path)]))}`;
    const target = targetOf(source);
    const wanted = new Set(
      source.alternatives.map((path) => plain(target ? NARROWED.exec(path)![1]! : path)),
    );
    const cover = coverOf(
      wanted,
      keepers.filter((keeper) => keeper.group === group),
    );
    if (cover) {
      stored.set(
        source.code,
        cover.map((param) => (target === undefined ? { param } : { param, targets: [target] })),
      );
      continue;
    }
    stored.set(source.code, source.alternatives.length === 0 ? [] : [{ param: source.code }]);
    // A narrowed path that nothing wider covers keeps its own facts; it is no source for others.
    if (target === undefined && wanted.size > 0) keepers.push({ code: source.code, group, paths: wanted });
  }
  return stored;
}

/** Keepers whose paths together are exactly the wanted ones. */
function coverOf(
  wanted: ReadonlySet<string>,
  keepers: readonly { code: string; paths: ReadonlySet<string> }[],
): string[] | undefined {
  if (wanted.size === 0) return undefined;
  const missing = new Set(wanted);
  const cover: string[] = [];
  const largestFirst = [...keepers].sort((a, b) => b.paths.size - a.paths.size);
  for (const { code, paths } of largestFirst) {
    const all = [...paths];
    if (!all.every((path) => wanted.has(path)) || !all.some((path) => missing.has(path))) continue;
    cover.push(code);
    for (const path of paths) missing.delete(path);
  }
  return missing.size === 0 ? cover : undefined;
}

/** The one type to which every alternative narrows its references. */
function targetOf(source: FactSource): string | undefined {
  if (source.type !== 'reference' || source.alternatives.length === 0) return undefined;
  const targets = new Set(source.alternatives.map((path) => NARROWED.exec(path)?.[2]));
  return targets.size === 1 ? [...targets][0] : undefined;
}

/** Different spellings of the same path: brackets, spaces, `as T` for `.as(T)`. */
function plain(path: string): string {
  let text = path.trim();
  while (text.startsWith('(') && text.endsWith(')') && closes(text)) text = text.slice(1, -1).trim();
  return text
    .replace(/\s+as\s+([A-Za-z.]+)$/, '.as($1)')
    .replace(/\.ofType\(([A-Za-z.]+)\)/g, '.as($1)')
    .replace(/\s+/g, ' ');
}

/** Whether the first bracket is closed by the last. */
function closes(text: string): boolean {
  let depth = 0;
  for (let at = 0; at < text.length; at++) {
    if (text[at] === '(') depth++;
    else if (text[at] === ')' && --depth === 0) return at === text.length - 1;
  }
  return false;
}
