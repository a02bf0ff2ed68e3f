/** A thread that steps a part of a batch of environments whenever its owner says so; else it waits, without an event loop. */
import { workerData } from "node:worker_threads";
import { receiveDefinitions, sentError } from "../../processes/index.js";
import type { BatchPart, TrainingEnvironment } from "../environment.js";
import { Order, Place, type ThreadStart, waitForChange } from "./orders.js";
import { actionsOf, show } from "./shared-batch.js";

const { source, definitions, part, shared, control, port } = workerData as ThreadStart;
const actions = actionsOf(shared, part);
let environment: TrainingEnvironment | undefined;

for (let done = 0; ; done++) {
  waitForChange(control, Place.given, done);
  try {
    environment ??= madeEnvironment();
    carryOut(environment);
    control[Place.failed] = 0;
  } catch (error) {
    port.postMessage(sentError(error));
    control[Place.failed] = 1;
  }
  Atomics.store(control, Place.done, done + 1);
  Atomics.notify(control, Place.done);
}

function madeEnvironment(): TrainingEnvironment {
  receiveDefinitions(definitions);
  const { module, maker, argument } = source;
  const make: (argument: unknown, part: BatchPart) => TrainingEnvironment = require(module)[maker];
  return make(argument, part);
}

function carryOut(environment: TrainingEnvironment): void {
  const order = control[Place.order];
  if (order === Order.means) {
    port.postMessage(environment.takeMeans());
    return;
  }
  // A seed has 32 bits without a sign.
  if (order === Order.reset) environment.reset(control[Place.seed] >>> 0);
  else environment.step(actions);
  show(shared, part, environment);
}
