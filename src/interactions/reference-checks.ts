// REFERENCES=check: a literal reference to a resource of this server must lead to one that is there when the
// write is committed. R4 references.html; http.html#integrity.

import { FhirError } from '../fhir/error.ts';
import type { Issue } from '../fhir/issue.ts';
import type { Expect, Key } from '../storage/store.ts';
import type { Context } from './context.ts';
import type { Prepared } from './prepare.ts';

/** Expectations that every target is live. Throws 422 naming element and target. */
export async function checkReferences(prepared: Prepared[], context: Context): Promise<Expect[]> {
  if (context.settings.references === 'allow') return [];
  const own = new Map(
    prepared.flatMap((p) => (p.write ? [[nameOf(p.write.key), p.write.text !== undefined]] : [])),
  );
  const targets = new Map<string, { key: Key; places: string[] }>();
  for (const { references } of prepared) {
    for (const { target, expression } of references) {
      if (target.kind !== 'local') continue;
      const key = { type: target.type, id: target.id };
      if (own.get(nameOf(key)) === true) continue;
      const known = targets.get(nameOf(key));
      if (known) known.places.push(expression);
      else targets.set(nameOf(key), { key, places: [expression] });
    }
  }
  if (targets.size === 0) return [];
  const list = [...targets.values()];
  const found = await context.store.read(list.map(({ key }) => key));
  const issues = list.flatMap(({ key, places }, i): Issue[] => {
    const version = found[i];
    if (version && !version.deleted && own.get(nameOf(key)) === undefined) return [];
    return places.map((expression) => ({
      severity: 'error',
      code: 'not-found',
      diagnostics: `${nameOf(key)} does not exist here. Send it first or in the same transaction, or correct the reference.`,
      expression,
    }));
  });
  if (issues.length > 0) throw new FhirError('unprocessable', issues);
  return list.map(({ key }): Expect => ({ key, version: 'present' }));
}

function nameOf({ type, id }: Key): string {
  return `${type}/${id}`;
}
