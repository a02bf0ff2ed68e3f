import { type Graph, type GraphNode, orderedNodes } from "./graph.js";
import { AttributeType, DataType, type KernelAttribute } from "./native-backend.js";

/** Names under which a saved graph's inputs and outputs are asked for, in order. */
export interface GraphNames {
  readonly inputs: readonly string[];
  readonly outputs: readonly string[];
}

/** Tag of the one graph in the file. */
export const GRAPH_TAG = "serve";

/** Version of the operations that the graphs are written for: that of TensorFlow 2.15. */
const PRODUCER = 1645;

/** A message of TensorFlow's protocol buffers: setters by name. */
// biome-ignore lint/suspicious/noExplicitAny: generated code without types
type Message = any;

/** The content of a `saved_model.pb` that holds a graph, and the names to run it by. */
export function savedModel(graph: Graph): { readonly bytes: Uint8Array; readonly names: GraphNames } {
  // Read here, so that nothing else pays for it.
  const proto: Message = require("@tensorflow/tfjs-node/dist/proto/api_pb.js");
  const nodes = [...graph.inputs, ...orderedNodes(graph.outputs).filter(({ op }) => op !== "Placeholder")];
  const names = new Map(nodes.map((node, i) => [node, `${node.op}_${i}`]));
  const version = new proto.VersionDef();
  version.setProducer(PRODUCER);
  const definition = new proto.GraphDef();
  definition.setVersions(version);
  for (const node of nodes) definition.addNode(nodeMessage(proto, node, names));
  const information = new proto.MetaGraphDef.MetaInfoDef();
  information.addTags(GRAPH_TAG);
  const meta = new proto.MetaGraphDef();
  meta.setMetaInfoDef(information);
  meta.setGraphDef(definition);
  const model = new proto.SavedModel();
  model.setSavedModelSchemaVersion(1);
  model.addMetaGraphs(meta);
  return {
    bytes: model.serializeBinary(),
    names: {
      inputs: graph.inputs.map((node) => `${names.get(node)}:0`),
      outputs: graph.outputs.map(({ node, output }) => `${names.get(node)}:${output}`),
    },
  };
}

function nodeMessage(proto: Message, node: GraphNode, names: ReadonlyMap<GraphNode, string>): Message {
  const message = new proto.NodeDef();
  message.setName(names.get(node));
  message.setOp(node.op);
  for (const input of node.inputs) message.addInput(`${names.get(input.node)}:${input.output}`);
  const attributes = message.getAttrMap();
  for (const attribute of node.attributes) attributes.set(attribute.name, attributeMessage(proto, attribute));
  if (node.op === "Placeholder" || node.op === "Const") {
    const type = new proto.AttrValue();
    type.setType(DataType[node.dtype]);
    attributes.set("dtype", type);
    const content = new proto.AttrValue();
    if (node.op === "Const") content.setTensor(tensorMessage(proto, node));
    else content.setShape(shapeMessage(proto, node.shapes[0]));
    attributes.set(node.op === "Const" ? "value" : "shape", content);
  }
  return message;
}

function attributeMessage(proto: Message, { name, type, value }: KernelAttribute): Message {
  const message = new proto.AttrValue();
  if (Array.isArray(value)) {
    if (type !== AttributeType.int) throw new TypeError(`attribute ${name} is a list that isn't of integers`);
    const list = new proto.AttrValue.ListValue();
    list.setIList(value);
    message.setList(list);
  } else if (type === AttributeType.type) message.setType(value);
  else if (type === AttributeType.bool) message.setB(value);
  else if (type === AttributeType.int) message.setI(value);
  else if (type === AttributeType.float) message.setF(value);
  else if (type === AttributeType.string) message.setS(new TextEncoder().encode(String(value)));
  else throw new TypeError(`attribute ${name} is of type ${type}, which a graph file can't hold`);
  return message;
}

function tensorMessage(proto: Message, { dtype, shapes, values }: GraphNode): Message {
  const message = new proto.Tensor();
  const { buffer, byteOffset, byteLength } = values as Float32Array;
  message.setDtype(DataType[dtype]);
  message.setTensorShape(shapeMessage(proto, shapes[0]));
  message.setTensorContent(new Uint8Array(buffer, byteOffset, byteLength));
  return message;
}

function shapeMessage(proto: Message, shape: readonly number[]): Message {
  const message = new proto.TensorShape();
  for (const size of shape) {
    const dimension = new proto.TensorShape.Dim();
    dimension.setSize(size);
    message.addDim(dimension);
  }
  return message;
}
