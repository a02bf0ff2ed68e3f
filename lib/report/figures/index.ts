import type { FigureDefinition } from "../definitions.js";
import { mm1ResponseTime } from "./mm1-response-time.js";

/** Every figure of the workspace, in the order in which they are listed. */
export const figures: readonly FigureDefinition[] = Object.freeze([mm1ResponseTime]);
