import { spawn } from "node:child_process";
import fs from "node:fs";
import path from "node:path";
import { knownCause, SetupProblem } from "./problem.mjs";

const running = new Map();

/**
 * Ctrl-C and a termination end every command that still runs, then this process. They end at once, so that a new
 * set-up doesn't meet their leftovers at work; only one marked `gentle` is asked, and may finish what it must.
 */
export function endCommandsOnSignal() {
  for (const [signal, code] of [
    ["SIGINT", 130],
    ["SIGTERM", 143],
  ]) {
    process.on(signal, () => {
      for (const [child, endSignal] of running) signalGroup(child, endSignal);
      console.error("\nsetup: stopped; run it again to go on.");
      process.exit(code);
    });
  }
}

/**
 * Runs a command without a shell or standard input and resolves to `{ code, output }`, with everything it printed.
 * A command that can't be started, or that runs past `timeoutMs`, resolves with code -1.
 */
export function runCommand(command, args, { cwd, env, timeoutMs, giveUpWhen, gentle } = {}) {
  return new Promise((resolve) => {
    const child = spawn(command, args, { cwd, env, stdio: ["ignore", "pipe", "pipe"], detached: true });
    let output = "";
    const collect = (chunk) => {
      output += chunk;
    };
    child.stdout.setEncoding("utf8").on("data", collect);
    child.stderr.setEncoding("utf8").on("data", collect);

    // The command gets a process group of its own, so that what it started ends with it.
    const end = (reason) => {
      output += `\n${reason}\n`;
      signalGroup(child, "SIGKILL");
    };
    const timers = [];
    if (timeoutMs) timers.push(setTimeout(() => end(`timed out after ${timeoutMs / 1000} s`), timeoutMs));
    if (giveUpWhen) {
      timers.push(
        setInterval(() => {
          const reason = giveUpWhen();
          if (reason) end(reason);
        }, 500),
      );
    }
    running.set(child, gentle ? "SIGTERM" : "SIGKILL");

    const finish = (code) => {
      for (const timer of timers) clearTimeout(timer);
      running.delete(child);
      resolve({ code, output });
    };
    child.once("error", (error) => {
      output += `\n${error.message}\n`;
      finish(-1);
    });
    child.once("close", (code) => finish(code ?? -1));
  });
}

function signalGroup(child, signal) {
  try {
    process.kill(-child.pid, signal);
  } catch {
    // Already gone.
  }
}

/**
 * Runs a command that must succeed; its output is kept in `<logs>/<name>.log`.
 * `source` says what it fetches from; without it, a failure is never put down to the network.
 */
export async function runOrExplain(command, args, { name, logs, source, ...options }) {
  const { code, output } = await runCommand(command, args, options);
  const log = writeLog(logs, name, output);
  if (code === 0) return output;
  const cause = knownCause(output, source) ?? `it failed with exit code ${code}: ${tellingLine(output)}`;
  throw new SetupProblem(`${name}: ${cause}${log ? ` (details: ${log})` : ""}`);
}

function writeLog(logs, name, output) {
  const file = path.join(logs, `${name.replace(/\W+/g, "-").toLowerCase()}.log`);
  try {
    fs.mkdirSync(logs, { recursive: true });
    fs.writeFileSync(file, output);
    return path.relative(process.cwd(), file);
  } catch {
    return undefined; // A full disk must not hide what went wrong.
  }
}

/** The first line that speaks of an error and says more than a code, or else the last line. */
function tellingLine(output) {
  const lines = output.split("\n").map((line) => line.trim());
  const telling = lines.find(
    (line) => /error|fatal/i.test(line) && line.length > 30 && !/(code|errno|syscall) \S+$/.test(line),
  );
  const line = telling ?? lines.filter((candidate) => candidate !== "").at(-1);
  return line?.slice(0, 200) ?? "it printed nothing";
}
