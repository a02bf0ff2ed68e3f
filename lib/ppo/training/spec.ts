import { z } from "zod";
import { clusterSpec } from "../../cluster/index.js";

const KEYS = [
  ...Object.keys(clusterSpec({ size: 1 })).filter((key) => key !== "initialFleet"),
  "largestWeight",
];

/** A spec in a configuration: what `clusterSpec` takes, but for sizes, which the configuration has. */
export const trainingSpec = z.record(z.string(), z.unknown()).superRefine((value, context) => {
  const unknown = Object.keys(value).find((key) => !KEYS.includes(key));
  if (unknown !== undefined) context.addIssue(`unknown key ${unknown}; known: ${KEYS.join(", ")}`);
  else
    try {
      clusterSpec({ ...(Object.hasOwn(value, "containers") ? {} : { size: 1 }), ...value });
    } catch (error) {
      context.addIssue((error as Error).message);
    }
});
