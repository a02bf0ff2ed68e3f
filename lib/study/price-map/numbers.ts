import type { NumberDefinition } from "../../report/index.js";
import { SINGLE_SIZE } from "../shared/sizes.js";
import { MAP_INPUTS, type MapCosts, mapCosts } from "./costs.js";

const TIME_SCALE = 10;
const at = (data: Parameters<typeof mapCosts>[0]): MapCosts => {
  const costs = mapCosts(data).get(TIME_SCALE);
  if (costs === undefined) throw new RangeError(`the map must hold time scale ${TIME_SCALE}`);
  return costs;
};

/** From which price on the whole fleet is cheapest, and what scaling saves. */
export const priceMapNumbers: readonly NumberDefinition[] = [
  {
    id: "price-map-whole-fleet-among-static",
    title: `price from which on the whole fleet is the cheapest of all fixed fleets, N = ${SINGLE_SIZE}`,
    inputs: MAP_INPUTS,
    format: { style: "significant", digits: 2 },
    value: (data) => at(data).wholeFleetFrom,
  },
  ...(["1", "4", "N"] as const).map(
    (step): NumberDefinition => ({
      id: `price-map-pays-up-to-${step.toLowerCase()}`,
      title: `price up to which staffing with up to ${step} containers a step costs less than the best fixed fleet, N = ${SINGLE_SIZE}`,
      inputs: MAP_INPUTS,
      format: { digits: 0 },
      value: (data) => at(data).paysAt(step)?.[1] ?? Number.NaN,
    }),
  ),
  ...[0.3, 1].map(
    (price): NumberDefinition => ({
      id: `price-map-saving-${String(price).replace(".", "-")}`,
      title: `saved by staffing with one container a step against the best fixed fleet at a price of ${price}, N = ${SINGLE_SIZE}`,
      inputs: MAP_INPUTS,
      format: { style: "percent", digits: 1 },
      value: (data) => at(data).saving("1", "static", price),
    }),
  ),
];
