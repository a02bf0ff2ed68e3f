import { join } from "node:path";
import type { Budget } from "../../data/budget.js";
import { type EvaluationConfig, evaluationConfig } from "../config.js";
import { evaluate } from "../evaluate.js";
import { simulatedWorld } from "../simulation.js";
import { AGENTS_FOLDER } from "../trained-controllers.js";
import type { Experiment } from "./experiment.js";

/** An experiment that evaluates rules on a simulated cluster: one configuration a budget. */
export function simulatedEvaluation(definition: {
  readonly id: string;
  readonly question: string;
  readonly config: Readonly<Record<Budget, object>>;
  /** Sources its rows depend on, as for `codeHash`; default `RESULT_SOURCES`. */
  readonly codeFolders?: readonly string[];
}): Experiment {
  const { id, question } = definition;
  const file = `evaluation/${id}.csv`;
  return Object.freeze({
    id,
    question,
    file,
    async run({ budget, dataDir, command, date, otherCode, signal, onProgress }) {
      const config: EvaluationConfig = evaluationConfig(definition.config[budget], `experiment ${id}`);
      const { ran } = await evaluate({
        ...simulatedWorld(config, join(dataDir, AGENTS_FOLDER)),
        file: join(dataDir, file),
        manifest: { file: join(dataDir, "manifest.json"), command, date },
        codeFolders: definition.codeFolders,
        otherCode,
        otherRows: otherCode === "keep" ? "keep" : "drop",
        signal,
        onProgress: ({ done, total }) => onProgress?.(done, total),
      });
      return ran;
    },
  } satisfies Experiment);
}
