import assert from "node:assert/strict";
import { type ChildProcess, execFileSync, spawn } from "node:child_process";
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { type AddressInfo, createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type TestContext, test } from "node:test";
import { chromium, type Page } from "playwright-core";
import { browserPath } from "../../lib/report/browser.js";
import { ROOT } from "./notebook-files.js";

/** Most time for the whole of it, in ms: on a quiet machine it takes a tenth of that. */
const TIME_LIMIT = 900_000;
const LABORATORY = "11-reward-shaping.ipynb";
const JUPYTER = join(ROOT, ".venv/bin/jupyter-lab");
const OUTPUT = ".jp-NotebookPanel:not(.lm-mod-hidden) .jp-OutputArea-output";
const STDERR = `${OUTPUT}[data-mime-type="application/vnd.jupyter.stderr"]`;

test("in the browser: run all gives table and pictures; an interrupt stops training, and a repeat goes on", {
  timeout: TIME_LIMIT,
}, async (context) => {
  const browser = browserPath();
  const missing =
    browser === undefined
      ? "no chromium on PATH or in FLEETLAB_CHROMIUM"
      : existsSync(JUPYTER)
        ? undefined
        : "no JupyterLab in .venv: npm run setup";
  if (missing !== undefined) {
    // In CI everything must be there.
    assert.notEqual(process.env.FLEETLAB_REQUIRE_DOCKER, "1", missing);
    return context.skip(missing);
  }
  const root = workspaceWithCopies();
  const { url, server } = await startLab(context, root);
  const chrome = await chromium.launch({
    executablePath: browser as string,
    args: process.getuid?.() === 0 ? ["--no-sandbox"] : [],
  });
  context.after(() => chrome.close());
  const page = await chrome.newPage({ viewport: { width: 1400, height: 1000 } });
  page.setDefaultTimeout(TIME_LIMIT);

  await openNotebook(page, url, LABORATORY);
  await choose(page, "Run", "Run All Cells");
  await page.locator(`${OUTPUT} table`, { hasText: "Served per container-second" }).first().waitFor();
  await page.locator(`${OUTPUT} img`).first().waitFor();
  await page.locator(OUTPUT, { hasText: "What a weight is." }).waitFor();
  assert.ok((await page.locator(`${OUTPUT} img`).count()) >= 3, "the pictures are drawn");
  assert.equal(await page.locator(STDERR).count(), 0, "no cell fails");
  await screenshot(page, "all");

  await openNotebook(page, url, "longer.ipynb");
  await choose(page, "Run", "Run All Cells");
  const finished = await finishedRuns(page, 2);
  await choose(page, "Kernel", "Interrupt Kernel");
  await page.locator(STDERR, { hasText: "Interrupted" }).waitFor();
  await noWorkersUnder(server);
  await screenshot(page, "interrupted");
  await choose(page, "Run", "Run All Cells");
  await page.locator(STDERR).waitFor({ state: "detached" });
  // What it shows first is what was finished; then it goes on.
  const again = await finishedRuns(page, finished);
  await finishedRuns(page, again + 1);
  assert.ok(workersUnder(server).length > 0);
  await choose(page, "Kernel", "Interrupt Kernel");
  await page.locator(STDERR, { hasText: "Interrupted" }).waitFor();
});

/** A workspace in a temporary folder with the laboratory, and a longer one that ends with its comparison: both without outputs. */
function workspaceWithCopies(): string {
  const root = mkdtempSync(join(tmpdir(), "fleetlab-lab-"));
  writeFileSync(join(root, "package.json"), JSON.stringify({ name: "fleetlab-workspace", private: true }));
  for (const name of ["node_modules", "data"]) symlinkSync(join(ROOT, name), join(root, name));
  mkdirSync(join(root, "notebooks"));
  const laboratory = JSON.parse(readFileSync(join(ROOT, "notebooks", LABORATORY), "utf8"));
  const cells = (laboratory.cells as { cell_type: string; source: string[] }[]).map((cell) =>
    cell.cell_type === "code" ? { ...cell, outputs: [], execution_count: null } : cell,
  );
  const write = (name: string, kept: typeof cells) =>
    writeFileSync(join(root, "notebooks", name), JSON.stringify({ ...laboratory, cells: kept }));
  write(LABORATORY, cells);
  const call = cells.findIndex(({ source }) => source.join("").includes("evaluation.compareRewards("));
  const longer = cells.slice(0, call + 1).map((cell) => ({
    ...cell,
    source: cell.source.map((line) => line.replace(/smoke: \{ steps: [\d_]+/, "smoke: { steps: 40_000")),
  }));
  assert.ok(longer.some(({ source }) => source.join("").includes("40_000")));
  write("longer.ipynb", longer);
  return root;
}

/** JupyterLab on a free port, with all cells in the page; stopped after the test, and its folder removed. */
async function startLab(context: TestContext, root: string) {
  const settings = join(root, "settings");
  const put = (plugin: string, value: object) => {
    const [folder, file] = plugin.split(":");
    mkdirSync(join(settings, "@jupyterlab", folder), { recursive: true });
    writeFileSync(
      join(settings, "@jupyterlab", folder, `${file}.jupyterlab-settings`),
      JSON.stringify(value),
    );
  };
  put("notebook-extension:tracker", { windowingMode: "none" });
  put("apputils-extension:notification", { fetchNews: "false", checkForUpdates: false });
  const port = await freePort();
  const server = spawn(
    JUPYTER,
    [
      "--no-browser",
      "--allow-root",
      "--ServerApp.ip=127.0.0.1",
      `--ServerApp.port=${port}`,
      "--ServerApp.port_retries=0",
      "--IdentityProvider.token=",
      `--notebook-dir=${join(root, "notebooks")}`,
    ],
    {
      cwd: root,
      stdio: ["ignore", "ignore", "pipe"],
      env: {
        ...process.env,
        FLEETLAB_BUDGET: "smoke",
        HOME: root,
        JUPYTERLAB_SETTINGS_DIR: settings,
        JUPYTER_CONFIG_DIR: join(root, "config"),
        JUPYTER_RUNTIME_DIR: join(root, "runtime"),
      },
    },
  );
  let log = "";
  server.stderr.on("data", (text) => {
    log += text;
  });
  const ended = new Promise((done) => server.once("close", done));
  context.after(async () => {
    server.kill("SIGTERM");
    await ended;
    rmSync(root, { recursive: true, force: true, maxRetries: 10, retryDelay: 200 });
  });
  const url = `http://127.0.0.1:${port}`;
  for (const limit = Date.now() + 60_000; ; await pause(200)) {
    assert.equal(server.exitCode, null, log);
    assert.ok(Date.now() < limit, `JupyterLab doesn't answer: ${log}`);
    const answer = await fetch(`${url}/api`).catch(() => undefined);
    if (answer?.ok) return { url, server };
  }
}

async function openNotebook(page: Page, url: string, name: string): Promise<void> {
  await page.goto(`${url}/lab/workspaces/${name.split(".")[0]}/tree/${name}`);
  await page.locator(".jp-NotebookPanel .jp-CodeCell").first().waitFor();
  await page.getByText("TypeScript | Idle").waitFor();
}

/** Chooses an entry of a menu. */
async function choose(page: Page, menu: string, entry: string): Promise<void> {
  await page.locator(".lm-MenuBar-itemLabel", { hasText: new RegExp(`^${menu}$`) }).click();
  await page.locator(".lm-Menu-itemLabel", { hasText: new RegExp(`^${entry}$`) }).click();
}

/** Waits until the bar of the comparison tells at least so many finished runs; how many it tells. */
async function finishedRuns(page: Page, least: number): Promise<number> {
  for (;;) {
    const texts = await page.locator(OUTPUT).allInnerTexts();
    const told = texts.flatMap((text) => /(\d+) of \d+ runs/.exec(text)?.[1] ?? []);
    if (told.length > 0 && Number(told[0]) >= least) return Number(told[0]);
    await pause(100);
  }
}

/** Processes below `server` that train. */
function workersUnder(server: ChildProcess): readonly string[] {
  const lines = execFileSync("ps", ["-eo", "pid=,ppid=,args="], { encoding: "utf8" }).split("\n");
  const all = lines.map((line) => line.trim().split(/\s+/));
  const below = (pid: string): string[][] =>
    all.filter(([, parent]) => parent === pid).flatMap((child) => [child, ...below(child[0])]);
  return below(String(server.pid))
    .map(([, , ...args]) => args.join(" "))
    .filter((args) => /processes[/\\]worker\.js/.test(args));
}

/** Fails unless they end within seconds: a process that trains stops after its rollout. */
async function noWorkersUnder(server: ChildProcess): Promise<void> {
  const limit = Date.now() + 15_000;
  while (workersUnder(server).length > 0 && Date.now() < limit) await pause(100);
  assert.deepEqual(workersUnder(server), []);
}

/** A picture of the page, where FLEETLAB_SCREENSHOTS names a folder. */
async function screenshot(page: Page, name: string): Promise<void> {
  const folder = process.env.FLEETLAB_SCREENSHOTS;
  if (folder !== undefined) await page.screenshot({ path: join(folder, `${name}.png`) });
}

function freePort(): Promise<number> {
  return new Promise((found) => {
    const server = createServer().listen(0, "127.0.0.1", () => {
      const { port } = server.address() as AddressInfo;
      server.close(() => found(port));
    });
  });
}

function pause(ms: number): Promise<void> {
  return new Promise((wake) => setTimeout(wake, ms));
}
