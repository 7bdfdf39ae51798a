// The hierarchy of a code system as intervals, see schema.ts. Concepts are numbers from 0 on.

export interface Spans {
  /** The place of each concept. */
  places: Int32Array;
  /** Of each concept: low, high, low, high … without overlaps. */
  spans: Int32Array[];
}

/** Thrown when a concept is above itself. */
export class Circle extends Error {
  readonly concept: number;

  constructor(concept: number) {
    super('a concept is above itself');
    this.concept = concept;
  }
}

/** `parents[i]`: those of concept i, the first of them being where it is counted. Throws Circle. */
export function spansOf(parents: readonly (readonly number[])[]): Spans {
  const size = parents.length;
  const children: number[][] = Array.from({ length: size }, () => []);
  for (let i = 0; i < size; i++) for (const parent of parents[i]!) children[parent]!.push(i);
  const order = fromTheTop(parents, children);

  // Places in the order in which the tree of first parents is left: what is below a concept comes just before it.
  const places = new Int32Array(size).fill(-1);
  const lows = new Int32Array(size);
  let next = 0;
  for (let root = 0; root < size; root++) {
    if (parents[root]!.length > 0) continue;
    const path: [concept: number, child: number][] = [[root, 0]];
    lows[root] = next;
    while (path.length > 0) {
      const top = path[path.length - 1]!;
      const child = children[top[0]]![top[1]++];
      if (child === undefined) {
        places[top[0]] = next++;
        path.pop();
      } else if (parents[child]![0] === top[0]) {
        lows[child] = next;
        path.push([child, 0]);
      }
    }
  }

  const spans: Int32Array[] = new Array(size);
  for (let i = size - 1; i >= 0; i--) {
    const concept = order[i]!;
    const found: number[] = [lows[concept]!, places[concept]!];
    for (const child of children[concept]!) {
      const below = spans[child]!;
      // Those of the tree lie within; what they bring from elsewhere does not.
      for (let at = 0; at < below.length; at += 2) {
        if (below[at]! < found[0]! || below[at + 1]! > found[1]!) found.push(below[at]!, below[at + 1]!);
      }
    }
    spans[concept] = found.length === 2 ? Int32Array.from(found) : merged(found);
  }
  return { places, spans };
}

/** Parents before children. */
function fromTheTop(parents: readonly (readonly number[])[], children: readonly number[][]): Int32Array {
  const order = new Int32Array(parents.length);
  const open = Int32Array.from(parents, (list) => list.length);
  let filled = 0;
  for (let i = 0; i < parents.length; i++) if (open[i] === 0) order[filled++] = i;
  for (let at = 0; at < filled; at++)
    for (const child of children[order[at]!]!) if (--open[child]! === 0) order[filled++] = child;
  if (filled < parents.length) throw new Circle(open.findIndex((left) => left > 0));
  return order;
}

function merged(pairs: readonly number[]): Int32Array {
  const list = Array.from(
    { length: pairs.length / 2 },
    (_, i) => [pairs[2 * i]!, pairs[2 * i + 1]!] as const,
  );
  list.sort((a, b) => a[0] - b[0]);
  const out: number[] = [];
  for (const [low, high] of list) {
    const last = out.length - 1;
    if (last > 0 && low <= out[last]! + 1) out[last] = Math.max(out[last]!, high);
    else out.push(low, high);
  }
  return Int32Array.from(out);
}
