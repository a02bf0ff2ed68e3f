import { type Edge, type Graph, type GraphNode, orderedNodes } from "./graph.js";
import { AttributeType, DataType, type KernelAttribute } from "./native-backend.js";

/** Recognises a node by what it reads (already rewritten), and says it in a cheaper way: another node, or an edge there is. */
type Rewrite = (node: GraphNode) => GraphNode | Edge | undefined;

const FLOATS: KernelAttribute = Object.freeze({
  name: "T",
  type: AttributeType.type,
  value: DataType.float32,
});

/** A product of two matrices, which is recorded as one of batches of matrices. */
const matrixProduct: Rewrite = (node) => {
  if (node.op !== "BatchMatMulV2" || node.inputs.some((input) => shape(input).length !== 2)) return undefined;
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
  return node.op === "Add" && product.node.op === "MatMul" && shape(vector).length === 1
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

/** dy where y = max(0, x) is above 0, what the gradient of y comes to. */
const reluGradient: Rewrite = (node) => {
  if (node.op !== "Mul") return undefined;
  const [slope, mask] = node.inputs;
  const [isAbove] = mask.node.op === "Cast" ? mask.node.inputs : [];
  if (isAbove?.node.op !== "Greater") return undefined;
  const [value, limit] = isAbove.node.inputs;
  if (value.node.op !== "Relu" || limit.node.values?.join() !== "0") return undefined;
  return { ...node, op: "ReluGrad", attributes: [FLOATS], inputs: [slope, value] };
};

/** The sum of a matrix's rows, as for a bias. */
const columnSums: Rewrite = (node) => {
  const [matrix, axes] = node.inputs;
  return node.op === "Sum" &&
    shape(matrix).length === 2 &&
    axes.node.values?.join() === "0" &&
    node.shapes[0].length === 1
    ? { ...node, op: "BiasAddGrad", attributes: [FLOATS], inputs: [matrix] }
    : undefined;
};

/** A change of shape or type that changes nothing. */
const nothing: Rewrite = ({ op, inputs: [input], shapes, dtype }) => {
  if (op === "Cast") return input.node.dtype === dtype ? input : undefined;
  return op === "Reshape" && shape(input).join() === shapes[0].join() ? input : undefined;
};

/** A change of shape after another. */
const reshapedAgain: Rewrite = (node) => {
  const [input, sizes] = node.inputs;
  if (node.op !== "Reshape" || input.node.op !== "Reshape") return undefined;
  const [original] = input.node.inputs;
  return shape(original).join() === node.shapes[0].join() ? original : { ...node, inputs: [original, sizes] };
};

const REWRITES = [matrixProduct, bias, tanhGradient, reluGradient, columnSums, nothing, reshapedAgain];

/** The same computation with fewer passes over memory and fewer operations. */
export function rewrittenGraph({ inputs, outputs }: Graph): Graph {
  const replaced = new Map<GraphNode, (output: number) => Edge>();
  const replace = (node: GraphNode, by: GraphNode) => replaced.set(node, (output) => ({ node: by, output }));
  const edge = ({ node, output }: Edge) => (replaced.get(node) as (output: number) => Edge)(output);
  for (const input of inputs) replace(input, input);
  for (const node of orderedNodes(outputs)) {
    if (replaced.has(node)) continue;
    const wired = { ...node, inputs: node.inputs.map(edge) };
    const rewritten = REWRITES.map((rewrite) => rewrite(wired)).find(Boolean) ?? wired;
    if ("node" in rewritten) replaced.set(node, () => rewritten);
    else replace(node, rewritten);
  }
  return { inputs, outputs: outputs.map(edge) };
}

function shape({ node, output }: Edge): readonly number[] {
  return node.shapes[output];
}

function isOne({ node }: Edge): boolean {
  return node.values?.length === 1 && node.values[0] === 1;
}
