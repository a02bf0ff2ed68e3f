/** What a guide tells its reader to do, in its order. */
export type GuidePart =
  | { readonly kind: "file"; readonly name: string; readonly text: string }
  | {
      readonly kind: "commands";
      readonly line: number;
      readonly text: string;
      readonly needs: string | undefined;
    };

const FENCE = /^```(\w*)\n([\s\S]*?)^```$/gm;

/**
 * Blocks of commands (```sh), and blocks that are to be kept: the text behind such a one begins "Kept as `NAME`". Commands whose first line is
 * `# needs ...` need more than the library: "a container engine", or time.
 */
export function guideParts(text: string): readonly GuidePart[] {
  return [...text.matchAll(FENCE)].flatMap((block): GuidePart[] => {
    const [whole, language, content] = block;
    if (language === "sh") {
      const line = text.slice(0, block.index).split("\n").length;
      return [{ kind: "commands", line, text: content, needs: /^# needs (.+)$/m.exec(content)?.[1] }];
    }
    const behind = text.slice(block.index + whole.length);
    const name = /^\s*Kept as `([\w./-]+)`/.exec(behind)?.[1];
    return name === undefined ? [] : [{ kind: "file", name, text: content }];
  });
}
