// The order in which resources can be written when every reference must already lead somewhere: what is referred
// to first, and resources that refer to each other together (Tarjan's strongly connected components).

export interface Node {
  reference: string;
  /** References of other nodes, resolved. */
  needs: readonly string[];
}

/** Groups in writing order; the members of a group refer to each other in a circle. */
export function orderByReferences<T extends Node>(nodes: readonly T[]): T[][] {
  const byReference = new Map(nodes.map((node) => [node.reference, node]));
  const index = new Map<T, number>();
  const low = new Map<T, number>();
  const open: T[] = [];
  const onStack = new Set<T>();
  const groups: T[][] = [];

  for (const root of nodes) {
    if (index.has(root)) continue;
    // The call stack of the textbook as data: chains of references may be long.
    const calls: { node: T; next: number }[] = [{ node: root, next: 0 }];
    enter(root);
    while (calls.length > 0) {
      const call = calls.at(-1)!;
      const { node } = call;
      const needed = call.next < node.needs.length ? byReference.get(node.needs[call.next++]!) : null;
      if (needed === undefined) continue;
      if (needed !== null) {
        if (!index.has(needed)) {
          enter(needed);
          calls.push({ node: needed, next: 0 });
        } else if (onStack.has(needed)) low.set(node, Math.min(low.get(node)!, index.get(needed)!));
        continue;
      }
      calls.pop();
      const caller = calls.at(-1)?.node;
      if (caller) low.set(caller, Math.min(low.get(caller)!, low.get(node)!));
      if (low.get(node) === index.get(node)) groups.push(close(node));
    }
  }
  return groups;

  function enter(node: T): void {
    low.set(node, index.size);
    index.set(node, index.size);
    open.push(node);
    onStack.add(node);
  }

  function close(node: T): T[] {
    const group = open.splice(open.lastIndexOf(node));
    for (const member of group) onStack.delete(member);
    return group;
  }
}

/** Groups packed in order into batches of at most `max` nodes; only a group that is larger makes a larger one. */
export function packGroups<T>(groups: readonly T[][], max: number): T[][][] {
  const batches: T[][][] = [];
  let size = Number.POSITIVE_INFINITY;
  for (const group of groups) {
    if (size + group.length > max) {
      batches.push([]);
      size = 0;
    }
    batches.at(-1)!.push(group);
    size += group.length;
  }
  return batches;
}
