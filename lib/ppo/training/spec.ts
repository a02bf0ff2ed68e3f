import { z } from "zod";
import { clusterSpec, type SpecChanges, specOfClasses } from "../../cluster/index.js";

const KEYS = [
  ...Object.keys(clusterSpec({ size: 1 })).filter((key) => key !== "initialFleet"),
  "largestWeight",
  "serviceTimes",
];

/** A spec in a configuration: what `clusterSpec` takes, but for sizes, which the configuration has. */
export const trainingSpec = z.record(z.string(), z.unknown()).superRefine((value, context) => {
  const unknown = Object.keys(value).find((key) => !KEYS.includes(key));
  if (unknown !== undefined) context.addIssue(`unknown key ${unknown}; known: ${KEYS.join(", ")}`);
  else
    try {
      specOfClasses(value as SpecChanges, 1);
    } catch (error) {
      context.addIssue((error as Error).message);
    }
});
