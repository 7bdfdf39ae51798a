// One element of a base with what a differential says of it. R4 elementdefinition.html, profiling.html#snapshot.

import type { ElementDefinition } from 'fhir/r4.js';

type Def = ElementDefinition;

/** Lists to which a differential adds. */
const ADDED = ['condition', 'alias', 'mapping', 'example', 'code'] as const;
const CHOICES = ['fixed', 'pattern', 'minValue', 'maxValue', 'defaultValue'] as const;

export function mergeElement(base: Def, said: Partial<Def>): Def {
  const { id: _id, path: _path, ...more } = said;
  const merged: Def = { ...base };
  for (const stem of CHOICES) {
    // A fixed[x] of another type takes the place of the one before.
    if (Object.keys(more).some((name) => isChoiceOf(name, stem))) {
      for (const name of Object.keys(merged)) if (isChoiceOf(name, stem)) delete merged[name as keyof Def];
    }
  }
  Object.assign(merged, more);
  if (more.sliceName === undefined && base.sliceName === undefined) {
    merged.min = Math.max(base.min ?? 0, merged.min ?? 0);
    if (base.max !== undefined && base.max !== '*' && !(Number(merged.max) <= Number(base.max)))
      merged.max = base.max;
  }
  if (more.constraint) merged.constraint = mergeConstraints(base.constraint ?? [], more.constraint);
  if (more.slicing) merged.slicing = { ...base.slicing, ...more.slicing };
  if (more.binding) merged.binding = { ...base.binding, ...more.binding };
  if (more.extension) merged.extension = mergeExtensions(base.extension ?? [], more.extension);
  for (const list of ADDED) {
    const added = more[list];
    if (added && base[list]) Object.assign(merged, { [list]: union(base[list], added) });
  }
  return merged;
}

function isChoiceOf(name: string, stem: string): boolean {
  return name.length > stem.length && name.startsWith(stem) && /[A-Z]/.test(name[stem.length]!);
}

type Constraint = NonNullable<Def['constraint']>[number];

/** One of the same key takes the place of the one before. */
function mergeConstraints(base: readonly Constraint[], said: readonly Constraint[]): Constraint[] {
  return [...base.filter(({ key }) => !said.some((one) => one.key === key)), ...said];
}

function mergeExtensions<T extends { url: string }>(base: readonly T[], said: readonly T[]): T[] {
  return [...base.filter(({ url }) => !said.some((one) => one.url === url)), ...said];
}

function union(base: readonly unknown[], said: readonly unknown[]): unknown[] {
  const known = new Set(base.map((one) => JSON.stringify(one)));
  return [...base, ...said.filter((one) => !known.has(JSON.stringify(one)))];
}
