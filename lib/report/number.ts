import { join } from "node:path";
import type { Workspace } from "../data/index.js";
import { writeFileAtomically } from "../files/index.js";
import { canonicalJson } from "./canonical-json.js";
import { dataReader, presentInputs } from "./data-reader.js";
import type { NumberDefinition } from "./definitions.js";
import { proseText } from "./format.js";

/** A number as prose shows it, from the data as they are now: `1.23 [1.20, 1.26] s`; without its interval where `plain`. */
export function numberById(
  workspace: Workspace,
  definition: NumberDefinition,
  options: { readonly plain?: boolean } = {},
): string {
  const value = definition.value(dataReader(workspace, definition));
  const bare = typeof value === "number" ? value : value.estimate;
  return proseText(options.plain ? bare : value, definition.format);
}

/** Writes `<report>/numbers.json`: each number's value, interval, text and the data files it was read from. */
export function exportNumbers(workspace: Workspace, definitions: readonly NumberDefinition[]): string {
  const entries = definitions.map((definition) => {
    const value = definition.value(dataReader(workspace, definition));
    return [
      definition.id,
      {
        title: definition.title,
        text: proseText(value, definition.format),
        unit: definition.format.unit,
        ...(typeof value === "number" ? { estimate: value } : value),
        inputs: presentInputs(workspace, definition),
      },
    ];
  });
  const path = join(workspace.reportDir, "numbers.json");
  writeFileAtomically(path, canonicalJson(Object.fromEntries(entries)));
  return path;
}
