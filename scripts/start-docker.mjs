// Starts this machine's Docker engine: `node scripts/start-docker.mjs`, as root. Does nothing where one answers already.
// Where there's no init system, the engine is started by hand and goes on after this ends.
import { spawn, spawnSync } from "node:child_process";
import fs from "node:fs";
import http from "node:http";
import { setTimeout as sleep } from "node:timers/promises";
import { findCommand } from "./setup/machine.mjs";

const socketPath = "/var/run/docker.sock";
const logFile = process.env.FLEETLAB_DOCKER_LOG ?? "/var/log/dockerd.log";
const patienceSeconds = 60;

function answers() {
  return new Promise((resolve) => {
    const request = http.get({ socketPath, path: "/_ping", timeout: 2000 }, (response) => {
      response.resume();
      resolve(response.statusCode === 200);
    });
    request.on("timeout", () => request.destroy());
    request.on("error", () => resolve(false));
  });
}

function fail(message) {
  console.error(`start-docker: ${message}`);
  process.exit(2);
}

/** The engine by hand: a process of its own session that writes to the log. */
function startByHand(dockerd) {
  const log = fs.openSync(logFile, "a");
  const child = spawn(dockerd, [], { stdio: ["ignore", log, log], detached: true });
  child.unref();
  return () => child.exitCode !== null;
}

async function start() {
  if (await answers()) return "a Docker engine answers already";
  if (process.getuid?.() !== 0)
    fail("only root may start a Docker engine: sudo node scripts/start-docker.mjs");
  const dockerd = findCommand(process.env, "dockerd", "/usr/sbin/dockerd", "/usr/bin/dockerd");
  if (!dockerd) fail("there is no dockerd: apt-get install -y docker.io, then run this again");
  const hasInit = fs.existsSync("/run/systemd/system");
  if (hasInit) spawnSync("systemctl", ["start", "docker"], { stdio: "inherit" });
  const hasEnded = hasInit ? () => false : startByHand(dockerd);
  for (let waited = 0; waited < patienceSeconds; waited += 0.2) {
    if (await answers()) return "a Docker engine was started";
    if (hasEnded()) break;
    await sleep(200);
  }
  const last = fs.existsSync(logFile) ? fs.readFileSync(logFile, "utf8").trim().split("\n").at(-1) : "";
  fail(
    `the engine didn't start${last ? `: ${last}` : ""} (its log: ${hasInit ? "journalctl -u docker" : logFile})`,
  );
}

console.log(`start-docker: ${await start()}`);
