import type { NumberDefinition } from "../../report/index.js";
import { mean } from "../../statistics/index.js";
import { countOf, type RunKind } from "../shared/trained/runs.js";
import { collapsePrice, FIXED_POLICIES, type FixedPolicy, fixedReward, fixedStep } from "./fixed-policies.js";
import { LARGEST_SIZE, type RewardName, STANDARD_LIMIT } from "./plan.js";
import { routingTest } from "./routing-causes-table.js";
import { ROUTING_INPUTS, type RoutingChoice, routingGroup } from "./runs.js";

const COMPARED: readonly (readonly [name: string, choice: RoutingChoice])[] = [
  ["averages", {}],
  ["requests", { reward: "requests" }],
];

const POLICY_IDS: Readonly<Record<FixedPolicy, string>> = {
  "equal shares": "equal",
  "all to one": "one",
  "half the fleet": "half",
};

/** Counts of collapsed runs, and what fixed policies earn. */
export const routingLostNumbers: readonly NumberDefinition[] = [
  ...COMPARED.flatMap(([name, choice]): NumberDefinition[] => [
    {
      id: `lost-${name}`,
      title: `collapsed training runs of the batched settings, ${name}`,
      ...ROUTING_INPUTS,
      format: { digits: 0 },
      value: (data) => countOrNothing(countOf(routingGroup(data, choice), "isCollapsed")),
    },
    {
      id: `lost-${name}-refusing`,
      title: `training runs of the batched settings that refuse over a tenth of all requests, ${name}`,
      ...ROUTING_INPUTS,
      format: { digits: 0 },
      value: (data) => countOrNothing(countOf(routingGroup(data, choice), "isRefusing")),
    },
    {
      id: `lost-${name}-runs`,
      title: `training runs of the batched settings that were measured, ${name}`,
      ...ROUTING_INPUTS,
      format: { digits: 0 },
      value: (data) => routingGroup(data, choice).length,
    },
    {
      id: `lost-${name}-refused`,
      title: `mean share of requests refused, ${name}`,
      ...ROUTING_INPUTS,
      format: { style: "percent", digits: 1 },
      value: (data) => mean(routingGroup(data, choice).map((run) => run.mean("error_rate"))),
    },
  ]),
  ...(
    [
      ["lost-p", "isCollapsed", "collapsed"],
      ["lost-refusing-p", "isRefusing", "refusing"],
    ] as const satisfies readonly (readonly [string, RunKind, string])[]
  ).map(
    ([id, kind, name]): NumberDefinition => ({
      id,
      title: `chance of as different counts of ${name} runs under the two rewards, Fisher's exact test, two-sided`,
      ...ROUTING_INPUTS,
      format: { style: "significant", digits: 2 },
      value: (data) => routingTest(routingGroup(data, { reward: "requests" }), routingGroup(data), kind).p,
    }),
  ),
  ...(Object.keys(FIXED_POLICIES) as FixedPolicy[]).map(
    (policy): NumberDefinition => ({
      id: `fixed-${POLICY_IDS[policy]}`,
      title: `reward a step of ${policy} at N = ${LARGEST_SIZE}, K = ${STANDARD_LIMIT}, in closed form`,
      inputs: [],
      format: { digits: 1 },
      value: () =>
        fixedReward(policy, { size: LARGEST_SIZE, queueLimit: STANDARD_LIMIT, reward: "averages" }),
    }),
  ),
  ...(["all to one", "half the fleet"] as const).map(
    (policy): NumberDefinition => ({
      id: `fixed-${POLICY_IDS[policy]}-refused`,
      title: `share of requests refused by ${policy} at N = ${LARGEST_SIZE}, K = ${STANDARD_LIMIT}, in closed form`,
      inputs: [],
      format: { style: "percent", digits: 0 },
      value: () => {
        const { errors, requests } = fixedStep(policy, { size: LARGEST_SIZE, queueLimit: STANDARD_LIMIT });
        return errors / requests;
      },
    }),
  ),
  ...(
    [
      ["5", { size: 5, queueLimit: STANDARD_LIMIT, reward: "averages" }],
      ["25", { size: LARGEST_SIZE, queueLimit: STANDARD_LIMIT, reward: "averages" }],
      ["25-short", { size: LARGEST_SIZE, queueLimit: 8, reward: "averages" }],
      ["25-requests", { size: LARGEST_SIZE, queueLimit: STANDARD_LIMIT, reward: "requests" }],
    ] as const satisfies readonly (readonly [
      string,
      { reward: RewardName; size: number; queueLimit: number },
    ])[]
  ).map(
    ([name, what]): NumberDefinition => ({
      id: `collapse-price-${name}`,
      title: `reward a step of equal shares less that of all to one container, ${name}, in closed form`,
      inputs: [],
      format: { digits: 1 },
      value: () => collapsePrice(what),
    }),
  ),
];

/** NaN where no run was measured. */
function countOrNothing({ count, of }: { readonly count: number; readonly of: number }): number {
  return of === 0 ? Number.NaN : count;
}
