import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import type { TestContext } from "node:test";
import {
  type Budget,
  machine,
  manifestFile,
  openWorkspace,
  type Workspace,
  writeManifestEntry,
} from "../../lib/data/index.js";
import type { FigureDefinition } from "../../lib/report/index.js";

/** A small workspace in a folder of its own, with the real report's template; gone after the test. */
export function temporaryWorkspace(context: TestContext, budget: Budget = "paper"): Workspace {
  const root = mkdtempSync(join(tmpdir(), "fleetlab-test-report-"));
  context.after(() => rmSync(root, { recursive: true, force: true }));
  const workspace = openWorkspace({ root, budget });
  put(root, "package.json", JSON.stringify({ name: "fleetlab-workspace" }));
  put(root, "lib/package.json", JSON.stringify({ name: "fleetlab", version: "0.1.0" }));
  put(root, "report/source/metadata.json", JSON.stringify({ title: "A title & more", authors: ["Nobody"] }));
  mkdirSync(workspace.dataDir, { recursive: true });
  writeFileSync(join(workspace.dataDir, "loads.csv"), "load,time\n0.5,2\n0.8,5\n");
  cpSync(join(__dirname, "../../report/source/template.tex"), join(workspace.sourceDir, "template.tex"));
  return workspace;
}

/** Writes a file of a workspace, its folders included. */
export function put(root: string, path: string, content: string): void {
  mkdirSync(dirname(join(root, path)), { recursive: true });
  writeFileSync(join(root, path), content);
}

/** Enters loads.csv into the data manifest, as measured by some code. */
export function recordLoads(workspace: Workspace): void {
  const manifest = manifestFile(workspace.dataDir);
  rmSync(manifest, { force: true });
  writeManifestEntry(manifest, join(workspace.dataDir, "loads.csv"), {
    command: "npx fleetlab evaluate",
    date: "2001-01-01T00:00:00Z",
    code: "0123456789ab",
    machine: machine(),
    seed: 7,
    config: {},
    specs: {},
  });
}

/** A figure of the temporary workspace's data. */
export const loadsFigure: FigureDefinition = {
  id: "loads",
  source: "lib/report/figures/loads.ts",
  title: "Times against loads",
  caption: "Time $R$ against load, 100 % measured.",
  size: "half",
  inputs: ["loads.csv"],
  madeBy: "npx fleetlab evaluate",
  draw(data) {
    const rows = data.rows("loads.csv");
    return {
      data: [
        {
          type: "scatter",
          x: rows.map((row) => Number(row.load)),
          y: rows.map((row) => Number(row.time)),
        },
      ],
      layout: { xaxis: { title: "Load" }, yaxis: { title: "Time (s)" } },
    };
  },
};

/** Runs `action` as on a machine without chromium, rsvg-convert, pandoc and LaTeX. */
export async function withoutPrograms<T>(action: () => Promise<T>): Promise<T> {
  const { PATH, FLEETLAB_CHROMIUM } = process.env;
  process.env.PATH = "/nonexistent";
  delete process.env.FLEETLAB_CHROMIUM;
  try {
    return await action();
  } finally {
    process.env.PATH = PATH;
    if (FLEETLAB_CHROMIUM !== undefined) process.env.FLEETLAB_CHROMIUM = FLEETLAB_CHROMIUM;
  }
}
