// :missing, as the opposite of "there is an entry": R4 search.html#modifiers.

import { type EntryTable, tableOf } from '../entry-tables.ts';
import { allOf, anyOf, isOneOf, join, raw, type Sql, sql } from '../sql.ts';
import { type CompileContext, type Condition, NOTHING, negate, parametersOf } from './condition.ts';
import { referenceParameter } from './reference.ts';

export function compileMissing(
  param: string,
  targets: readonly string[] | undefined,
  types: readonly string[],
  context: CompileContext,
): Condition {
  return negate(present(param, targets, types, context));
}

function present(
  param: string,
  targets: readonly string[] | undefined,
  types: readonly string[],
  context: CompileContext,
): Condition {
  const tests: { table: EntryTable; test: Sql }[] = [];
  const references = referenceParameter(param, types, context);
  if (references) {
    // 0 is the type of what is elsewhere: asked for by its URL it is found, so that it is not missing either.
    const numbers = targets && JSON.stringify([0, ...targets.map((type) => context.names.type(type))]);
    const typed = numbers
      ? [
          sql`(SELECT y.type FROM resources y WHERE y.rid=t.target) IN (SELECT value FROM json_each(${numbers}))`,
        ]
      : [];
    tests.push({ table: 'reference', test: allOf([references, ...typed]) });
  }
  if (!targets) {
    const byTable = new Map<EntryTable, number[]>();
    for (const one of parametersOf(context, types, param))
      if (one.kind !== 'reference') {
        const table = tableOf(one.kind);
        byTable.set(table, [...(byTable.get(table) ?? []), one.p]);
      }
    for (const [table, numbers] of byTable) tests.push({ table, test: isOneOf('t.p', numbers) });
  }
  if (tests.length === 0) return NOTHING;
  const select = ({ table, test }: { table: EntryTable; test: Sql }) =>
    sql`SELECT t.rid AS rid FROM ${raw(table)} t WHERE ${test}`;
  const rows = join(tests.map(select), ' UNION ALL ');
  // References are clustered by target: finding all of one parameter would read the whole table.
  const drives = tests.every(({ table }) => table !== 'reference');
  return {
    probe: (alias) => anyOf(tests.map((one) => sql`EXISTS (${select(one)} AND t.rid=${raw(alias)}.rid)`)),
    driver: drives
      ? { label: `${param} present`, rows, size: (limit) => context.countUpTo(rows, limit) }
      : undefined,
  };
}
