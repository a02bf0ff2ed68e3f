import crypto from "node:crypto";
import fs from "node:fs";
import path from "node:path";

/** SHA-256 over the given texts, shortened to 16 hexadecimal digits. */
export function fingerprint(...texts) {
  const hash = crypto.createHash("sha256");
  for (const text of texts) hash.update(text).update("\0");
  return hash.digest("hex").slice(0, 16);
}

/** The text of a file, or undefined where there is none. */
export function textOf(file) {
  try {
    return fs.readFileSync(file, "utf8");
  } catch {
    return undefined;
  }
}

/** The parsed content of a JSON file, or undefined where it is missing or damaged. */
export function jsonOf(file) {
  try {
    return JSON.parse(fs.readFileSync(file, "utf8"));
  } catch {
    return undefined;
  }
}

/** Writes a JSON file under a temporary name and moves it into place, so that it's never half there. */
export function writeJson(file, value) {
  fs.mkdirSync(path.dirname(file), { recursive: true });
  const temporary = `${file}.${process.pid}`;
  fs.writeFileSync(temporary, `${JSON.stringify(value, null, 2)}\n`);
  fs.renameSync(temporary, file);
}

export function remove(target) {
  fs.rmSync(target, { recursive: true, force: true, maxRetries: 3 });
}

/** All files under a folder whose name passes `wanted`, sorted; folders named in `skipped`, and hidden ones, left out. */
export function filesUnder(folder, wanted, skipped = []) {
  const found = [];
  for (const entry of fs.readdirSync(folder, { withFileTypes: true })) {
    const full = path.join(folder, entry.name);
    if (entry.isDirectory()) {
      if (!entry.name.startsWith(".") && !skipped.includes(entry.name))
        found.push(...filesUnder(full, wanted, skipped));
    } else if (wanted(entry.name)) {
      found.push(full);
    }
  }
  return found.sort();
}
