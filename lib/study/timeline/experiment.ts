import { worldByName } from "../../cluster/index.js";
import { controllerByText } from "../../control/index.js";
import { specDescription, specId } from "../../data/index.js";
import { columns, evaluationSeed, experiment, openEvaluated, runEpisode } from "../../evaluation/index.js";

/** One control step. */
const COLUMNS = columns({
  workload: { kind: "text", identity: true },
  controller: { kind: "text", identity: true },
  run: { kind: "integer", identity: true },
  step: { kind: "integer", point: true },
  /** Offered load in containers' worth: arrival rate / service rate of one. */
  offered_load: { kind: "number" },
  /** Containers in each state at the end of the step. */
  starting: { kind: "integer" },
  ready: { kind: "integer" },
  draining: { kind: "integer" },
  requests: { kind: "integer" },
  violations: { kind: "integer" },
});

/** The same at every budget: it takes seconds. */
const CONFIG = Object.freeze({
  workloads: ["constant-0.6", "flash-0.25-0.75"],
  controllers: ["threshold", "pid", "square-root", "writeup-pid"],
  size: 15,
  runs: 5,
  steps: 300,
  seed: 1,
});

/** Step by step, what rules do at a constant load and in a flash crowd. */
export const timeline = experiment({
  id: "timeline",
  question: "When do rules violate the SLA: at the start, when a crowd arrives, or all the time?",
  module: __filename,
  file: "timeline.csv",
  columns: COLUMNS,
  cells: () =>
    CONFIG.workloads.flatMap((workload) =>
      CONFIG.controllers.flatMap((controller) =>
        Array.from({ length: CONFIG.runs }, (_, run) => ({ workload, controller, run })),
      ),
    ),
  async measure({ workload: name, controller, run }, { signal }) {
    const { size, steps, seed } = CONFIG;
    const world = worldByName("sim");
    const spec = world.spec(size);
    const workload = world.workload(name);
    const cluster = await openEvaluated(world, { spec, workload, steps });
    const records = await runEpisode({
      cluster,
      controller: controllerByText(controller),
      seed: evaluationSeed(seed, { workload: name, size, run }),
      steps,
      signal,
    });
    await cluster.close();
    const at = (name: Parameters<typeof records.column>[0], step: number) =>
      records.column(name)[step] as number;
    return Array.from({ length: steps }, (_, step) => ({
      step,
      // Enough for a picture; the whole rate would be most of the file.
      offered_load: Number((at("offeredRate", step) / spec.containers[0].serviceRate).toFixed(4)),
      starting: at("starting", step),
      ready: at("ready", step),
      draining: at("draining", step),
      requests: at("requests", step),
      violations: at("violations", step),
    }));
  },
  describe() {
    const spec = worldByName("sim").spec(CONFIG.size);
    return { seed: CONFIG.seed, config: CONFIG, specs: { [specId(spec)]: specDescription(spec) } };
  },
});

/** Its results, relative to the data folder. */
export const TIMELINE_FILE = timeline.file;
