import type { Experiment } from "../evaluation/index.js";
import type { FigureDefinition, NumberDefinition, TableDefinition } from "./definitions.js";
import { exportRegistry, type Registry } from "./registry.js";

/** One question of a study: what is measured for it, and how the answer is shown. */
export interface Question {
  /** Lower-case words joined by hyphens: the name of its folder. */
  readonly id: string;
  /** In one sentence. */
  readonly question: string;
  /** In the order in which they are run. */
  readonly experiments?: readonly Experiment[];
  readonly figures?: readonly FigureDefinition[];
  readonly tables?: readonly TableDefinition[];
  readonly numbers?: readonly NumberDefinition[];
  /** Files that other commands fill, as experiments whose rows can be verified. */
  readonly verified?: readonly Experiment[];
  /** Files and folders whose content can't be measured again here, and why, by path relative to the data folder. */
  readonly unverifiable?: Readonly<Record<string, string>>;
  /** Results that a command of its own gathers over several sittings: files or folders, relative to the data folder. */
  readonly gathered?: { readonly files: readonly string[]; readonly command: string };
}

/** What the questions show, in their order. @throws RangeError as `exportRegistry`. */
export function questionRegistry(questions: readonly Question[]): Registry {
  return exportRegistry({
    figures: questions.flatMap(({ figures = [] }) => figures),
    tables: questions.flatMap(({ tables = [] }) => tables),
    numbers: questions.flatMap(({ numbers = [] }) => numbers),
  });
}
