import { existsSync } from "node:fs";
import { join } from "node:path";
import type { Experiment } from "../../evaluation/index.js";
import { dataDictionary } from "./dictionary.js";
import { dictionaryPage } from "./page.js";

/** The page docs/data.md as it follows from the code; experiments that aren't in the data folder yet are left out. */
export function dataPage(experiments: readonly Experiment[], dataDir: string): string {
  return dictionaryPage(dataDictionary(experiments.filter(({ file }) => existsSync(join(dataDir, file)))));
}
