// Alternatives of the same form, in great number, as one condition with a list: SQLite takes at most 500 selects in
// one compound, and each would be planned by itself. R4 search.html#combining.

import type { ReferenceMatch, TokenMatch, Where } from '../../query.ts';
import { isOneOf } from '../sql.ts';
import { type CompileContext, type Condition, parametersOf } from './condition.ts';
import { entryCondition } from './entry-condition.ts';
import { compileRefers } from './refers.ts';
import { compileTokenSet } from './token-set.ts';

/** Fewer are quicker one by one: their stretches of the table are merged in order. */
const MANY = 32;

export interface Listed {
  conditions: Condition[];
  /** Alternatives of another form. */
  rest: Where[];
}

export function compileListed(
  any: readonly Where[],
  types: readonly string[],
  context: CompileContext,
): Listed {
  if (any.length < MANY) return { conditions: [], rest: [...any] };
  const groups = new Map<string, Group>();
  const rest: Where[] = [];
  for (const where of any) {
    const one = listable(where);
    if (!one) rest.push(where);
    else {
      const name = `${one.form} ${one.param}`;
      const group = groups.get(name);
      if (group) group.members.push(where);
      else groups.set(name, { ...one, members: [where] });
    }
  }
  const conditions: Condition[] = [];
  for (const group of groups.values()) {
    if (group.members.length < MANY) rest.push(...group.members);
    else conditions.push(compileGroup(group, types, context));
  }
  return { conditions, rest };
}

type Form = 'codes' | 'codings' | 'references';
interface Group {
  form: Form;
  param: string;
  members: Where[];
}

function listable(where: Where): { form: Form; param: string } | undefined {
  if (where.kind !== 'match') return undefined;
  const { match, param } = where;
  if (match.kind === 'token' && match.code !== undefined && !match.exact)
    return { form: match.system === undefined ? 'codes' : 'codings', param };
  if (match.kind !== 'reference' || match.type === undefined || match.id === undefined) return undefined;
  const isPlain = match.url === undefined && match.version === undefined && !match.id.startsWith('#');
  return isPlain ? { form: 'references', param } : undefined;
}

function compileGroup(
  { form, param, members }: Group,
  types: readonly string[],
  context: CompileContext,
): Condition {
  const matches = members.flatMap((where) => (where.kind === 'match' ? [where.match] : []));
  if (form === 'references') {
    const keys = (matches as ReferenceMatch[]).map(({ type, id }) => ({ type: type!, id: id! }));
    return compileRefers(param, keys, types, context);
  }
  const tokens = matches as TokenMatch[];
  if (form === 'codings') {
    const bySystem = new Map<string, string[]>();
    for (const { system, code } of tokens) bySystem.set(system!, [...(bySystem.get(system!) ?? []), code!]);
    const sets = [...bySystem].map(([system, only]) => ({ system, only }));
    return compileTokenSet(param, { kind: 'token-set', sets }, types, context);
  }
  const codes = [...new Set(tokens.map(({ code }) => code!))];
  return entryCondition(
    {
      table: 'token',
      parameters: parametersOf(context, types, param, 'token'),
      where: [isOneOf('t.code', codes)],
      probe: [isOneOf('+t.code', codes)],
      label: `${param} in ${codes.length} codes`,
    },
    context,
  );
}
