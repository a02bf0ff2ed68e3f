import { InputError } from "../check/index.js";
import type { Workspace } from "../data/index.js";
import type { NumberDefinition } from "./definitions.js";
import { numberById } from "./number.js";

const MARKED = /(<!--number:([a-z0-9-]+)-->)[^<]*(<!--\/number-->)/g;

/**
 * A Markdown text outside the report with its marked numbers as the data have them now, without intervals: what stands between
 * `<!--number:ID-->` and `<!--/number-->`, comments that no reader sees.
 * @throws InputError on an unknown id, and on a mark that isn't closed.
 */
export function fillMarkedNumbers(
  text: string,
  workspace: Workspace,
  numbers: readonly NumberDefinition[],
): string {
  const marks = text.split("<!--number:").length - 1;
  let filled = 0;
  const result = text.replaceAll(MARKED, (_, open: string, id: string, close: string) => {
    const definition = numbers.find((number) => number.id === id);
    if (definition === undefined) throw new InputError(`no number is called ${JSON.stringify(id)}`);
    filled++;
    return open + numberById(workspace, definition, { plain: true }) + close;
  });
  if (filled < marks) throw new InputError("a <!--number:ID--> isn't followed by <!--/number-->");
  return result;
}
