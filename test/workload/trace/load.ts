import assert from "node:assert/strict";
import { mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { InputError } from "../../../lib/check/index.js";
import { type TraceOptions, trace } from "../../../lib/workload/index.js";

const folder = mkdtempSync(join(tmpdir(), "trace-"));

/** A file of these lines, or of this text. */
export function fileOf(name: string, lines: readonly string[] | string): string {
  const path = join(folder, name);
  writeFileSync(path, typeof lines === "string" ? lines : lines.map((line) => `${line}\n`).join(""));
  return path;
}

export interface Asked extends TraceOptions {
  readonly slots?: number;
  readonly slotLength?: number;
  readonly capacity?: number;
  readonly seed?: number;
}

/** Rates of the slots, a second each where nothing else is said, without pressing time. */
export function rates({ slots = 3, slotLength = 1, capacity = 40, seed = 1, ...options }: Asked): number[] {
  const load = trace({ press: 1, ...options });
  return Array.from(load.trace({ seed, capacity, slots, slotLength, timeScale: 7 }));
}

/** That something is refused with one line that says all this. */
export function refuses(call: () => unknown, ...parts: readonly RegExp[]): void {
  assert.throws(call, (error: Error) => {
    assert.ok(error instanceof InputError, String(error));
    assert.ok(!error.message.includes("\n"), error.message);
    for (const part of parts) assert.match(error.message, part);
    return true;
  });
}
