import crypto from "node:crypto";
import fs from "node:fs";
import path from "node:path";
import { filesUnder, fingerprint, jsonOf, remove, textOf, writeJson } from "./files.mjs";
import { SetupProblem } from "./problem.mjs";
import { runCommand } from "./run-command.mjs";

const isSource = (name) => name.endsWith(".ts") && !name.endsWith(".d.ts");
const outputFolder = (root) => path.join(root, "lib", "dist");
const stampFile = (root) => path.join(outputFolder(root), "build.json");
const compilerFolder = (root) => path.join(root, "node_modules", "@fleetlab", "typescript");

function librarySources(root) {
  return filesUnder(path.join(root, "lib"), isSource, ["dist", "node_modules"]);
}

/** Changes with any source file's name or content, the compiler's options, and the compiler. */
function inputsOf(root) {
  const settings = ["tsconfig.json", path.join("lib", "tsconfig.json")].map(
    (file) => textOf(path.join(root, file)) ?? "",
  );
  const compiler = jsonOf(path.join(compilerFolder(root), "package.json"))?.version ?? "";
  const sources = librarySources(root).flatMap((file) => [path.relative(root, file), fs.readFileSync(file)]);
  return fingerprint(compiler, ...settings, ...sources);
}

/** Hash of each source by its path under lib: what `editedSources` of the library compares with. */
function sourceHashes(root) {
  const library = path.join(root, "lib");
  return Object.fromEntries(
    librarySources(root).map((file) => [
      path.relative(library, file),
      crypto.createHash("sha256").update(fs.readFileSync(file)).digest("hex"),
    ]),
  );
}

/** Writes what lib/dist was made of, after a build by hand. */
export function stampLibrary(root) {
  writeJson(stampFile(root), { inputs: inputsOf(root), sources: sourceHashes(root) });
}

export const libraryBuild = {
  title: "library compiled (lib/dist)",
  needs: ({ root }) => [{ folder: root, mebibytes: 20 }],

  isDone({ root }) {
    return jsonOf(stampFile(root))?.inputs === inputsOf(root) && compiledFilesExist(root);
  },

  /** Compiles beside lib/dist and swaps the folders, so that a reader finds either the old files or the new ones. */
  async perform({ root, machine }) {
    const library = path.join(root, "lib");
    for (const name of fs.readdirSync(library))
      if (name.startsWith(".dist-")) remove(path.join(library, name));
    const fresh = path.join(library, `.dist-${process.pid}`);
    const before = path.join(library, `.dist-before-${process.pid}`);

    const inputs = inputsOf(root);
    const compiler = path.join(compilerFolder(root), "bin", "tsc");
    const { code, output } = await runCommand(
      process.execPath,
      [compiler, "-p", "lib", "--outDir", fresh, "--pretty", "false"],
      { cwd: root, env: machine.env },
    );
    if (code === 0) writeJson(path.join(fresh, "build.json"), { inputs, sources: sourceHashes(root) });
    if (fs.existsSync(fresh)) {
      if (fs.existsSync(outputFolder(root))) fs.renameSync(outputFolder(root), before);
      fs.renameSync(fresh, outputFolder(root));
      remove(before);
    }
    if (code !== 0) throw new SetupProblem(compilerMessage(output));
  },
};

function compiledFilesExist(root) {
  const library = path.join(root, "lib");
  return librarySources(root).every((file) => {
    const compiled = path.join(outputFolder(root), path.relative(library, file)).replace(/\.ts$/, "");
    return fs.existsSync(`${compiled}.js`) && fs.existsSync(`${compiled}.d.ts`);
  });
}

function compilerMessage(output) {
  const errors = output.split("\n").filter((line) => /error TS\d+/.test(line));
  const first = errors[0] ?? output.trim().split("\n").at(-1) ?? "no message";
  return `the library does not compile: ${errors.length} type error${errors.length === 1 ? "" : "s"}, the first: ${first} (all of them: npm run check)`;
}
