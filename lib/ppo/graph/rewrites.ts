import { type Edge, type Graph, type GraphNode, orderedNodes } from "./graph.js";
import { AttributeType, DataType, type KernelAttribute } from "./native-backend.js";

/** Recognises a node by what it reads (already rewritten), and says it in a cheaper way. */
type Rewrite = (node: GraphNode) => GraphNode | undefined;

const FLOATS: KernelAttribute = Object.freeze({
  name: "T",
  type: AttributeType.type,
  value: DataType.float32,
});

/** A product of two matrices, which is recorded as one of batches of matrices. */
const matrixProduct: Rewrite = (node) => {
  if (node.op !== "BatchMatMulV2" || node.inputs.some((input) => rank(input) !== 2)) return undefined;
  const transposed = (name: string) => node.attributes.find((attribute) => attribute.name === name)?.value;
  const attribute = (name: string, value: unknown) => ({ name, type: AttributeType.bool, value });
  return {
    ...node,
    op: "MatMul",
    attributes: [
      FLOATS,
      attribute("transpose_a", transposed("adj_x")),
      attribute("transpose_b", transposed("adj_y")),
    ],
  };
};

/** Matrix product + vector: as a bias it becomes one operation with the product. */
const bias: Rewrite = (node) => {
  const [product, vector] = node.inputs;
  return node.op === "AddV2" && product.node.op === "MatMul" && rank(vector) === 1
    ? { ...node, op: "BiasAdd", attributes: [FLOATS] }
    : undefined;
};

/** (1 - y^2) dy, what the gradient of y = tanh(x) comes to. */
const tanhGradient: Rewrite = (node) => {
  if (node.op !== "Mul") return undefined;
  const [slope, factor] = node.inputs;
  if (slope.node.op !== "Sub") return undefined;
  const [one, square] = slope.node.inputs;
  if (!isOne(one) || square.node.op !== "Square" || square.node.inputs[0].node.op !== "Tanh")
    return undefined;
  return { ...node, op: "TanhGrad", attributes: [FLOATS], inputs: [square.node.inputs[0], factor] };
};

/** The sum of a matrix's rows, as for a bias. */
const columnSums: Rewrite = (node) => {
  const [matrix, axes] = node.inputs;
  return node.op === "Sum" &&
    rank(matrix) === 2 &&
    axes.node.values?.join() === "0" &&
    rank({ node, output: 0 }) === 1
    ? { ...node, op: "BiasAddGrad", attributes: [FLOATS], inputs: [matrix] }
    : undefined;
};

/** The same computation with fewer passes over memory. */
export function rewrittenGraph({ inputs, outputs }: Graph): Graph {
  const replaced = new Map<GraphNode, GraphNode>(inputs.map((input) => [input, input]));
  const edge = ({ node, output }: Edge): Edge => ({ node: replaced.get(node) as GraphNode, output });
  for (const node of orderedNodes(outputs)) {
    if (replaced.has(node)) continue;
    const wired = { ...node, inputs: node.inputs.map(edge) };
    const rewrite = [matrixProduct, bias, tanhGradient, columnSums]
      .map((tried) => tried(wired))
      .find(Boolean);
    replaced.set(node, rewrite ?? wired);
  }
  return { inputs, outputs: outputs.map(edge) };
}

function rank({ node, output }: Edge): number {
  return node.shapes[output].length;
}

function isOne({ node }: Edge): boolean {
  return node.values?.length === 1 && node.values[0] === 1;
}
