import type { TableDefinition } from "../../report/index.js";
import { claimChecks } from "./checks.js";
import { CLAIM_FILES, type ClaimSource, GATHERED_CLAIM_FILES } from "./sources.js";

/** What the write-up says, claim by claim; C7 is its conjecture. */
const STATEMENTS = [
  ["C1", "Threshold and PID beat the agent on users a node"],
  ["C2", "One agent works at every number of nodes"],
  ["C3", "Latency stays well under the ceiling everywhere"],
  ["C4", "Routing gets less precise at 25 nodes"],
  ["C5", "The agent changes the fleet in over 70 % of steps, threshold in under 10 %"],
  ["C6", "Short real runs hide differences between agents"],
  ["C7", "Unequal containers are where an agent would win"],
] as const;
/** What stands for a claim here: the beginnings of its measures, and what tells them apart. */
const HEADLINES: Readonly<Record<string, readonly (readonly [measure: string, label: string])[]>> = {
  C1: [
    ["offered users a node, PID", "PID: "],
    ["offered users a node, threshold", "threshold: "],
  ],
  C2: [["reward of one model", ""]],
  C3: [["over 10 service times", ""]],
  C4: [["collapsed training runs", ""]],
  C5: [
    ["agent's churn rate", "agent: "],
    ["threshold's churn rate", "threshold: "],
  ],
  C6: [
    ["violations, agent less threshold", "agent and threshold: "],
    ["violations, PID less threshold", "PID and threshold: "],
  ],
};
const WORLDS = ["writeup", "exact", "real"] as const;
/** Where no claim is measured. */
const NOT_ASKED = "–";
const OPEN = "open";

/** A line a claim: its verdict in each world. */
export const verdictsTable: TableDefinition = {
  id: "verdicts",
  title: "The write-up's claims and what came out",
  caption:
    "The write-up's claims and the verdicts that follow from our data, in each world in which a claim can be judged: C1 by offered users at equal violations, C3 by requests, C4 by counts of collapsed agents (every measure, " +
    "with its effects and rules, stands in the chapter on the claims). On the real cluster one agent a size was trained. *Open*: not tested yet.",
  inputs: CLAIM_FILES,
  gathered: GATHERED_CLAIM_FILES,
  columns: [
    { key: "claim", title: "" },
    { key: "statement", title: "the write-up says", wrap: 13 },
    { key: "writeup", title: "its simulator", wrap: 9.5 },
    { key: "exact", title: "exact simulator", wrap: 9.5 },
    { key: "real", title: "real cluster", wrap: 10.5 },
  ],
  rows(data) {
    const checks = claimChecks(data);
    return STATEMENTS.map(([claim, statement]) => {
      const verdicts = (world: ClaimSource["world"]) => {
        const found = (HEADLINES[claim] ?? []).flatMap(([measure, label]) =>
          checks
            .filter((check) => check.world === world && check.measure.startsWith(measure))
            .map(({ verdict }) => label + verdict),
        );
        return found.join("; ") || (claim in HEADLINES ? NOT_ASKED : OPEN);
      };
      return {
        claim,
        statement,
        ...Object.fromEntries(WORLDS.map((world) => [world, verdicts(world)])),
      };
    });
  },
};
