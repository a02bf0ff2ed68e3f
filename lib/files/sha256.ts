import { createHash } from "node:crypto";

/**
 * SHA-256 of `content` in hexadecimal.
 * @example
 * files.sha256("").slice(0, 8); // -> "e3b0c442"
 */
export function sha256(content: string | Uint8Array): string {
  return createHash("sha256").update(content).digest("hex");
}

/** Digits of a hash where it tells things apart for people. */
export const SHORT_HASH = 12;

/**
 * The first 12 digits of `sha256`.
 * @example
 * files.shortHash(""); // -> "e3b0c44298fc"
 */
export function shortHash(content: string | Uint8Array): string {
  return sha256(content).slice(0, SHORT_HASH);
}
