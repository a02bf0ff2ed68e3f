export {
  type NumberParameter,
  type Parameter,
  type ParameterTable,
  type ParameterValues,
  parameterValues,
  type SearchRange,
  type SwitchParameter,
} from "../check/index.js";
export {
  BASE_STOCK,
  type BaseStockMemory,
  type BaseStockSettings,
  baseStock,
  baseStockFleet,
} from "./base-stock.js";
export { namedConfigurations, routerFamilies, scalingFamilies } from "./built-in.js";
export { commandForCapacity, squareRootFleet } from "./capacity-command.js";
export { type Composition, commonParameters, composeController } from "./compose.js";
export * from "./contract.js";
export { controllerByText, controllerText, parsedControllerText } from "./controller-text.js";
export { type RouterFamily, routerFamily, type ScalingFamily, scalingFamily } from "./families.js";
export { type HoltState, holtStep, smoothingGain } from "./holt.js";
export * as horizontalPodAutoscaler from "./horizontal-pod-autoscaler.js";
export { type HpaMemory, hpa } from "./hpa.js";
export * as knativePodAutoscaler from "./knative-pod-autoscaler.js";
export { type KpaMemory, kpa } from "./kpa.js";
export { type NewsvendorMemory, newsvendor } from "./newsvendor.js";
export { type OwnRule, type OwnRuleDefinition, ownRule } from "./own-rule.js";
export { pickContainers } from "./pick.js";
export { type PidMemory, pid } from "./pid.js";
export { type RandomMemory, randomScaling } from "./random.js";
export {
  type ConfiguredController,
  controllerNames,
  controllerParameters,
  controllerSources,
  createController,
  isRule,
} from "./registry.js";
export { capacityRouter, leastConnections, leastQueue, powerOfTwo, roundRobin } from "./routers.js";
export { isDue, nextDue } from "./schedule.js";
export { largestWithin, type SlidingMaximum, withValue } from "./sliding-maximum.js";
export { type SquareRootMemory, squareRoot } from "./square-root.js";
export { type StaffingMemory, staffing } from "./staffing.js";
export { startFleet } from "./start-fleet.js";
export { fixedFleet } from "./static.js";
export { type ThresholdMemory, threshold } from "./threshold.js";
export { equalizingShares } from "./water-filling.js";
export { type NamedConfiguration, writeupPid, writeupThreshold } from "./writeup.js";
