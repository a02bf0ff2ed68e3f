import fs from "node:fs";
import path from "node:path";
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
    const [original, copy] = [textOf(path.join(course, name)), textOf(path.join(lab, name))];
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
