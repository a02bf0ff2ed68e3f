import { type ChildProcess, spawn } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { get } from "node:http";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import type { TestContext } from "node:test";
import { setTimeout as sleep } from "node:timers/promises";

export const ROOT = resolve(__dirname, "../../..");

/** A port of this machine that nothing listens on. */
export function freePort(): Promise<number> {
  return new Promise((resolve) => {
    const server = createServer();
    server.listen(0, "127.0.0.1", () => {
      const { port } = server.address() as { port: number };
      server.close(() => resolve(port));
    });
  });
}

/** A real worker as a plain process, ready to serve. */
export async function startWorker(t: TestContext, meanDemand: number, queueLimit = 32): Promise<number> {
  const port = await freePort();
  const child = spawn(
    process.execPath,
    ["--import", "tsx", join(ROOT, "lib/cluster/docker/worker/main.ts")],
    {
      cwd: ROOT,
      env: {
        ...process.env,
        PORT: String(port),
        QUEUE_LIMIT: String(queueLimit),
        MEAN_DEMAND: String(meanDemand),
      },
      stdio: "ignore",
    },
  );
  t.after(() => end(child));
  while (!(await answers(port, "/healthz"))) await sleep(50);
  return port;
}

/** A real HAProxy in front of the given ports; server k is the k-th. */
export async function startProxy(t: TestContext, ports: readonly number[]): Promise<number> {
  const port = await freePort();
  const folder = mkdtempSync(join(tmpdir(), "fleetlab-load-"));
  const file = join(folder, "haproxy.cfg");
  writeFileSync(
    file,
    `defaults
  mode http
  timeout connect 2s
  timeout client 60s
  timeout server 60s
frontend front
  bind 127.0.0.1:${port}
  default_backend workers
backend workers
  balance roundrobin
  http-response set-header x-server %s
${ports.map((worker, k) => `  server ${k} 127.0.0.1:${worker}`).join("\n")}
`,
  );
  const child = spawn("haproxy", ["-db", "-f", file], { stdio: "ignore" });
  t.after(async () => {
    await end(child);
    rmSync(folder, { recursive: true });
  });
  while (!(await answers(port, "/healthz"))) await sleep(50);
  return port;
}

async function end(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const closed = new Promise((resolve) => child.once("close", resolve));
  child.kill("SIGKILL");
  await closed;
}

function answers(port: number, path: string): Promise<boolean> {
  return new Promise((resolve) => {
    get({ host: "127.0.0.1", port, path, agent: false }, (response) => {
      response.resume();
      resolve(response.statusCode === 200);
    }).on("error", () => resolve(false));
  });
}
