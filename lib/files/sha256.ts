import { createHash } from "node:crypto";

/**
 * SHA-256 of `content` in hexadecimal.
 * @example
 * files.sha256("").slice(0, 8); // -> "e3b0c442"
 */
export function sha256(content: string | Uint8Array): string {
  return createHash("sha256").update(content).digest("hex");
}
