import { join } from "node:path";
import { controllerByText } from "../../control/index.js";
import type { Budget } from "../budget.js";
import { type EvaluationConfig, evaluationConfig } from "../config.js";
import { evaluate } from "../evaluate.js";
import { simulationByName } from "../simulation.js";
import type { Experiment } from "./experiment.js";

/** An experiment that evaluates rules on a simulated cluster: one configuration a budget. */
export function simulatedEvaluation(definition: {
  readonly id: string;
  readonly question: string;
  readonly config: Readonly<Record<Budget, object>>;
}): Experiment {
  const { id, question } = definition;
  const file = `evaluation/${id}.csv`;
  return Object.freeze({
    id,
    question,
    file,
    async run({ budget, dataDir, command, date, signal, onProgress }) {
      const config: EvaluationConfig = evaluationConfig(definition.config[budget], `experiment ${id}`);
      const simulation = simulationByName(config.cluster);
      await evaluate({
        config,
        file: join(dataDir, file),
        workload: (name) => simulation.workload(name),
        spec: ({ size }) => simulation.spec(size),
        openCluster: ({ spec, workload, steps }) =>
          simulation.open({ spec, workload, steps, price: config.price }),
        controller: ({ controller }) => controllerByText(controller),
        manifest: { file: join(dataDir, "manifest.json"), command, date },
        // What is committed is dear and stays, marked as made by older code; quick results are made again.
        otherCode: budget === "paper" ? "keep" : "replace",
        signal,
        onProgress: ({ done, total }) => onProgress?.(done, total),
      });
    },
  } satisfies Experiment);
}
