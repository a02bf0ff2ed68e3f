import { distinct } from "../../evaluation/index.js";
import { resultRows, type TableDefinition } from "../../report/index.js";
import { COMPARED_NAMES, STATIC_FLEET } from "../shared/compared-rules.js";
import { controllerLabel } from "../shared/controller-style.js";
import { SINGLE_SIZE } from "../shared/sizes.js";
import { fleetShareEstimate } from "./curves.js";
import { FRONTIER_FILE } from "./experiment.js";

const RULES = [...COMPARED_NAMES, STATIC_FLEET.name];
const ROUTERS = [
  ["round robin", ""],
  ["least queue", "+least-queue"],
];

function equalSlaTable(id: string, rate: number, words: string): TableDefinition {
  return {
    id,
    title: `Fleet share at an SLA violation rate of ${words}`,
    caption:
      `Fleet share in per cent that each rule needs at an SLA violation rate of ${words}, $N = ${SINGLE_SIZE}$, workload by workload: interpolated along its ` +
      "frontier, linear in the logarithm of the rate, with 95 % bootstrap intervals over runs. A dash: the rule misses that rate at every setting (as an upper " +
      "bound: in more than 2.5 % of resamples). Workloads on which every rule misses it are left out.",
    inputs: [FRONTIER_FILE],
    ruleBy: "workload",
    columns: [
      { key: "workload", title: "workload" },
      { key: "router", title: "router" },
      ...RULES.map((rule) => ({
        key: rule,
        title: controllerLabel(rule),
        format: { style: "percent", digits: 1 } as const,
        align: "right" as const,
      })),
    ],
    rows(data) {
      const rows = resultRows(data, FRONTIER_FILE);
      const found = distinct(rows, (row) => row.workload).flatMap((workload) => {
        const own = rows.filter((row) => row.workload === workload);
        const lines = ROUTERS.map(([router, suffix]) => ({
          workload,
          router,
          ...Object.fromEntries(RULES.map((rule) => [rule, fleetShareEstimate(own, rule + suffix, rate)])),
        }));
        const reached = lines.some((line) => RULES.some((rule) => line[rule as never] !== null));
        return reached ? lines : [];
      });
      return found.length > 0 ? found : [{ workload: "none", router: "any" }];
    },
  };
}

/** What each rule needs to keep violations at 1 %. */
export const fleetAtEqualSla = equalSlaTable("fleet-at-equal-sla", 0.01, "1 %");

/** What each rule needs to keep violations at 5 %, which more workloads allow. */
export const fleetAtFivePercent = equalSlaTable("fleet-at-five-percent", 0.05, "5 %");
