import { type ChildProcess, spawn } from "node:child_process";
import { existsSync } from "node:fs";
import { constants, setPriority } from "node:os";
import { basename, dirname, join, resolve } from "node:path";
import type { Duplex } from "node:stream";
import { InputError } from "../../../check/index.js";
import { untilAborted } from "../until-aborted.js";

/** How requests are sent: each when it is due (open loop), or by users who wait for their answers (closed loop). */
export type LoadMode = "rate" | "users";

/** Locust's files lie with the sources, also when this runs compiled. */
const LIBRARY = sourcesOf(resolve(__dirname, "../../.."));
const FILES = join(LIBRARY, "cluster", "docker", "load", "locust");
/** The program that the set-up puts into the workspace's Python environment. */
const LOCUST = join(dirname(LIBRARY), ".venv", "bin", "locust");
/** Longest start in s. */
const START_TIMEOUT = 60;

/**
 * Locust as a child process with a channel of lines. It ends when this process ends, however that comes about: it sees the
 * channel close.
 */
export class LocustProcess {
  readonly #child: ChildProcess;
  readonly #channel: Duplex;
  readonly #died = new AbortController();
  readonly #exited: Promise<void>;
  #version = "";
  #errors = "";
  #isClosing = false;

  /** @param onLine called with every line that Locust writes to the channel. */
  private constructor(
    program: string,
    mode: LoadMode,
    private readonly onLine: (line: string) => void,
  ) {
    const file = join(FILES, `${mode}.py`);
    const users = mode === "rate" ? ["--users", "1", "--spawn-rate", "1"] : [];
    this.#child = spawn(
      program,
      ["--headless", "--only-summary", "--loglevel", "ERROR", "--locustfile", file, ...users],
      {
        stdio: ["ignore", "ignore", "pipe", "pipe"],
        env: { ...process.env, PYTHONDONTWRITEBYTECODE: "1" },
      },
    );
    this.#channel = this.#child.stdio[3] as Duplex;
    this.#readLines();
    this.#child.stderr?.setEncoding("utf8").on("data", (text: string) => {
      this.#errors = (this.#errors + text).slice(-4000);
    });
    this.#exited = new Promise((resolve) => {
      this.#child.on("error", (error) => {
        this.#fail(error.message);
        resolve();
      });
      this.#child.on("close", (code, signal) => {
        this.#fail(signal === null ? `exit code ${code}` : `signal ${signal}`);
        resolve();
      });
    });
  }

  /**
   * Starts Locust and waits until it runs.
   * @throws InputError where it isn't installed or doesn't start.
   */
  static async start(
    mode: LoadMode,
    onLine: (line: string) => void,
    program: string = LOCUST,
  ): Promise<LocustProcess> {
    if (!existsSync(program))
      throw new InputError(`Locust isn't installed at ${program}: run npm run setup, which puts it there`);
    let isUp = () => {};
    const up = new Promise<void>((resolve) => {
      isUp = resolve;
    });
    const locust = new LocustProcess(program, mode, (line) => {
      if (!line.startsWith("up ")) return onLine(line);
      locust.#version = line.slice(3);
      isUp();
    });
    const late = setTimeout(
      () => locust.#fail(`it didn't run within ${START_TIMEOUT} s`),
      START_TIMEOUT * 1000,
    );
    try {
      await untilAborted(locust.died, up);
    } catch (error) {
      await locust.close();
      throw error;
    } finally {
      clearTimeout(late);
    }
    locust.#hasten();
    return locust;
  }

  /** Aborted with an InputError as its reason when Locust ends without being asked to. */
  get died(): AbortSignal {
    return this.#died.signal;
  }

  /** Locust's version. */
  get version(): string {
    return this.#version;
  }

  get pid(): number {
    return this.#child.pid as number;
  }

  /** Sends one command. */
  write(command: object): void {
    this.#channel.write(`${JSON.stringify(command)}\n`);
  }

  /** Ends Locust and waits for it. A second call does nothing. */
  async close(): Promise<void> {
    this.#isClosing = true;
    this.#channel.destroy();
    this.#child.kill("SIGKILL");
    await this.#exited;
  }

  /** Requests are to leave on time while containers keep the machine busy; without the right to it, they leave as they can. */
  #hasten(): void {
    try {
      setPriority(this.pid, constants.priority.PRIORITY_HIGH);
    } catch {}
  }

  #readLines(): void {
    let rest = "";
    this.#channel.setEncoding("utf8");
    this.#channel.on("data", (text: string) => {
      const lines = (rest + text).split("\n");
      rest = lines.pop() as string;
      for (const line of lines) this.onLine(line);
    });
    // It breaks when Locust dies: its exit says more.
    this.#channel.on("error", () => {});
  }

  #fail(how: string): void {
    if (this.#isClosing || this.died.aborted) return;
    const said = this.#errors.trim().split("\n").at(-1);
    this.#died.abort(
      new InputError(
        `Locust ended by itself (${how}${said ? `: ${said}` : ""}): no requests are sent any more; start the run again`,
      ),
    );
  }
}

function sourcesOf(library: string): string {
  return basename(library) === "dist" ? dirname(library) : library;
}
