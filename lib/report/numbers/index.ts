import type { NumberDefinition } from "../definitions.js";
import { mm1ResponseTimeAt80Percent } from "./mm1-response-time-at-80-percent.js";

/** Every number that prose may quote. */
export const numbers: readonly NumberDefinition[] = Object.freeze([mm1ResponseTimeAt80Percent]);
