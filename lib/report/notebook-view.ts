import { figureOutput } from "./figure.js";
import { figureById, tableById } from "./registry.js";
import { markdownTable, tableFrame } from "./table.js";
import { openWorkspace, type Workspace } from "./workspace.js";

/** What a notebook shows things with: tslab's `display`, or anything of its form. */
export interface NotebookDisplay {
  raw(mime: string, content: string | Uint8Array): void;
  markdown(text: string): void;
}

/** Shows the figure with that id, drawn from the workspace's data where it has to be, and its caption. */
export async function displayFigure(
  display: NotebookDisplay,
  id: string,
  workspace: Workspace = openWorkspace(),
): Promise<void> {
  const figure = figureById(id);
  const { mime, content } = await figureOutput(workspace, figure);
  display.raw(mime, content);
  display.markdown(figure.caption);
}

/** Shows the table with that id, made from the workspace's data, and its caption. */
export async function displayTable(
  display: NotebookDisplay,
  id: string,
  workspace: Workspace = openWorkspace(),
): Promise<void> {
  const table = tableById(id);
  display.markdown(`${table.caption}\n\n${markdownTable(table, await tableFrame(workspace, table))}`);
}
