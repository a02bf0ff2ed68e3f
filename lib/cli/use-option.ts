import { Option } from "commander";
import { type UsedThing, useModule } from "../own/index.js";

/** What a command is given by `useOption`. */
export interface UseFlags {
  readonly use?: readonly string[] | undefined;
}

/** `--use FILE`, as often as there are files. */
export function useOption(): Option {
  return new Option(
    "--use <file>",
    "JavaScript file of your own that exports reward terms { name, penalty }, rules { name, parameters, rule } or workload families { name, parameters, rates } (docs/own-rule.md, docs/reward-terms.md); repeat for more files",
  ).argParser((file: string, before: readonly string[] = []) => [...before, file]);
}

/** Makes all that the files define known in this process and its workers. @throws InputError as `useModule`. */
export async function useFiles({ use = [] }: UseFlags): Promise<readonly UsedThing[]> {
  const found: UsedThing[] = [];
  for (const file of use) found.push(...(await useModule(file)));
  return found;
}
