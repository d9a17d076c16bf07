/** The flow as columns: each node stands right of everything that it takes from; what would close a circle leads back. */
import type { FlowEdge, FlowNode } from "@/api/gateway";

type Edge = Pick<FlowEdge, "source" | "target">;

export interface FlowColumn<Node, Arrow> {
  nodes: Node[];
  /** The arrows that end in this column. */
  edges: Arrow[];
}

export interface FlowColumns<Node, Arrow> {
  columns: FlowColumn<Node, Arrow>[];
  /** Arrows that go to the left. */
  back: Arrow[];
}

export function columnsOf<Node extends Pick<FlowNode, "name">, Arrow extends Edge>(
  nodes: readonly Node[],
  edges: readonly Arrow[],
): FlowColumns<Node, Arrow> {
  const forward: Arrow[] = [];
  const back: Arrow[] = [];
  for (const edge of edges) (leads(forward, edge.target, edge.source) ? back : forward).push(edge);
  const depth = new Map(nodes.map(({ name }) => [name, 0]));
  // The longest way through n nodes has n − 1 arrows: after that many rounds nothing moves any more.
  for (let round = 1; round < nodes.length; round += 1) {
    for (const { source, target } of forward) {
      depth.set(target, Math.max(depth.get(target) ?? 0, (depth.get(source) ?? 0) + 1));
    }
  }
  const places = [...new Set(depth.values())].toSorted((a, b) => a - b);
  const columns = places.map((place) => ({
    nodes: nodes.filter(({ name }) => depth.get(name) === place),
    edges: forward.filter(({ target }) => depth.get(target) === place),
  }));
  return { columns, back };
}

/** Whether there is a way from one node to another. */
function leads(edges: readonly Edge[], from: string, to: string): boolean {
  const waiting = [from];
  const seen = new Set(waiting);
  for (let at = waiting.pop(); at !== undefined; at = waiting.pop()) {
    if (at === to) return true;
    for (const { source, target } of edges) {
      if (source === at && !seen.has(target)) {
        seen.add(target);
        waiting.push(target);
      }
    }
  }
  return false;
}
