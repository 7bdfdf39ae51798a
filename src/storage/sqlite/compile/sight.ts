// What a caller may see, as a condition on the labels of a row: the only filter there is (see.ts).

import { type Sight, sightOf } from '../../see.ts';
import { allOf, anyOf, isOneOf, raw, type Sql, sql } from '../sql.ts';
import type { CompileContext, Driver } from './condition.ts';

/** True of rows (with columns type and labels) in sight; undefined when everything of these types is. */
export function sightTest(
  types: readonly string[],
  alias: string,
  context: Pick<CompileContext, 'see' | 'names'>,
): Sql | undefined {
  if (!context.see) return undefined;
  const groups = new Map<string, { sight: Sight; types: number[] }>();
  for (const type of types) {
    const sight = sightOf(context.see, type);
    const key = JSON.stringify(sight);
    const group = groups.get(key);
    if (group) group.types.push(context.names.type(type));
    else groups.set(key, { sight, types: [context.names.type(type)] });
  }
  if (groups.size === 1) {
    const [only] = groups.values();
    return labelTest(only!.sight, alias);
  }
  return anyOf(
    [...groups.values()].map(({ sight, types: numbers }) =>
      allOf([isOneOf(`${alias}.type`, numbers), labelTest(sight, alias) ?? raw('1')]),
    ),
  );
}

function labelTest(sight: Sight, alias: string): Sql | undefined {
  if (sight === 'all') return undefined;
  if (sight === 'none') return raw('0');
  const carries = (labels: readonly string[]) =>
    sql`EXISTS (SELECT 1 FROM label_members m WHERE ${isOneOf('m.label', labels)} AND m.labels=${raw(alias)}.labels)`;
  const tests = [carries(sight.anyOf)];
  if (sight.noneOf && sight.noneOf.length > 0) tests.push(sql`NOT ${carries(sight.noneOf)}`);
  return allOf(tests);
}

/** Few labels, such as a guardian's children, find their resources by themselves. */
export function sightDriver(type: string, context: CompileContext): Driver | undefined {
  const sight = sightOf(context.see, type);
  if (sight === 'all' || sight === 'none') return undefined;
  const number = context.names.type(type);
  const rows = sql`SELECT r.rid AS rid FROM label_members m CROSS JOIN resources r ON r.labels=m.labels
    WHERE ${isOneOf('m.label', sight.anyOf)} AND r.type=${number} AND r.state=0`;
  return { label: 'what the caller may see', rows, size: (limit) => context.countUpTo(rows, limit) };
}
