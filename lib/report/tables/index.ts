import type { TableDefinition } from "../definitions.js";
import { singleServerQueues } from "./single-server-queues.js";

/** Every table of the workspace. */
export const tables: readonly TableDefinition[] = Object.freeze([singleServerQueues]);
