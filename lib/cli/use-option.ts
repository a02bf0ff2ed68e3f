import { Option } from "commander";
import { type OwnTerm, useModule } from "../cluster/index.js";

/** What a command is given by `useOption`. */
export interface UseFlags {
  readonly use?: readonly string[];
}

/** `--use FILE`, as often as there are files. */
export function useOption(): Option {
  return new Option(
    "--use <file>",
    "JavaScript file with reward terms of your own to export, as { name, penalty: (statistics, spec) => number }; repeat for more files",
  ).argParser((file: string, before: readonly string[] = []) => [...before, file]);
}

/** Makes all that the files define known in this process. @throws InputError as `useModule`. */
export async function useFiles({ use = [] }: UseFlags): Promise<readonly OwnTerm[]> {
  const found: OwnTerm[] = [];
  for (const file of use) found.push(...(await useModule(file)));
  return found;
}
