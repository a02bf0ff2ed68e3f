import { join } from "node:path";
import { manifestFile, writeManifestEntry } from "../lib/data/index.js";
import { codeHash, writeFileAtomically } from "../lib/files/index.js";
import type { BenchGroup } from "./group.js";
import type { BenchRun } from "./table.js";

/** Files that `saveRun` writes for these groups. */
export function savedFiles(dataDir: string, groups: readonly BenchGroup[]): readonly string[] {
  return families(groups).map((family) => familyFile(dataDir, family));
}

/** Keeps a run's families in bench/<family>.json of the data folder, entered in its manifest; returns the files. */
export function saveRun(
  dataDir: string,
  run: BenchRun,
  groups: readonly BenchGroup[],
  date: string,
): readonly string[] {
  const repeats = run.repeats === undefined ? "" : ` --repeats ${run.repeats}`;
  return families(groups).map((family) => {
    const own = groups.filter((group) => group.family === family);
    const names = own.map(({ name }) => name);
    const results = { ...run, groups: run.groups.filter(({ name }) => names.includes(name)) };
    const file = familyFile(dataDir, family);
    writeFileAtomically(file, `${JSON.stringify(results, null, 2)}\n`);
    const provenance = {
      command: `npm run bench -- --only ${family}${repeats} --save`,
      date,
      code: codeHash(own.map(({ module }) => module)),
      machine: run.machine,
      seed: 1,
      config: {
        repeats: Math.max(
          0,
          ...results.groups.flatMap(({ rows }) => rows.map(({ values }) => values.length)),
        ),
        groups: Object.fromEntries(own.map(({ name, configuration = {} }) => [name, configuration])),
      },
      specs: {},
    };
    writeManifestEntry(manifestFile(dataDir), file, provenance, "drop");
    return file;
  });
}

function families(groups: readonly BenchGroup[]): readonly string[] {
  return [...new Set(groups.map(({ family }) => family))];
}

function familyFile(dataDir: string, family: string): string {
  return join(dataDir, "bench", `${family}.json`);
}
