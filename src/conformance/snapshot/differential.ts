// A differential's list of elements as a tree: what is said of each element, and of each of its slices. Lists may be
// sparse and in any order; ids alone tell where an element belongs, and where they are absent path, sliceName and the
// elements before do. R4 elementdefinition.html#id, profiling.html#snapshot.

import type { ElementDefinition } from 'fhir/r4.js';

export interface Said {
  /** Last part of the path: `component`, `value[x]`, `valueQuantity`. */
  name: string;
  /** `systolic`; of a slice of a slice `systolic/seated`. */
  slice: string | undefined;
  /** Nothing where only elements below are spoken of. */
  def: Partial<ElementDefinition>;
  children: Said[];
  /** Slices of slices stand beside the others. */
  slices: Said[];
}

interface Step {
  name: string;
  slice: string | undefined;
}

/** The root with everything that is said below it; `type` is what each path begins with. */
export function readDifferential(elements: readonly ElementDefinition[], type: string): Said {
  const root = silent({ name: type, slice: undefined });
  const trustIds = nameSlices(elements);
  let before: Step[] = [];
  for (const def of elements) {
    const steps = stepsOf(def, before, trustIds);
    before = steps;
    let at = root;
    for (const step of steps.slice(1)) at = below(at, step);
    at.def = { ...at.def, ...def };
  }
  return root;
}

function silent({ name, slice }: Step): Said {
  return { name, slice, def: {}, children: [], slices: [] };
}

function below(parent: Said, step: Step): Said {
  let child = parent.children.find(({ name }) => name === step.name);
  if (!child) {
    child = silent({ name: step.name, slice: undefined });
    parent.children.push(child);
  }
  if (step.slice === undefined) return child;
  let slice = child.slices.find((one) => one.slice === step.slice);
  if (!slice) {
    slice = silent(step);
    child.slices.push(slice);
  }
  return slice;
}

function stepsOf(
  { id, path, sliceName }: ElementDefinition,
  before: readonly Step[],
  trustIds: boolean,
): Step[] {
  const names = path.split('.');
  const steps = (trustIds ? fromId(id, names) : undefined) ?? fromOrder(names, before);
  const last = steps[steps.length - 1]!;
  if (sliceName !== undefined && last.slice === undefined) last.slice = sliceName;
  return steps;
}

/** Some write the path as id, for slices too; then only the order tells what belongs to which slice. */
function nameSlices(elements: readonly ElementDefinition[]): boolean {
  return elements.every(
    ({ id, sliceName }) => id === undefined || sliceName === undefined || id.includes(':'),
  );
}

/** undefined when the id does not speak of the same path, or names no slice: then the order may tell one. */
function fromId(id: string | undefined, names: readonly string[]): Step[] | undefined {
  if (id === undefined) return undefined;
  const parts = id.split('.').map((part) => {
    const colon = part.indexOf(':');
    return colon < 0 ? [part] : [part.slice(0, colon), part.slice(colon + 1)];
  });
  if (parts.length !== names.length || !parts.every(([name], i) => isNamed(name!, names[i]!)))
    return undefined;
  return parts.map(([, slice], i) => ({ name: names[i]!, slice }));
}

/** The id may say `value[x]` where the path says `valueQuantity`. */
function isNamed(name: string, inPath: string): boolean {
  return name === inPath || (name.endsWith('[x]') && inPath.startsWith(name.slice(0, -3)));
}

/** Elements that follow a slice and stand below it belong to it. */
function fromOrder(names: readonly string[], before: readonly Step[]): Step[] {
  let isSame = true;
  return names.map((name, i) => {
    isSame &&= before[i]?.name === name;
    const isLast = i === names.length - 1;
    return { name, slice: isSame && !isLast ? before[i]!.slice : undefined };
  });
}
