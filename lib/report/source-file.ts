import { dirname, relative, sep } from "node:path";

/**
 * A source of the library relative to the workspace, from its own `__filename`, compiled or not: `lib/study/theory/some-figure.ts`.
 */
export function sourceFile(filename: string): string {
  const inside = relative(dirname(__dirname), filename).split(sep).join("/");
  return `lib/${inside.replace(/\.js$/, ".ts")}`;
}
