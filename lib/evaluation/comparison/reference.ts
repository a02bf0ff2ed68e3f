import { z } from "zod";
import { bySchema, InputError } from "../../check/index.js";
import { type Cluster, DEFAULT_PRICE, dispatchedSpec, worldByName } from "../../cluster/index.js";
import { type Controller, controllerByText } from "../../control/index.js";
import { measuredNumber } from "./measures.js";
import type { ComparisonPlan } from "./plan.js";

/** Rules that are drawn into the picture beside the agents, on the same traffic: they need no training. */
export interface Reference {
  /** What it is called in the picture. */
  readonly name: string;
  /** Number of containers that its rules are for. */
  readonly size: number;
  /** Rules as `controllerByText` reads them: settings of one method, say, for several prices of a violation. */
  readonly controllers: readonly string[];
  /**
   * Left out: each rule is a point. Else hindsight: at each of these prices of a violation, in container-seconds, the rule that was
   * the cheapest on half of the episodes, read on the other half, workload by workload.
   */
  readonly prices?: readonly number[] | undefined;
}

/** A point of a reference, measured. */
export interface ReferencePoint {
  /** Name of its reference. */
  readonly reference: string;
  readonly size: number;
  /** The rule, or the price of hindsight. */
  readonly setting: string;
  readonly users_per_container: number;
  readonly sla_violation_rate: number;
  readonly churn_rate: number;
  readonly fleet_share: number;
}

const text = z.string().min(1);
const referenceSchema = z.strictObject({
  name: text,
  size: z.int().min(1),
  controllers: z.array(text).min(1),
  prices: z.array(z.number().positive()).min(1).optional(),
});

export const pointSchema = z.strictObject({
  reference: text,
  size: z.int(),
  setting: text,
  users_per_container: measuredNumber,
  sla_violation_rate: measuredNumber,
  churn_rate: measuredNumber,
  fleet_share: measuredNumber,
});

/**
 * A checked reference.
 * @param source where it comes from, for the message.
 * @throws InputError where it is senseless, or a rule is unknown or can't run on the plan's world.
 */
export async function checkedReference(
  value: unknown,
  plan: Pick<ComparisonPlan, "world" | "spec" | "evaluation">,
  source: string,
): Promise<Reference> {
  const reference = bySchema(referenceSchema, value, source);
  if (reference.prices !== undefined && plan.evaluation.runs < 2)
    throw new InputError(`${source}: hindsight needs two episodes of a workload: raise evaluation.runs`);
  const [workload] = plan.evaluation.workloads;
  for (const controller of reference.controllers)
    try {
      await (await openFor(plan, reference.size, controllerByText(controller), workload)).close();
    } catch (error) {
      if (error instanceof RangeError || error instanceof InputError)
        throw new InputError(`${source}: ${controller} can't run on world ${plan.world}: ${error.message}`);
      throw error;
    }
  return reference;
}

/** Opens a cluster of the plan's world for a rule. */
export function openFor(
  { world: name, spec, evaluation }: Pick<ComparisonPlan, "world" | "spec" | "evaluation">,
  size: number,
  controller: Controller,
  workload: string,
): Cluster | Promise<Cluster> {
  const world = worldByName(name, { spec });
  return world.open({
    spec: dispatchedSpec(world.spec(size), controller),
    workload: world.workload(workload),
    steps: evaluation.steps,
    reward: world.reward(DEFAULT_PRICE),
  });
}
