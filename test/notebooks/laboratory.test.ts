import assert from "node:assert/strict";
import { type ChildProcess, execFileSync, spawn } from "node:child_process";
import {
  cpSync,
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
import { chromium, type Locator, type Page } from "playwright-core";
import { browserPath } from "../../lib/report/browser.js";
import { INDEX, ROOT } from "./notebook-files.js";

/** Most time for the whole of it, in ms: on a quiet machine it takes a tenth of that. */
const TIME_LIMIT = 900_000;
const LABORATORY = "11-reward-shaping.ipynb";
const THEORY = "01-queueing-theory.ipynb";
const SIMULATOR = "02-simulator-against-theory.ipynb";
const LONGER = "longer.ipynb";
const JUPYTER = join(ROOT, ".venv/bin/jupyter-lab");
const PLOTLY_EXTENSION = join(ROOT, ".venv/share/jupyter/labextensions/jupyterlab-plotly");
const NOTEBOOK = ".jp-NotebookPanel:not(.lm-mod-hidden)";
const OUTPUT = `${NOTEBOOK} .jp-OutputArea-output`;
const STDERR = `${OUTPUT}[data-mime-type="application/vnd.jupyter.stderr"]`;

test("in the browser: from the path to a notebook, run by its menu, with figures that answer the mouse; an interrupt stops training, and a repeat goes on", {
  timeout: TIME_LIMIT,
}, async (context) => {
  const browser = browserPath();
  const missing =
    browser === undefined
      ? "no chromium on PATH or in FLEETLAB_CHROMIUM"
      : [JUPYTER, PLOTLY_EXTENSION].every((path) => existsSync(path))
        ? undefined
        : "no JupyterLab with Plotly in .venv: npm run setup";
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
  const page = await chrome.newPage({ viewport: { width: 1400, height: 1000 } });
  page.setDefaultTimeout(TIME_LIMIT);
  context.after(async () => {
    await screenshot(page, "end");
    await chrome.close();
  });

  await page.goto(url);
  await page.locator(NOTEBOOK, { hasText: "The path through the course" }).waitFor();
  await page.getByText("TypeScript | Idle").waitFor();
  await choose(page, "Run", "Run All Cells");
  const link = page.locator(`${OUTPUT} a`, { hasText: "What does queueing theory promise a fleet?" });
  await link.waitFor();
  await page.locator(`${OUTPUT} a`, { hasText: "How much of the fleet does each method need?" }).waitFor();
  assert.equal(await page.getByText("Jupyter news").count(), 0, "nobody is asked about news");
  await screenshot(page, "path");
  await link.click();
  await page.locator(NOTEBOOK, { hasText: "01 · What does queueing theory promise a fleet?" }).waitFor();
  await page.getByText("TypeScript | Idle").waitFor();
  await choose(page, "Run", "Run All Cells");
  await page.locator(OUTPUT, { hasText: "✓ the limit" }).waitFor();
  await page
    .locator(OUTPUT, { hasText: /Response times\. A container fed at random/ })
    .last()
    .waitFor();
  assert.deepEqual(await page.locator(STDERR).allInnerTexts(), [], "no cell fails");
  await hover(page, page.locator(`${NOTEBOOK} .js-plotly-plot`));
  await screenshot(page, "figure");
  await choose(page, "File", "Save Notebook");
  await savedWith(join(root, "lab", THEORY), ["application/vnd.plotly.v1+json", "image/png"]);
  assert.equal(
    readFileSync(join(root, "notebooks", THEORY), "utf8"),
    withoutOutputs(THEORY),
    "the course stays",
  );
  await page
    .locator(`${NOTEBOOK} a`, { hasText: /^02 · / })
    .last()
    .click();
  await page.locator(NOTEBOOK, { hasText: "02 · Is the simulator right?" }).waitFor();

  await page.goto(`${url}/lab/workspaces/own/tree/own/${LONGER}`);
  await page.locator(`${NOTEBOOK} .jp-CodeCell`).first().waitFor();
  await page.getByText("TypeScript | Idle").waitFor();
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

/**
 * A workspace in a temporary folder with the path and two of its notebooks, without outputs, and one of the user's own: the laboratory with
 * longer training, up to its comparison.
 */
function workspaceWithCopies(): string {
  const root = mkdtempSync(join(tmpdir(), "fleetlab-lab-"));
  writeFileSync(join(root, "package.json"), JSON.stringify({ name: "fleetlab-workspace", private: true }));
  for (const name of ["node_modules", "data", ".venv"]) symlinkSync(join(ROOT, name), join(root, name));
  for (const name of ["scripts", "figures"]) cpSync(join(ROOT, name), join(root, name), { recursive: true });
  mkdirSync(join(root, "notebooks"));
  for (const name of [INDEX, THEORY, SIMULATOR])
    writeFileSync(join(root, "notebooks", name), withoutOutputs(name));
  const laboratory = JSON.parse(withoutOutputs(LABORATORY)) as { cells: { source: string[] }[] };
  const call = laboratory.cells.findIndex(({ source }) =>
    source.join("").includes("evaluation.compareRewards("),
  );
  const cells = laboratory.cells.slice(0, call + 1).map((cell) => ({
    ...cell,
    source: cell.source.map((line) =>
      line
        .replace("data.openWorkspace().budget;", '"smoke";')
        .replace(/smoke: \{ steps: [\d_]+/, "smoke: { steps: 40_000"),
    ),
  }));
  assert.ok(cells.some(({ source }) => source.join("").includes("40_000")));
  mkdirSync(join(root, "lab", "own"), { recursive: true });
  writeFileSync(join(root, "lab", "own", LONGER), JSON.stringify({ ...laboratory, cells }));
  return root;
}

/** A notebook of the course as it is before it runs. */
function withoutOutputs(name: string): string {
  const notebook = JSON.parse(readFileSync(join(ROOT, "notebooks", name), "utf8"));
  const cells = (notebook.cells as { cell_type: string }[]).map((cell) =>
    cell.cell_type === "code" ? { ...cell, outputs: [], execution_count: null } : cell,
  );
  return JSON.stringify({ ...notebook, cells });
}

/** The lab on a free port, with all cells in the page; stopped after the test, and its folder removed. */
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
  const port = await freePort();
  const server = spawn(
    process.execPath,
    [
      join(root, "scripts", "lab.mjs"),
      "--no-browser",
      "--ServerApp.ip=127.0.0.1",
      `--ServerApp.port=${port}`,
      "--ServerApp.port_retries=0",
      "--IdentityProvider.token=",
    ],
    {
      cwd: root,
      stdio: ["ignore", "ignore", "pipe"],
      env: {
        ...process.env,
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
  for (const limit = Date.now() + 300_000; ; await pause(200)) {
    assert.equal(server.exitCode, null, log);
    assert.ok(Date.now() < limit, `JupyterLab doesn't answer: ${log}`);
    const answer = await fetch(`${url}/api`).catch(() => undefined);
    if (answer?.ok) return { url, server };
  }
}

/** Chooses an entry of a menu. */
async function choose(page: Page, menu: string, entry: string): Promise<void> {
  await page.locator(".lm-MenuBar-itemLabel", { hasText: new RegExp(`^${menu}$`) }).click();
  await page.locator(".lm-Menu-itemLabel", { hasText: new RegExp(`^${entry}$`) }).click();
}

/** Moves the mouse over a figure until it tells the values of a point. */
async function hover(page: Page, figure: Locator): Promise<void> {
  await figure.scrollIntoViewIfNeeded();
  const area = await figure.locator(".nsewdrag").first().boundingBox();
  assert.ok(area !== null, "the figure has an area to point at");
  const text = figure.locator(".hoverlayer .hovertext").first();
  for (let y = area.y + 3; y < area.y + area.height && !(await text.isVisible()); y += 12) {
    await page.mouse.move(area.x + area.width / 2, y);
    await pause(150);
  }
  assert.match((await text.textContent()) ?? "", /\d/);
}

/** Waits until a notebook was saved in which an output is shown in all these kinds. */
async function savedWith(path: string, kinds: readonly string[]): Promise<void> {
  type Saved = { cells: { outputs?: { data?: object }[] }[] };
  for (;;) {
    const { cells } = JSON.parse(readFileSync(path, "utf8")) as Saved;
    const shown = cells.flatMap(({ outputs = [] }) => outputs.map(({ data = {} }) => Object.keys(data)));
    if (shown.some((found) => kinds.every((kind) => found.includes(kind)))) return;
    await pause(200);
  }
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
