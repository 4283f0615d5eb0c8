// Which nodes of a graph lead back to themselves: Tarjan's strongly connected components, by a loop, as
// calls may lead from one function to the next through thousands.

interface Visit<Node> {
  readonly node: Node;
  readonly next: Iterator<Node>;
  readonly order: number;
  /** Order of the earliest node under way that it leads to. */
  low: number;
}

/** @returns the nodes that are on a cycle; what `edges` has no entry for leads nowhere */
export function nodesOnCycles<Node>(
  edges: ReadonlyMap<Node, ReadonlySet<Node>>,
): ReadonlySet<Node> {
  const visits = new Map<Node, Visit<Node>>();
  const underWay = new Set<Node>();
  /** Those of `underWay`, in order. */
  const stack: Node[] = [];
  const path: Visit<Node>[] = [];
  const found = new Set<Node>();
  const enter = (node: Node): void => {
    const order = visits.size;
    const visit = { node, next: (edges.get(node) ?? new Set()).values(), order, low: order };
    visits.set(node, visit);
    underWay.add(node);
    stack.push(node);
    path.push(visit);
  };
  const leave = (visit: Visit<Node>): void => {
    path.pop();
    const from = path.at(-1);
    if (from) from.low = Math.min(from.low, visit.low);
    if (visit.low < visit.order) return;
    // Those that came under way since are its component.
    const all = stack.splice(stack.lastIndexOf(visit.node));
    for (const each of all) underWay.delete(each);
    const isCycle = all.length > 1 || edges.get(visit.node)?.has(visit.node);
    if (isCycle) for (const each of all) found.add(each);
  };
  for (const start of edges.keys()) {
    if (!visits.has(start)) enter(start);
    for (let visit = path.at(-1); visit; visit = path.at(-1)) {
      const { done, value } = visit.next.next();
      if (done) leave(visit);
      else if (!edges.has(value)) continue;
      else if (!visits.has(value)) enter(value);
      else if (underWay.has(value)) visit.low = Math.min(visit.low, visits.get(value)!.order);
    }
  }
  return found;
}
