import { z } from "zod";
import { InputError, requireInteger } from "../../check/index.js";
import type { PartKind } from "../parts/registry.js";
import type { Tensor, TensorFlow } from "../tensorflow.js";
import type { Head, HeadNeeds } from "./contract.js";

const LOG_ROOT_TWO_PI = 0.5 * Math.log(2 * Math.PI);
const LOG_DEVIATION = "head/log-deviation";

/** Deviations of routing weights: where they start, and whether all weights have one in common. */
export const WEIGHT_SETTINGS = {
  logStdInit: z.number().default(0),
  sharedDeviation: z.boolean().optional(),
};

const SETTINGS = { ...WEIGHT_SETTINGS, scaleLogStdInit: z.number().optional() };

/** The Gaussian head in a configuration: routing weights and, last, the scale entry, whose deviation may start elsewhere. */
export const gaussianBoxKind: PartKind<HeadNeeds, Head, typeof SETTINGS> = {
  kind: "gaussian-box",
  settings: SETTINGS,
  make({ logStdInit, scaleLogStdInit, sharedDeviation = false }, { actionLength, choice }) {
    if (choice !== undefined)
      throw new InputError(
        `policy.head gaussian-box draws numbers of any size, but encoding.scale ${choice.of} reads the number of a choice: choose a head that makes one`,
      );
    return gaussianBox(actionLength, {
      logStdInit,
      lastLogStdInit: scaleLogStdInit,
      sharedEntries: sharedDeviation ? actionLength - 1 : 0,
    });
  },
};

/** Deviations of a Gaussian head. */
export interface GaussianOptions {
  /** ln sigma at the start; default 0. */
  readonly logStdInit?: number | undefined;
  /** That of the last entry; default: as the others. */
  readonly lastLogStdInit?: number | undefined;
  /** So many of the first entries have one deviation in common; default: each has its own. */
  readonly sharedEntries?: number | undefined;
}

/**
 * A diagonal Gaussian over action vectors a of length A: means are the network's outputs, deviations free parameters that
 * don't depend on the observation,
 *
 *   ln p(a) = sum over i of -((a_i - mu_i)/sigma_i)^2 / 2 - ln sigma_i - ln(2 pi)/2,   H = sum of ln sigma_i + ln(2 pi e)/2.
 *
 * and with deviations that are the same in every row, between p = N(mu, sigma) and q = N(nu, tau),
 *
 *   KL(p, q) = sum over i of ln(tau_i / sigma_i) + (sigma_i^2 + (mu_i - nu_i)^2) / (2 tau_i^2) - 1/2      (Eq. ppo.gaussian-divergence)
 *
 * Actions aren't cut to the box here: what receives them cuts, and the density is that of the vector as drawn.
 * @example
 * const head = ppo.gaussianBox(6);
 * [head.actionLength, head.outputLength]; // -> [6, 6]
 */
export function gaussianBox(actionLength: number, options: GaussianOptions = {}): Head {
  const { logStdInit = 0, lastLogStdInit = logStdInit, sharedEntries = 0 } = options;
  requireInteger("actionLength", actionLength, 1);
  requireInteger("sharedEntries", sharedEntries, 0, actionLength);
  const alike = Math.max(sharedEntries - 1, 0);
  /** Number of entry i's deviation among the parameters. */
  const own = (i: number) => Math.max(i - alike, 0);
  const deviations = new Float64Array(actionLength);
  return {
    actionLength,
    outputLength: actionLength,
    parameters: [
      {
        name: LOG_DEVIATION,
        shape: [actionLength - alike],
        initialize(values) {
          values.fill(logStdInit);
          values[values.length - 1] = lastLogStdInit;
        },
      },
    ],
    sample(parameters, means, rows, random, actions, logProbabilities) {
      const logDeviations = parameters.array(LOG_DEVIATION);
      for (let i = 0; i < actionLength; i++) deviations[i] = Math.exp(logDeviations[own(i)]);
      for (let row = 0; row < rows; row++) {
        let sum = 0;
        for (let i = 0; i < actionLength; i++) {
          const k = row * actionLength + i;
          const deviation = deviations[i];
          actions[k] = means[k] + deviation * random.normal();
          // From the action as it is kept, in single precision: then the ratio of the first update is 1.
          const standard = (actions[k] - means[k]) / deviation;
          sum -= 0.5 * standard * standard + logDeviations[own(i)] + LOG_ROOT_TWO_PI;
        }
        logProbabilities[row] = sum;
      }
    },
    mode(means, rows, actions) {
      for (let k = 0; k < rows * actionLength; k++) actions[k] = means[k];
    },
    logProbabilities(tf, parameters, means, actions) {
      const logDeviation = eachDeviation(tf, parameters[LOG_DEVIATION], alike);
      const standard = tf.div(tf.sub(actions, means), tf.exp(logDeviation));
      const densities = tf.sub(tf.mul(tf.square(standard), -0.5), tf.add(logDeviation, LOG_ROOT_TWO_PI));
      return tf.sum(densities, 1);
    },
    entropies(tf, parameters, means) {
      const entropy = tf.sum(
        tf.add(eachDeviation(tf, parameters[LOG_DEVIATION], alike), LOG_ROOT_TWO_PI + 0.5),
      );
      return tf.mul(tf.ones([means.shape[0]]), entropy);
    },
    divergence(p, q, rows) {
      const [logSigma, logTau] = [p.parameters.array(LOG_DEVIATION), q.parameters.array(LOG_DEVIATION)];
      let sum = 0;
      for (let i = 0; i < actionLength; i++) {
        const j = own(i);
        const variance = Math.exp(2 * logSigma[j]);
        const precision = Math.exp(-2 * logTau[j]);
        sum += rows * (logTau[j] - logSigma[j] + 0.5 * (variance * precision - 1));
        for (let k = i; k < rows * actionLength; k += actionLength)
          sum += 0.5 * precision * (p.outputs[k] - q.outputs[k]) ** 2;
      }
      return sum / rows;
    },
    exploration(parameters) {
      const logDeviations = parameters.array(LOG_DEVIATION);
      let sum = 0;
      for (let i = 0; i < actionLength; i++) sum += Math.exp(logDeviations[own(i)]);
      return sum / actionLength;
    },
  };
}

/** Deviations entry by entry, where `alike` entries have that of the first, too: it stands there once. */
function eachDeviation(tf: TensorFlow, logDeviations: Tensor, alike: number): Tensor {
  if (alike === 0) return logDeviations;
  return tf.concat([tf.mul(tf.slice(logDeviations, [0], [1]), tf.ones([alike])), logDeviations]);
}
