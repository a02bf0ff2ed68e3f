import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import {
  chmodSync,
  cpSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, dirname, join, resolve } from "node:path";
import { test } from "node:test";
import { Engine } from "../../lib/cluster/docker/index.js";
import { guideParts } from "./guide-parts.js";

const root = resolve(__dirname, "../..");
const ENGINE = "a container engine";
/** Longest that a block of commands may take, in ms: guides answer at once. */
const PATIENCE = 300_000;

/** A workspace of its own for a guide's commands: with the committed data, and `npx fleetlab` as this checkout has it. */
function guideWorkspace(): { readonly folder: string; readonly path: string } {
  const folder = mkdtempSync(join(tmpdir(), "fleetlab-test-guide-"));
  for (const name of ["package.json", "data", "figures"])
    cpSync(join(root, name), join(folder, name), { recursive: true });
  const bin = join(folder, ".bin");
  mkdirSync(bin);
  const program = join(root, "lib/bin/fleetlab.js");
  writeFileSync(
    join(bin, "npx"),
    `#!/bin/sh\n[ "$1" = fleetlab ] || exit 97\nshift\nexec "${process.execPath}" "${program}" "$@"\n`,
  );
  chmodSync(join(bin, "npx"), 0o755);
  return { folder, path: [bin, process.env.PATH].join(delimiter) };
}

/** Whether a container engine answers; where one is required, as in CI, its absence is a failure. */
async function hasEngine(): Promise<boolean> {
  try {
    await Engine.connect();
    return true;
  } catch (error) {
    if (process.env.FLEETLAB_REQUIRE_DOCKER === "1") throw error;
    return false;
  }
}

function run(text: string, { folder, path }: ReturnType<typeof guideWorkspace>) {
  return new Promise<{ readonly code: number | null; readonly said: string }>((done) => {
    const env = { ...process.env, PATH: path, FLEETLAB_BUDGET: "paper" };
    const child = spawn("bash", ["-euo", "pipefail", "-c", text], { cwd: folder, env, timeout: PATIENCE });
    let said = "";
    for (const stream of [child.stdout, child.stderr])
      stream.on("data", (chunk) => {
        said += chunk;
      });
    child.once("close", (code) => done({ code, said }));
  });
}

test("a guide's parts are its files and its commands, with what these need", () => {
  const text = `Say:\n\n\`\`\`json\n{}\n\`\`\`\n\nKept as \`a.json\`, it\n\n\`\`\`sh\n# needs ${ENGINE}\nnpx fleetlab\n\`\`\`\n\n\`\`\`js\n1;\n\`\`\`\n`;
  assert.deepEqual(guideParts(text), [
    { kind: "file", name: "a.json", text: "{}\n" },
    { kind: "commands", line: 9, text: `# needs ${ENGINE}\nnpx fleetlab\n`, needs: ENGINE },
  ]);
});

for (const name of readdirSync(join(root, "docs")).filter((file) => file.endsWith(".md"))) {
  const parts = guideParts(readFileSync(join(root, "docs", name), "utf8"));
  if (!parts.some(({ kind }) => kind === "commands")) continue;
  test(`the commands of docs/${name} do what they say`, async (context) => {
    const place = guideWorkspace();
    context.after(() => rmSync(place.folder, { recursive: true, force: true }));
    for (const part of parts) {
      if (part.kind === "file") {
        mkdirSync(dirname(join(place.folder, part.name)), { recursive: true });
        writeFileSync(join(place.folder, part.name), part.text);
        continue;
      }
      if (part.needs !== undefined && !(part.needs === ENGINE && (await hasEngine()))) {
        context.diagnostic(`docs/${name}, line ${part.line}: left out, as it needs ${part.needs}`);
        continue;
      }
      const { code, said } = await run(part.text, place);
      assert.equal(code, 0, `docs/${name}, line ${part.line}: exit ${code}\n${part.text}\n${said}`);
    }
  });
}
