import { execFileSync } from "node:child_process";
import fs from "node:fs";
import path from "node:path";
import { SyntaxKind } from "@fleetlab/typescript/unstable/ast";
import { API, SymbolFlags } from "@fleetlab/typescript/unstable/sync";
import { remove } from "../setup/files.mjs";

/**
 * What each of some modules of the library exports, as the compiler sees it.
 * @param {string} root folder of the workspace
 * @param {readonly string[]} modules index files, relative to `lib`, as "queueing/index.ts"
 * @returns {Map<string, readonly { name: string, kind: string, file: string, comment: string, code: string }[]>} by module;
 * `name` with its namespace where it has one, `file` relative to `lib`, `code` the declaration without its own comment
 */
export function exportedDeclarations(root, modules) {
  const cache = path.join(root, ".cache");
  fs.mkdirSync(cache, { recursive: true });
  const folder = fs.mkdtempSync(path.join(cache, "declarations-"));
  try {
    emitDeclarations(root, folder);
    return readDeclarations(folder, modules);
  } finally {
    remove(folder);
  }
}

function emitDeclarations(root, folder) {
  const compiler = path.join(root, "node_modules/@fleetlab/typescript/bin/tsc");
  const options = ["--emitDeclarationOnly", "--incremental", "false", "--outDir", folder];
  execFileSync(process.execPath, [compiler, "-p", "lib", ...options], { cwd: root, stdio: "inherit" });
}

function readDeclarations(folder, modules) {
  const config = path.join(folder, "tsconfig.json");
  const compilerOptions = { module: "node16", moduleResolution: "node16", target: "es2022", types: ["node"] };
  fs.writeFileSync(config, JSON.stringify({ compilerOptions, include: ["**/*.d.ts"] }));
  const api = new API({ cwd: folder });
  try {
    const project = api.updateSnapshot({ openProject: config }).getProjects()[0];
    return new Map(
      modules.map((module) => {
        const file = path.join(folder, module.replace(/\.ts$/, ".d.ts"));
        const symbol = project.checker.getSymbolAtLocation(project.program.getSourceFile(file));
        return [module, exportsOf(project, folder, symbol, "")];
      }),
    );
  } finally {
    api.close();
  }
}

/** Exports in alphabetical order, whatever case. */
function exportsOf(project, folder, module, prefix) {
  const { checker } = project;
  return [...checker.getExportsOfModule(module)]
    .sort((a, b) => a.name.localeCompare(b.name, "en"))
    .flatMap((exported) => {
      const symbol = exported.flags & SymbolFlags.Alias ? checker.getAliasedSymbol(exported) : exported;
      const name = prefix + exported.name;
      if (symbol.flags & SymbolFlags.ValueModule) return exportsOf(project, folder, symbol, `${name}.`);
      return declarationOf(project, folder, name, symbol);
    });
}

const KINDS = {
  [SyntaxKind.FunctionDeclaration]: "function",
  [SyntaxKind.ClassDeclaration]: "class",
  [SyntaxKind.InterfaceDeclaration]: "interface",
  [SyntaxKind.TypeAliasDeclaration]: "type",
  [SyntaxKind.VariableDeclaration]: "constant",
};

/** Overloads, and a type of the same name as a value, are one entry. */
function declarationOf(project, folder, name, symbol) {
  const nodes = symbol.declarations.map((handle) => handle.resolve(project));
  const statements = nodes.map((node) =>
    node.kind === SyntaxKind.VariableDeclaration ? node.parent.parent : node,
  );
  const source = nodes[0].getSourceFile();
  const texts = statements.map((node) => ({
    comment:
      /\/\*\*(?:(?!\*\/)[\s\S])*\*\/(?=\s*$)/.exec(source.text.slice(node.pos, node.getStart()))?.[0] ?? "",
    code: source.text.slice(node.getStart(), node.end),
  }));
  return {
    name,
    kind: KINDS[nodes[0].kind],
    file: path.relative(folder, source.fileName).replace(/\.d\.ts$/, ".ts"),
    comment: texts.find(({ comment }) => comment !== "")?.comment ?? "",
    code: texts.map(({ code }) => publicPart(code)).join("\n"),
  };
}

/** A declaration as a caller writes it: no `export`, no private members. */
function publicPart(code) {
  return code
    .replace(/^export (declare )?/, "")
    .replace(/^ {4}(?:\/\*\*(?:(?!\*\/)[\s\S])*\*\/\s*)?(?:#private|private [^;]*);\n/gm, "")
    .replaceAll(/^( {4})+/gm, (indent) => " ".repeat(indent.length / 2));
}
