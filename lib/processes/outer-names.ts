import type {
  AnyNode,
  ArrowFunctionExpression,
  FunctionDeclaration,
  FunctionExpression,
  MemberExpression,
  Pattern,
} from "acorn";

/**
 * Names that code in strict mode uses and declares nowhere around their use, in the order of their first use: `this` where no
 * function gives it a meaning, and `import`, among them. What a compiled notebook cell calls `exports.limit` is `limit`.
 * @param tree of the code, as acorn parses it.
 */
export function outerNames(tree: AnyNode): readonly string[] {
  const found = new Set<string>();
  const visit = (node: AnyNode, around: ReadonlySet<string>): void => {
    const name = usedName(node);
    if (name !== undefined && !around.has(name)) found.add(name);
    const own = declaredBy(node);
    const known = own.length === 0 ? around : new Set([...around, ...own]);
    for (const child of isExported(node) ? [node.property] : childrenOf(node)) visit(child, known);
  };
  visit(tree, new Set());
  return [...found];
}

function usedName(node: AnyNode): string | undefined {
  if (node.type === "Identifier") return node.name;
  if (node.type === "ThisExpression") return "this";
  return node.type === "ImportExpression" ? "import" : undefined;
}

function isExported(node: AnyNode): node is MemberExpression {
  return (
    node.type === "MemberExpression" && node.object.type === "Identifier" && node.object.name === "exports"
  );
}

/** Names that are known within `node` and not around it. */
function declaredBy(node: AnyNode): readonly string[] {
  switch (node.type) {
    case "BlockStatement":
    case "StaticBlock":
      return node.body.flatMap(lexicalNames);
    case "SwitchStatement":
      return node.cases.flatMap(({ consequent }) => consequent).flatMap(lexicalNames);
    case "ForStatement":
      return lexicalNames(node.init);
    case "ForInStatement":
    case "ForOfStatement":
      return lexicalNames(node.left);
    case "CatchClause":
      return node.param ? boundNames(node.param) : [];
    case "ClassExpression":
      return node.id ? [node.id.name] : [];
    default:
      return isFunction(node) ? functionNames(node) : [];
  }
}

type FunctionNode = ArrowFunctionExpression | FunctionDeclaration | FunctionExpression;

function isFunction(node: AnyNode): node is FunctionNode {
  return /^(Arrow)?Function/.test(node.type);
}

/** Parameters, what `var` declares anywhere in it, and what every function has but an arrow. */
function functionNames(node: FunctionNode): readonly string[] {
  const own = [...node.params.flatMap(boundNames), ...varNames(node.body)];
  if (node.type === "FunctionExpression" && node.id) own.push(node.id.name);
  return node.type === "ArrowFunctionExpression" ? own : [...own, "this", "arguments"];
}

/** What a statement declares for the block that it stands in. */
function lexicalNames(statement: AnyNode | null | undefined): readonly string[] {
  if (statement?.type === "FunctionDeclaration" || statement?.type === "ClassDeclaration")
    return statement.id ? [statement.id.name] : [];
  return statement?.type === "VariableDeclaration" && statement.kind !== "var"
    ? statement.declarations.flatMap(({ id }) => boundNames(id))
    : [];
}

function varNames(node: AnyNode): readonly string[] {
  if (isFunction(node)) return [];
  const own =
    node.type === "VariableDeclaration" && node.kind === "var"
      ? node.declarations.flatMap(({ id }) => boundNames(id))
      : [];
  return [...own, ...childrenOf(node).flatMap(varNames)];
}

/** Names that a pattern binds, as `{ a, b: [c, ...d] }` does a, c and d. */
function boundNames(pattern: Pattern): readonly string[] {
  switch (pattern.type) {
    case "Identifier":
      return [pattern.name];
    case "AssignmentPattern":
      return boundNames(pattern.left);
    case "RestElement":
      return boundNames(pattern.argument);
    case "ArrayPattern":
      return pattern.elements.flatMap((element) => (element === null ? [] : boundNames(element)));
    case "ObjectPattern":
      return pattern.properties.flatMap((part) =>
        boundNames(part.type === "RestElement" ? part : part.value),
      );
    default:
      return [];
  }
}

/** The nodes within a node, but for names that stand for no variable: keys, members, labels. */
function childrenOf(node: AnyNode): readonly AnyNode[] {
  return Object.entries(node).flatMap(([key, value]) =>
    isPlainName(node, key) ? [] : [value].flat().filter(isNode),
  );
}

function isPlainName(node: AnyNode, key: string): boolean {
  if (key === "label" || node.type === "MetaProperty") return true;
  const isName = node.type === "MemberExpression" ? key === "property" : key === "key";
  return isName && "computed" in node && !node.computed;
}

function isNode(value: unknown): value is AnyNode {
  return typeof value === "object" && value !== null && typeof (value as AnyNode).type === "string";
}
