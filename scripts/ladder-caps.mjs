// Simulates what `workload.ladderCap` knows and writes lib/workload/ladder-cap-table.ts: `node scripts/ladder-caps.mjs`, after
// a build. Takes minutes.
import fs from "node:fs";
import { fileURLToPath } from "node:url";
import { evaluation, statistics } from "fleetlab";

const tableFile = fileURLToPath(new URL("../lib/workload/ladder-cap-table.ts", import.meta.url));
// Between them the cap is interpolated.
const sizes = [1, 2, 3, 4, 5, 7, 10, 15, 20, 25, 30, 50, 100];
const seeds = [1, 2, 3, 4];

const rows = sizes.map((size) => {
  const spec = evaluation.ladderSpec({ size, dispatch: "least-connections" });
  // Large fleets forget slowly, and serve many requests in that time.
  const requests = size < 50 ? 1e6 : 4e6;
  const loads = seeds.map((seed) =>
    evaluation.carriedLoad({ spec, violationRate: evaluation.CAP_VIOLATION_RATE, requests, seed }),
  );
  const error = statistics.standardDeviation(loads) / Math.sqrt(seeds.length);
  const row = [size, statistics.mean(loads).toFixed(4), error.toFixed(4)].map(Number);
  console.error(`N = ${row[0]}: ${row[1]} +- ${row[2]}`);
  return row;
});

fs.writeFileSync(
  tableFile,
  `// Written by \`node scripts/ladder-caps.mjs\`.

/** Sizes N, ascending; what the whole fleet carries (see \`ladderCap\`); and the standard error of that over ${seeds.length} simulations. */
export const CAPS: readonly (readonly [size: number, cap: number, standardError: number])[] = Object.freeze([
${rows.map((row) => `  [${row.join(", ")}],\n`).join("")}]);
`,
);
