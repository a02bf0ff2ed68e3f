/**
 * A doc comment as Markdown: its text, then parameters and what comes out, errors, and examples as code.
 * @param {string} comment with its stars
 */
export function commentMarkdown(comment) {
  const text = comment
    .replace(/^\/\*\*|\*\/$/g, "")
    .replace(/^[ \t]*\* ?/gm, "")
    .trim();
  const [description, ...tags] = text.split(/^(?=@[a-z]+\b)/m);
  return [prose(description), ...tags.map(tagMarkdown)].filter((part) => part !== "").join("\n\n");
}

/** The first sentence of a doc comment's text, on one line; "" where there is none. */
export function firstSentence(comment) {
  const [description] = commentMarkdown(comment).split(/\n\n|\n {4}/);
  const line = description.replace(/\s+/g, " ").trim();
  if (line.startsWith("**") || line.startsWith("```")) return "";
  return /^.*?\.(?= [A-Z`(]|$)/.exec(line)?.[0] ?? line;
}

function tagMarkdown(tag) {
  const [, name, text] = /^@([a-z]+)\s*([\s\S]*)$/.exec(tag);
  if (name === "example") return `\`\`\`ts\n${text.replace(/^```\w*\n|```\s*$/g, "").trimEnd()}\n\`\`\``;
  if (name === "throws") return `**Throws** ${prose(text)}`;
  if (name === "returns") return `**Gives** ${prose(text)}`;
  if (name !== "param") throw new RangeError(`a doc comment has the tag @${name}, which has no form here`);
  const [, parameter, meaning] = /^([\w.]+)\s+(?:- )?([\s\S]*)$/.exec(text);
  return `**\`${parameter}\`** ${prose(meaning)}`;
}

/** Lines of four spaces and more stay as they are (code, equations); elsewhere what Markdown would take as markup is escaped. */
function prose(text) {
  return text
    .trim()
    .split("\n")
    .map((line) => (/^ {4}/.test(line) ? line : escaped(line.trimEnd())))
    .join("\n");
}

function escaped(line) {
  return line
    .split(/(`[^`]*`)/)
    .map((part) => (part.startsWith("`") ? part : part.replace(/[<*[\]]/g, "\\$&")))
    .join("");
}
