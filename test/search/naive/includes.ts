// What comes along with matches, followed reference by reference. R4 search.html#include, #revinclude.

import type { JsonObject } from '../../../src/fhir/json/tree.ts';
import type { Judge } from './judge.ts';
import type { Random } from './random.ts';
import { type Parameter, type Target, targetOf, type Value } from './values.ts';

export interface Inclusion {
  how: '_include' | '_revinclude';
  iterate: boolean;
  /** `*`: any. */
  type: string;
  code: string;
  target?: string;
}

export function includeText({ how, iterate, type, code, target }: Inclusion): string {
  const value = type === '*' ? '*' : [type, code, ...(target === undefined ? [] : [target])].join(':');
  return `${how}${iterate ? ':iterate' : ''}=${encodeURIComponent(value)}`;
}

export function randomInclusion(
  matched: string,
  types: readonly string[],
  parameters: ReadonlyMap<string, ReadonlyMap<string, Parameter>>,
  random: Random,
): Inclusion {
  const how = random.pick(['_include', '_revinclude'] as const);
  const iterate = random.once(2);
  if (random.once(8)) return { how, iterate, type: '*', code: '*' };
  // A first step must start from, or lead to, what is matched.
  const links = types.flatMap((type) =>
    [...parameters.get(type)!.values()]
      .filter((one) => one.type === 'reference' && one.targets.some((target) => types.includes(target)))
      .map(({ code, targets }) => ({ type, code, targets })),
  );
  const fitting = links.filter(({ type, targets }) =>
    iterate ? true : how === '_include' ? type === matched : targets.includes(matched),
  );
  if (fitting.length === 0) return { how: '_include', iterate, type: '*', code: '*' };
  const { type, code, targets } = random.pick(fitting);
  const target = random.once(4) ? random.pick(targets) : undefined;
  return { how, iterate, type, code, target };
}

/** `Type/id` of all that is included, sorted. */
export function included(
  matches: readonly JsonObject[],
  inclusions: readonly Inclusion[],
  resources: readonly JsonObject[],
  judge: Judge,
): string[] {
  const nameOf = ({ resourceType, id }: JsonObject) => `${resourceType}/${id}`;
  const seen = new Set(matches.map(nameOf));
  const found: string[] = [];
  let fresh = [...matches];
  for (let round = 0; fresh.length > 0; round++) {
    const names = new Set(fresh.map(nameOf));
    const next = new Set<JsonObject>();
    for (const inclusion of inclusions.filter(({ iterate }) => round === 0 || iterate)) {
      for (const from of inclusion.how === '_include' ? fresh : resources)
        for (const target of targetsOf(from, inclusion, judge)) {
          const name = `${target.type}/${target.id}`;
          const reached = inclusion.how === '_include' ? resources.find((one) => nameOf(one) === name) : from;
          if (reached && (inclusion.how === '_include' || names.has(name))) next.add(reached);
        }
    }
    fresh = [...next].filter((one) => !seen.has(nameOf(one)));
    for (const one of fresh) {
      seen.add(nameOf(one));
      found.push(nameOf(one));
    }
  }
  return found.sort();
}

function targetsOf(from: JsonObject, { type, code, target }: Inclusion, judge: Judge): Target[] {
  if (type !== '*' && from.resourceType !== type) return [];
  const values = type === '*' ? referencesIn(from) : judge.valuesOf(from, code);
  return values
    .map((value) => targetOf(value))
    .filter((one): one is Target => one !== undefined && one.url === undefined && one.id !== undefined)
    .filter((one) => target === undefined || one.type === target);
}

function referencesIn(node: unknown): Value[] {
  if (Array.isArray(node)) return node.flatMap(referencesIn);
  if (typeof node !== 'object' || node === null) return [];
  const { reference } = node as { reference?: unknown };
  const own = typeof reference === 'string' ? [{ type: 'Reference', value: node }] : [];
  return [...own, ...Object.values(node).flatMap(referencesIn)];
}
