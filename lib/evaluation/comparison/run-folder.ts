import { existsSync } from "node:fs";
import { join } from "node:path";
import { z } from "zod";
import { bySchema } from "../../check/index.js";
import { stableJson } from "../../data/index.js";
import { codeHash, readJsonFile, sha256, writeFileAtomically } from "../../files/index.js";
import type { TrainingConfig } from "../../ppo/index.js";
import type { MeasuredReference } from "./measure-reference.js";
import { type CurvePoint, curveSchema, measuresSchema, type RunMeasures } from "./measures.js";
import type { EvaluationExtent } from "./plan.js";
import { pointSchema, type ReferencePoint } from "./reference.js";

/** What to do with a damaged file. */
const ADVICE = "delete it, and it is measured again";

/** Digits of a hash in a name. */
const DIGITS = 16;

/** One training run and how it is measured: where both are kept. */
export interface RunFolder {
  /** Hash of configuration, seed and training's code: the folder's name. */
  readonly id: string;
  readonly folder: string;
  /** The trained agent, once training is complete. */
  readonly agentFile: string;
  /** What was measured of it; its name holds a hash of the evaluation and of its code. */
  readonly measuresFile: string;
}

/** The hash of the code that trains, and of the code that measures. */
export interface ComparisonCode {
  readonly training: string;
  readonly measuring: string;
}

/** The code as it is now. */
export function comparisonCode(): ComparisonCode {
  return {
    training: codeHash([join(__dirname, "../../ppo/training/run")]),
    measuring: codeHash([join(__dirname, "job")]),
  };
}

/** Where a run is kept under `folder`. Configurations that differ in nothing share a run. */
export function runFolderOf(
  folder: string,
  run: { readonly config: TrainingConfig; readonly seed: number; readonly evaluation: EvaluationExtent },
  code: ComparisonCode,
): RunFolder {
  const id = hash([run.config, run.seed, code.training]);
  const own = join(folder, id);
  const measured = hash([run.evaluation, code.measuring]);
  return {
    id,
    folder: own,
    agentFile: join(own, "agent.json"),
    measuresFile: join(own, `measures-${measured}.json`),
  };
}

function hash(parts: readonly unknown[]): string {
  return sha256(stableJson(parts)).slice(0, DIGITS);
}

/** What is kept of a finished run. */
export interface FinishedRun {
  readonly measures: RunMeasures;
  readonly curve: readonly CurvePoint[];
}

const schema = z.strictObject({ measures: measuresSchema, curve: curveSchema });

/** A finished run; undefined where it isn't finished. @throws InputError where its file is damaged. */
export function readFinished({ measuresFile }: RunFolder): FinishedRun | undefined {
  if (!existsSync(measuresFile)) return undefined;
  return bySchema(schema, readJsonFile(measuresFile, { advice: ADVICE }), measuresFile, ADVICE);
}

/** Keeps a finished run. */
export function writeFinished({ measuresFile }: RunFolder, run: FinishedRun): void {
  writeFileAtomically(measuresFile, `${JSON.stringify(run)}\n`);
}

/** Where the points of a reference are kept under `folder`. */
export function referenceFile(
  folder: string,
  { world, spec, evaluation, reference }: MeasuredReference,
  code: ComparisonCode,
): { readonly id: string; readonly file: string } {
  const id = hash([world, evaluation, reference, code.measuring, ...(spec === undefined ? [] : [spec])]);
  return { id, file: join(folder, "references", `${id}.json`) };
}

/** Points of a reference; undefined where it isn't measured. @throws InputError where the file is damaged. */
export function readReference(file: string): readonly ReferencePoint[] | undefined {
  if (!existsSync(file)) return undefined;
  return bySchema(z.array(pointSchema), readJsonFile(file, { advice: ADVICE }), file, ADVICE);
}

/** Keeps the points of a reference. */
export function writeReference(file: string, points: readonly ReferencePoint[]): void {
  writeFileAtomically(file, `${JSON.stringify(points)}\n`);
}
