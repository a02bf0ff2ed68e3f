import { type Edge, type Graph, type GraphNode, orderedNodes } from "./graph.js";
import { AttributeType, DataType, type KernelAttribute } from "./native-backend.js";

/**
 * The graph of a computation done `copies` times side by side: every input has one more axis in front, of that length, and so
 * has every output; copy s of an output depends on copy s of the inputs alone. Constants are shared.
 * @throws RangeError on an operation that there is no rule for.
 */
export function vectorizedGraph({ inputs, outputs }: Graph, copies: number): Graph {
  const done = new Map<GraphNode, GraphNode>();
  /** Nodes that depend on an input, and so have the axis. */
  const wide = new Set<GraphNode>();
  for (const input of inputs) {
    const widened = { ...input, shapes: input.shapes.map((shape) => [copies, ...shape]) };
    done.set(input, widened);
    wide.add(input);
  }
  for (const node of orderedNodes(outputs)) {
    if (done.has(node)) continue;
    const reads = node.inputs.map((input) => ({
      edge: { node: done.get(input.node) as GraphNode, output: input.output },
      shape: input.node.shapes[input.output],
      isWide: wide.has(input.node),
    }));
    if (reads.some(({ isWide }) => isWide)) {
      done.set(node, widened(node, reads, copies));
      wide.add(node);
    } else done.set(node, node);
  }
  return {
    inputs: inputs.map((input) => done.get(input) as GraphNode),
    outputs: outputs.map(({ node, output }) => {
      if (!wide.has(node)) throw new RangeError(`an output (${node.op}) depends on no input`);
      return { node: done.get(node) as GraphNode, output };
    }),
  };
}

/** What a node reads: where from, its shape in one copy, and whether there is one for each copy. */
interface Read {
  readonly edge: Edge;
  readonly shape: readonly number[];
  readonly isWide: boolean;
}

/** How an operation of one copy is said for all of them; its result has the shapes `shapes`. */
type Rule = (node: GraphNode, reads: readonly Read[], shapes: readonly (readonly number[])[]) => GraphNode;

/** Element by element: an operand of fewer axes than the result gets the missing ones behind the new one. */
const elementwise: Rule = (node, reads, shapes) => ({
  ...node,
  inputs: reads.map(({ edge, shape, isWide }) => {
    const missing = shapes[0].length - 1 - shape.length;
    return isWide && missing > 0
      ? reshaped(edge, [shapes[0][0], ...new Array<number>(missing).fill(1), ...shape])
      : edge;
  }),
  shapes,
});

/** Products of matrices, one for each copy: a matrix that all copies share is repeated by TensorFlow. */
const product: Rule = (node, reads, shapes) => ({ ...node, inputs: edges(reads), shapes });

const reshape: Rule = (_, [input], [sizes]) => reshaped(input.edge, sizes).node;

/** Begins at 0 along the new axis and takes all of it. */
const slice: Rule = (node, [input, begin, size], shapes) => ({
  ...node,
  inputs: [input.edge, constant([0, ...values(begin)]), constant([-1, ...values(size)])],
  shapes,
});

/** Rows of each copy's own array by each copy's own numbers. */
const gather: Rule = (node, [input, numbers, axis], shapes) => {
  if (!input.isWide || !numbers.isWide || values(axis)[0] !== 0)
    throw new RangeError(
      "rows are gathered along the first axis, from an input by numbers that are an input",
    );
  return {
    ...node,
    attributes: withInteger(node.attributes, "batch_dims", 1),
    inputs: [input.edge, numbers.edge, { node: { ...axis.edge.node, values: Int32Array.of(1) }, output: 0 }],
    shapes,
  };
};

const reduction: Rule = (node, [input, axes], shapes) => ({
  ...node,
  inputs: [input.edge, constant(values(axes).map((axis) => axis + 1))],
  shapes,
});

const concatenation: Rule = (node, reads, shapes) => {
  const axis = reads[reads.length - 1];
  return {
    ...node,
    inputs: [
      ...everyWide(node, reads.slice(0, -1)),
      { node: { ...axis.edge.node, values: Int32Array.of(values(axis)[0] + 1) }, output: 0 },
    ],
    shapes,
  };
};

const stack: Rule = (node, reads, shapes) => {
  const axis = node.attributes.find(({ name }) => name === "axis")?.value as number;
  return {
    ...node,
    attributes: withInteger(node.attributes, "axis", axis + 1),
    inputs: everyWide(node, reads),
    shapes,
  };
};

/** A choice, which doesn't repeat operands of fewer axes. */
const choice: Rule = (node, reads, shapes) => ({ ...node, inputs: everyWide(node, reads), shapes });

const RULES: Readonly<Record<string, Rule>> = Object.freeze({
  ...Object.fromEntries(
    "Tanh Exp Expm1 Square Sqrt Neg Abs Cast ZerosLike LogicalAnd Add AddV2 Sub Mul RealDiv Minimum Maximum Greater GreaterEqual Less LessEqual"
      .split(" ")
      .map((op) => [op, elementwise]),
  ),
  BatchMatMulV2: product,
  Reshape: reshape,
  Slice: slice,
  GatherV2: gather,
  Sum: reduction,
  Mean: reduction,
  ConcatV2: concatenation,
  Pack: stack,
  Select: choice,
});

function widened(node: GraphNode, reads: readonly Read[], copies: number): GraphNode {
  const rule = Object.hasOwn(RULES, node.op) ? RULES[node.op] : undefined;
  if (rule === undefined) throw new RangeError(`there is no rule to do ${node.op} for several copies`);
  return rule(
    node,
    reads,
    node.shapes.map((shape) => [copies, ...shape]),
  );
}

function edges(reads: readonly Read[]): readonly Edge[] {
  return reads.map(({ edge }) => edge);
}

function everyWide({ op }: GraphNode, reads: readonly Read[]): readonly Edge[] {
  if (reads.some(({ isWide }) => !isWide)) throw new RangeError(`${op} of inputs and constants together`);
  return edges(reads);
}

/** Numbers of a constant operand. */
function values({ edge: { node } }: Read): readonly number[] {
  if (node.values === undefined) throw new RangeError("sizes and axes must be constants");
  return [...node.values];
}

function constant(numbers: readonly number[]): Edge {
  const node: GraphNode = {
    op: "Const",
    inputs: [],
    attributes: [],
    shapes: [[numbers.length]],
    dtype: "int32",
    values: Int32Array.from(numbers),
  };
  return { node, output: 0 };
}

function reshaped(edge: Edge, sizes: readonly number[]): Edge {
  const types = { T: DataType[edge.node.dtype], Tshape: DataType.int32 };
  const attributes = Object.entries(types).map(([name, value]) => ({
    name,
    type: AttributeType.type,
    value,
  }));
  const node: GraphNode = {
    op: "Reshape",
    inputs: [edge, constant(sizes)],
    attributes,
    shapes: [sizes],
    dtype: edge.node.dtype,
  };
  return { node, output: 0 };
}

function withInteger(attributes: readonly KernelAttribute[], name: string, value: number): KernelAttribute[] {
  return [
    ...attributes.filter((attribute) => attribute.name !== name),
    { name, type: AttributeType.int, value },
  ];
}
