import { z } from "zod";
import { type ClusterSpec, clusterSpec, STANDARD_CONTAINER } from "../../cluster/index.js";

/** Where a cluster that is trained on differs from the standard one; its containers are classes, taken in turn. */
export type TrainingSpec = Partial<Omit<ClusterSpec, "initialFleet">>;

const KEYS = Object.keys(clusterSpec({ size: 1 })).filter((key) => key !== "initialFleet");

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

/**
 * The cluster of `size` containers that a configuration trains on.
 * @example
 * ppo.trainedSpec({ spec: { coldStart: 5 } }, 15).containers.length; // -> 15
 */
export function trainedSpec(
  { spec = {} }: { readonly spec?: TrainingSpec | undefined },
  size: number,
): ClusterSpec {
  const { containers: classes = [STANDARD_CONTAINER] } = spec;
  return clusterSpec({
    ...spec,
    containers: Array.from({ length: size }, (_, i) => classes[i % classes.length]),
  });
}
