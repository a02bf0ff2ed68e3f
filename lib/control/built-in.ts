import { baseStock } from "./base-stock.js";
import type { RouterFamily, ScalingFamily } from "./families.js";
import { hpa } from "./hpa.js";
import { kpa } from "./kpa.js";
import { newsvendor } from "./newsvendor.js";
import { pid } from "./pid.js";
import { randomScaling } from "./random.js";
import { capacityRouter, leastConnections, leastQueue, powerOfTwo, roundRobin } from "./routers.js";
import { squareRoot } from "./square-root.js";
import { staffing } from "./staffing.js";
import { fixedFleet } from "./static.js";
import { threshold } from "./threshold.js";
import { type NamedConfiguration, writeupPid, writeupThreshold } from "./writeup.js";

/** Every scaling rule, with its parameters as data. */
export const scalingFamilies: readonly ScalingFamily[] = Object.freeze([
  threshold,
  pid,
  hpa,
  kpa,
  squareRoot,
  staffing,
  newsvendor,
  baseStock,
  fixedFleet,
  randomScaling,
]);

/** Every router, with its parameters as data; the first is the one a bare name means. */
export const routerFamilies: readonly RouterFamily[] = Object.freeze([
  roundRobin,
  capacityRouter,
  leastQueue,
  leastConnections,
  powerOfTwo,
]);

/** Rules with their parameters set, under names of their own. */
export const namedConfigurations: readonly NamedConfiguration[] = Object.freeze([
  writeupThreshold,
  writeupPid,
]);

/** Names of these rules and configurations. */
export function builtInRuleNames(): readonly string[] {
  return [...scalingFamilies, ...namedConfigurations].map((entry) => entry.name);
}
