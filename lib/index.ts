import { tellEdits } from "./files/index.js";

export * as docker from "./cluster/docker/index.js";
export * as cluster from "./cluster/index.js";
export * as control from "./control/index.js";
export * as data from "./data/index.js";
export * as evaluation from "./evaluation/index.js";
export * as own from "./own/index.js";
export * as ppo from "./ppo/index.js";
export * as queueing from "./queueing/index.js";
export * as random from "./random/index.js";
export * as report from "./report/index.js";
export * as statistics from "./statistics/index.js";
export * as study from "./study/index.js";
export * as workload from "./workload/index.js";

tellEdits();
