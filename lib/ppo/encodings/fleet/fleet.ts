import { z } from "zod";
import { type Observation, runningCount } from "../../../cluster/index.js";
import { BASE_STOCK, baseStockFleet, commandForCapacity } from "../../../control/index.js";
import type { Encoding, EncodingNeeds } from "../../encoding.js";
import type { PartKind } from "../../parts/registry.js";
import { featureNames, writeFeatures } from "./features.js";
import { emptyFleet, readFleet } from "./fleet-state.js";
import { copyMemory, type FleetMemory, freshMemory } from "./memory.js";
import { CONTAINER_FEATURES, correctWeights, type FleetRouting, writeContainers } from "./routing.js";

/** What a policy does before it has learned anything. */
export interface FleetPrior {
  /** What a container of distance from base stock's fleet takes off a command's logit; default 1. */
  readonly strength?: number | undefined;
  /** As `BaseStockSettings`, whose defaults they have. */
  readonly safety?: number | undefined;
  readonly priceSafety?: number | undefined;
  readonly peakShare?: number | undefined;
}

/** What the encoding may be told. */
export interface FleetEncodingOptions {
  /** Magnitudes of the commands that can be chosen, ascending: each up and down, and hold beside them. Default: 1 alone. */
  readonly commands?: readonly number[] | undefined;
  /** Null: no command is likelier than another before anything is learned. */
  readonly prior?: FleetPrior | null | undefined;
  /** Whether the policy is shown anything older than the last interval; default: yes. The prior has its look-back in any case. */
  readonly history?: boolean | undefined;
  /** Default: none, every weight is the dispatch's own. */
  readonly routing?: FleetRouting | null | undefined;
}

const SETTINGS = {
  commands: z
    .array(z.int().min(1))
    .min(1)
    .refine((all) => all.every((one, i) => i === 0 || one > all[i - 1]), "commands must ascend")
    .default([1]),
  prior: z
    .strictObject({
      strength: z.number().min(0).default(1),
      safety: z.number().default(BASE_STOCK.safety),
      priceSafety: z.number().min(0).default(BASE_STOCK.priceSafety),
      peakShare: z.number().min(0).max(1).default(BASE_STOCK.peakShare),
    })
    .nullable()
    .prefault({}),
  history: z.boolean().default(true),
  routing: z
    .strictObject({ slots: z.int().min(1), span: z.number().min(1).default(4) })
    .nullable()
    .default(null),
};

/** The encoding in a configuration. */
export const fleetEncodingKind: PartKind<EncodingNeeds, Encoding<FleetMemory>, typeof SETTINGS> = {
  kind: "fleet",
  settings: SETTINGS,
  make: (settings, { size, dispatch }) => ({ ...fleetEncoding({ ...settings, size }), dispatch }),
};

/** Logit of a command that can't be done: it is never drawn. */
const IMPOSSIBLE = -1e4;

/** Of `WINDOWS`, the one that base stock looks back over: 20 steps. */
const LOOK_BACK = 2;

/**
 * Clusters as one policy for every N and every price sees them: features as fractions (`featureNames`) of what is and was, of the
 * episode's price and of the cluster's own settings. It remembers in O(1) a step.
 *
 * An action vector's last number is the choice among 2m + 1 commands, -c_m, ..., -c_1, 0, c_1, ..., c_m. They are numbers of
 * containers and not shares of the largest step k, because a share is a whole number of containers for some k only, and shares of
 * a small k would say the same command several times. So one policy acts at every k: of these commands, those above k can't be
 * chosen, nor those to less than one container or more than N. A command of a few containers more or less than wanted is made
 * good in the next step; for a k of N magnitudes may grow by a factor, as 1, 2, 3, 4, 6, 9, 13, 19.
 *
 * With `routing` an observation begins with blocks of numbers of each container, and an action vector with a correction of each weight
 * (`correctWeights`); a network that is the same for every container reads and writes both. Without it weights are service rates.
 *
 * The last 2m + 1 numbers of an observation are the prior's logits, to be added to the network's (`offsetNetwork`):
 *
 *   -strength |d - c|,   d the command that brings the fleet to base stock's (`baseStockFleet`, P over the last 20 steps).
 *
 * With nothing learned the likeliest command is the `base-stock` rule's. With no prior they are 0, but for commands that can't be done.
 * @example
 * const encoding = ppo.fleetEncoding({ size: 5, commands: [1, 2] });
 * [encoding.choice?.count, encoding.offsets, encoding.actionLength]; // -> [5, 5, 1]
 * const spec = cluster.clusterSpec({ size: 5, initialFleet: 1, largestScaleStep: 2 });
 * const memory = encoding.start({ spec, price: 1 });
 * encoding.action([4], memory).scale; // -> 2
 */
export function fleetEncoding(
  options: FleetEncodingOptions & { readonly size: number },
): Encoding<FleetMemory> {
  const { size, commands: magnitudes = [1], prior = {}, history = true, routing = null } = options;
  const { slots = 0, span = 4 } = routing ?? {};
  if (routing !== null && size > slots)
    throw new RangeError(`size must be at most the model's ${slots} slots, got ${size}`);
  const commands = [...magnitudes.map((one) => -one).reverse(), 0, ...magnitudes];
  const features = { history, wish: prior !== null };
  const containerCount = CONTAINER_FEATURES.length * slots;
  const featureCount = featureNames(features).length;
  const offsetsFrom = containerCount + featureCount;
  const fleet = emptyFleet();
  const weights = new Float64Array(size);
  const strength = prior?.strength ?? 1;
  const {
    safety = BASE_STOCK.safety,
    priceSafety = BASE_STOCK.priceSafety,
    peakShare = BASE_STOCK.peakShare,
  } = prior ?? {};
  /** The command that brings the fleet to base stock's; 0 where nothing has been observed yet. */
  const wish = (observation: Observation, { episode, rates }: FleetMemory): number => {
    if (prior === null || observation.time === 0) return 0;
    const [load, peak] = [size * rates.lag(0), size * rates.largest(LOOK_BACK)];
    const needed = baseStockFleet(load, peak, { price: episode.price, safety, priceSafety, peakShare });
    return commandForCapacity(needed, 0, fleet.capacity / size, observation);
  };
  return {
    observationLength: offsetsFrom + commands.length,
    layout: routing === null ? undefined : { containers: slots, blocks: CONTAINER_FEATURES.length },
    offsets: commands.length,
    isPriced: true,
    actionLength: slots + 1,
    choice: { of: "step", count: commands.length },
    start: freshMemory,
    copy: copyMemory,
    observe(observation, memory, vector) {
      const { spec } = memory.episode;
      readFleet(observation, spec.sla, fleet);
      if (observation.time > 0) {
        memory.rates.add(observation.arrivalRate / fleet.capacity);
        memory.violations.add(fleet.violations);
      }
      const wanted = wish(observation, memory);
      if (routing !== null)
        writeContainers(observation, { sla: spec.sla, capacity: fleet.capacity }, slots, vector);
      writeFeatures(features, observation, fleet, memory, wanted, vector, containerCount);
      const running = runningCount(observation);
      for (let c = 0; c < commands.length; c++) {
        const command = commands[c];
        const reached = running + command;
        const isPossible = Math.abs(command) <= spec.largestScaleStep && reached >= 1 && reached <= size;
        const logit = prior === null ? 0 : 0 - strength * Math.abs(wanted - command);
        vector[offsetsFrom + c] = isPossible ? logit : IMPOSSIBLE;
      }
      return memory;
    },
    action(vector, { serviceRates }) {
      if (routing === null) weights.set(serviceRates);
      else correctWeights(serviceRates, span, vector, weights);
      return { weights, scale: commands[vector[slots]] };
    },
  };
}
