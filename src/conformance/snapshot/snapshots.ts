// Structures with snapshots, made when first asked for. What was made is kept with the resource it was made from, for
// as long as everything it is built on is the same.

import type { StructureDefinition } from 'fhir/r4.js';
import type { TypeModel } from '../../fhir/elements.ts';
import type { SnapshotSource } from './expand.ts';
import { generateSnapshot } from './generate.ts';
import { isComplete } from './is-complete.ts';
import type { SnapshotProblem } from './problems.ts';

export interface Completed {
  /** The structure itself where its snapshot is whole; without a snapshot where none can be made. */
  structure: StructureDefinition;
  problems: SnapshotProblem[];
  /** Why there is no snapshot. */
  fault?: string;
}

/** `source`: everything that can be built on, whose own snapshots are asked for in turn. */
export type Snapshots = (structure: StructureDefinition, source: SnapshotSource) => Completed;

interface Made extends Completed {
  /** What was looked up on the way, and what was found. */
  from: Map<string, StructureDefinition | undefined>;
}

export function createSnapshots(model: TypeModel): Snapshots {
  const made = new WeakMap<StructureDefinition, Made>();
  /** Those that are being made: one that is built on itself never ends. */
  const within: StructureDefinition[] = [];
  let loops = 0;

  return (structure, source) => {
    const known = made.get(structure);
    if (known && [...known.from].every(([url, found]) => source.structure(url) === found)) return known;
    if (within.includes(structure)) {
      loops++;
      return { structure: bare(structure), problems: [], fault: loop(structure, within) };
    }
    const from: Made['from'] = new Map();
    const recorded: SnapshotSource = {
      structure(url) {
        const found = source.structure(url);
        from.set(url, found);
        return found;
      },
    };
    const before = loops;
    within.push(structure);
    try {
      const one: Made = { ...complete(structure, recorded, model), from };
      // Inside a loop what is missing is missing only here.
      if (loops === before) made.set(structure, one);
      return one;
    } finally {
      within.pop();
    }
  };
}

function complete(structure: StructureDefinition, source: SnapshotSource, model: TypeModel): Completed {
  try {
    if (isComplete(structure, source)) return { structure, problems: [] };
    const { elements, problems } = generateSnapshot(structure, source, model);
    return { structure: { ...structure, snapshot: { element: elements } }, problems };
  } catch (error) {
    return { structure: bare(structure), problems: [], fault: (error as Error).message };
  }
}

function bare({ snapshot: _incomplete, ...structure }: StructureDefinition): StructureDefinition {
  return structure;
}

function loop(structure: StructureDefinition, within: readonly StructureDefinition[]): string {
  const way = within.slice(within.indexOf(structure)).map(({ url }) => url);
  return `${structure.url} is built on itself (${[...way, structure.url].join(' → ')})`;
}
