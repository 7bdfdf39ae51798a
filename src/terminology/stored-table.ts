// A code system in a file, asked as any other: see conformance/terminology/code-table.ts. Every question is a look-up
// or two by an index, a few microseconds each; lists are read in slices.

import type { ValueSetComposeIncludeFilter } from 'fhir/r4.js';
import type { CodeTable } from '../conformance/terminology/code-table.ts';
import { type Concept, propertyValue } from '../conformance/terminology/concept.ts';
import { compileFilter } from '../conformance/terminology/filter.ts';
import { typedTerms } from '../conformance/terminology/typed-terms.ts';
import { foldToken } from '../fhir/fold.ts';
import type { Db } from './schema.ts';

interface Row {
  id: number;
  code: string;
  display: string | null;
  more: string | null;
  place: number;
}

const SLICE = 1000;

export function storedTable(db: Db): CodeTable {
  const meta = new Map(db.prepare<[], [string, string]>('SELECT key, value FROM meta').raw().all());
  const caseSensitive = meta.get('caseSensitive') === 'true';
  const properties = new Set(JSON.parse(meta.get('properties') ?? '[]') as string[]);
  const fold = (code: string) => foldToken(code, caseSensitive);
  const byCode = db.prepare<[string], Row>(
    'SELECT id, code, display, more, place FROM concept WHERE fold = ?',
  );
  const above = db
    .prepare<[number], string>('SELECT code FROM link JOIN concept ON id = parent WHERE child = ?')
    .pluck();
  const below = db
    .prepare<[number], string>('SELECT code FROM link JOIN concept ON id = child WHERE parent = ?')
    .pluck();
  const spans = db
    .prepare<[number], [number, number]>('SELECT low, high FROM span WHERE concept = ? ORDER BY low')
    .raw();
  const isIn = db
    .prepare<[number, number], number>(
      'SELECT high FROM span WHERE concept = ? AND low <= ? ORDER BY low DESC LIMIT 1',
    )
    .pluck();
  const inSpan = db
    .prepare<[number, number], [number, string]>('SELECT id, code FROM concept WHERE place BETWEEN ? AND ?')
    .raw();
  const withProperty = db
    .prepare<[string, string], [number, string]>(
      'SELECT id, concept.code FROM property JOIN concept ON id = concept WHERE property.code = ? AND value = ? ORDER BY id',
    )
    .raw();
  const slice = db
    .prepare<[number, number], [number, string]>(
      'SELECT id, code FROM concept WHERE id > ? ORDER BY id LIMIT ?',
    )
    .raw();
  const row = (code: string): Row | undefined => byCode.get(fold(code));
  const conceptOf = ({ code, display, more }: Row): Concept => {
    const { definition, designation = [], property = [] } = more === null ? {} : JSON.parse(more);
    return {
      code,
      ...(display !== null && { display }),
      ...(definition !== undefined && { definition }),
      designations: designation,
      properties: property,
    };
  };
  function underneath(code: string): [number, string][] {
    const found = row(code);
    if (!found) return [];
    return spans
      .all(found.id)
      .flatMap(([low, high]) => inSpan.all(low, high))
      .sort((a, b) => a[0] - b[0]);
  }
  function* inSlices(next: (after: number) => [number, string][]): Generator<string> {
    for (let after = -1; ; ) {
      const rows = next(after);
      for (const [, code] of rows) yield code;
      if (rows.length < SLICE) return;
      after = rows.at(-1)![0];
    }
  }

  const table: CodeTable = {
    url: meta.get('url')!,
    version: meta.get('version'),
    name: meta.get('name') ?? meta.get('url')!,
    language: meta.get('language'),
    complete: true,
    caseSensitive,
    isHierarchy: (meta.get('hierarchyMeaning') ?? 'is-a') === 'is-a',
    size: Number(meta.get('count')),
    has: (code) => row(code) !== undefined,
    concept: (code) => {
      const found = row(code);
      return found && conceptOf(found);
    },
    subsumedBy: (code) => new Set(underneath(code).map(([, one]) => one)),
    subsuming(code) {
      const found = new Set<string>();
      const waiting = [row(code)?.code];
      for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
        if (found.has(next)) continue;
        found.add(next);
        waiting.push(...above.all(row(next)!.id));
      }
      return found;
    },
    isAtOrBelow(code, other) {
      const [one, top] = [row(code), row(other)];
      if (!one || !top) return false;
      const high = isIn.get(top.id, one.place);
      return high !== undefined && one.place <= high;
    },
    parents: (code) => above.all(row(code)?.id ?? -1),
    children: (code) => below.all(row(code)?.id ?? -1),
    property(code, name) {
      if (!properties.has(name)) return undefined;
      const found = row(code);
      const all = found ? conceptOf(found).properties : [];
      return all.filter((one) => one.code === name).map((one) => one.valueCoding ?? propertyValue(one));
    },
    codes: () => inSlices((after) => slice.all(after, SLICE)),
    // Numbers follow the order without a hole.
    page: (offset, count) => slice.all(offset - 1, count).map(([, code]) => code),
    select(filters, text) {
      if (filters.length === 0) return text === undefined ? table.codes() : candidates(text);
      const driver = filters.findIndex(canDrive);
      const others = filters.filter((_, at) => at !== driver);
      const meets = compileFilter(others, table);
      if (!meets || (driver >= 0 && !table.isHierarchy && filters[driver]!.op !== '=')) return undefined;
      const codes =
        driver < 0 ? (text === undefined ? table.codes() : candidates(text)) : driven(filters[driver]!);
      return others.length === 0 ? codes : kept(codes, meets);
    },
  };

  function canDrive({ property, op }: ValueSetComposeIncludeFilter): boolean {
    return op === 'is-a' || op === 'descendent-of' || (op === '=' && properties.has(property));
  }

  function driven({ property, op, value }: ValueSetComposeIncludeFilter): string[] {
    if (op === '=') return withProperty.all(property, value).map(([, code]) => code);
    const own = row(value)?.code;
    const found = underneath(value).map(([, code]) => code);
    return op === 'is-a' ? found : found.filter((code) => code !== own);
  }

  /**
   * Those whose names have all that people typed; where in a name, the caller judges. Pinyin would have to be made of
   * every name: for systems of this size it is not.
   */
  function candidates(text: string): Generator<string> {
    const patterns = typedTerms(text).map((term) => `%${term.replace(/[\\%_]/g, '\\$&')}%`);
    const tests = patterns.map(() => "AND names LIKE ? ESCAPE '\\'").join(' ');
    const like = db
      .prepare<unknown[], [number, string]>(
        `SELECT id, code FROM concept WHERE id > ? ${tests} ORDER BY id LIMIT ${SLICE}`,
      )
      .raw();
    return inSlices((after) => like.all(after, ...patterns));
  }

  return table;
}

function* kept(codes: Iterable<string>, meets: (code: string) => string): Generator<string> {
  for (const code of codes) if (meets(code) === 'yes') yield code;
}
