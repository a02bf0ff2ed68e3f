import fs from "node:fs";
import path from "node:path";
import { withoutPicture } from "../notebooks/kernel/without-picture.mjs";
import { fingerprint, jsonOf, remove, textOf, writeJson } from "../setup/files.mjs";

/** The folder, beside `notebooks/`, in which JupyterLab opens. Git ignores it; tests and `reproduce` don't look into it. */
export const LAB = "lab";
/** The folder in it that is the user's alone. */
export const OWN = "own";
/** What each copy was when it was made, by file name. */
const RECORD = ".copies.json";

/**
 * Brings the copies of the course's notebooks up to date. A copy that was changed is kept, for ever; one that wasn't follows the
 * course. Returns the names of those that were kept (`changed`), and of those among them that the course has changed since (`behind`).
 */
export function refreshCopies(root) {
  const course = path.join(root, "notebooks");
  const lab = path.join(root, LAB);
  fs.mkdirSync(path.join(lab, OWN), { recursive: true });
  const record = jsonOf(path.join(lab, RECORD)) ?? {};
  const names = fs.readdirSync(course).filter((name) => name.endsWith(".ipynb"));
  const result = { changed: [], behind: [] };
  for (const name of new Set([...names, ...Object.keys(record)])) {
    const original = forTheLab(textOf(path.join(course, name)));
    const copy = textOf(path.join(lab, name));
    const isChanged = copy !== undefined && copy !== original && record[name] !== fingerprint(copy);
    if (isChanged) {
      result.changed.push(name);
      if (original === undefined || record[name] !== fingerprint(original)) result.behind.push(name);
    } else if (original === undefined) {
      remove(path.join(lab, name));
      delete record[name];
    } else {
      if (copy !== original) fs.writeFileSync(path.join(lab, name), original);
      record[name] = fingerprint(original);
    }
  }
  writeJson(path.join(lab, RECORD), record);
  return result;
}

/** A notebook of the course as its copy begins: figures as the lab shows them. A text that isn't a notebook stays as it is. */
function forTheLab(text) {
  if (text === undefined) return undefined;
  let notebook;
  try {
    notebook = JSON.parse(text);
  } catch {
    return text;
  }
  for (const { outputs = [] } of notebook.cells ?? [])
    for (const output of outputs) if (output.data !== undefined) output.data = withoutPicture(output.data);
  return `${JSON.stringify(notebook, null, 1)}\n`;
}
