import type { DataType, KernelAttribute } from "./native-backend.js";

/** One output of a node. */
export interface Edge {
  readonly node: GraphNode;
  readonly output: number;
}

/** An operation of a graph, with the shapes of its outputs. */
export interface GraphNode {
  readonly op: string;
  readonly inputs: readonly Edge[];
  readonly attributes: readonly KernelAttribute[];
  readonly shapes: readonly (readonly number[])[];
  readonly dtype: keyof typeof DataType;
  /** Of a constant. */
  readonly values?: Float32Array | Int32Array | Uint8Array;
}

/** A computation: what goes in, in order, and what comes out. */
export interface Graph {
  readonly inputs: readonly GraphNode[];
  readonly outputs: readonly Edge[];
}

/** All nodes that the outputs depend on, each after what it reads. */
export function orderedNodes(outputs: readonly Edge[]): readonly GraphNode[] {
  const ordered = new Set<GraphNode>();
  const visit = (node: GraphNode) => {
    if (ordered.has(node)) return;
    for (const input of node.inputs) visit(input.node);
    ordered.add(node);
  };
  for (const { node } of outputs) visit(node);
  return [...ordered];
}
