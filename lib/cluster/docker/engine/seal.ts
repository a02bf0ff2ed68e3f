import { createHmac, randomBytes } from "node:crypto";
import { linkSync, lstatSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { userInfo } from "node:os";
import { dirname, join } from "node:path";
import { InputError } from "../../../check/index.js";
import { temporaryName } from "../../../files/index.js";

/**
 * A seal: what shows that this user's fleetlab made a container or network. It is computed from its name, which an engine gives
 * once, and all its labels under a key that only this user can read. So labels that come from an image, that somebody else sets, or
 * that are copied to another name prove nothing; and what is made bears its proof from its first moment, whenever its maker is
 * killed.
 */

/** Seal of a thing of that name and these `parts`. @throws InputError where the user's key can't be made. */
export function seal(name: string, parts: readonly string[]): string {
  return sealUnder(madeKey(), name, parts);
}

/** Whether `text` is the seal of a thing of that name and these `parts`, under this user's key. */
export function isSeal(text: string | undefined, name: string, parts: readonly string[]): boolean {
  const key = knownKey();
  return key !== undefined && text === sealUnder(key, name, parts);
}

function sealUnder(key: string, name: string, parts: readonly string[]): string {
  return createHmac("sha256", key)
    .update(JSON.stringify([name, ...parts]))
    .digest("hex");
}

/** Where the key lies: it must outlive restarts, as containers do. */
function keyFile(): string {
  const state = process.env.XDG_STATE_HOME || join(userInfo().homedir, ".local", "state");
  return join(state, "fleetlab", "key");
}

/** This user's key; undefined: there is none, so nothing was sealed. @throws InputError where others can read or write it. */
function knownKey(): string | undefined {
  const file = keyFile();
  const status = lstatSync(file, { throwIfNoEntry: false });
  if (status === undefined) return undefined;
  if (!status.isFile() || status.uid !== userInfo().uid || (status.mode & 0o077) !== 0)
    throw new InputError(`${file} must be this user's own file, and closed to others: move it away`);
  return readFileSync(file, "utf8");
}

function madeKey(): string {
  const known = knownKey();
  if (known !== undefined) return known;
  const file = keyFile();
  const draft = temporaryName(file);
  try {
    mkdirSync(dirname(file), { recursive: true, mode: 0o700 });
    writeFileSync(draft, randomBytes(32).toString("hex"), { mode: 0o600 });
    try {
      linkSync(draft, file);
    } finally {
      rmSync(draft, { force: true });
    }
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    // Another program made one at the same moment: that one counts.
    if (code !== "EEXIST")
      throw new InputError(
        `${file}, the key that tells this user's containers from others', can't be made (${code}): set XDG_STATE_HOME to a folder of this user's`,
      );
  }
  return knownKey() as string;
}
