/** Prints what there is to choose from: id and title, a line each, or as JSON. */
export function printIds(
  things: readonly { readonly id: string; readonly title: string }[],
  json: boolean,
): void {
  const known = things.map(({ id, title }) => ({ id, title }));
  process.stdout.write(
    json ? `${JSON.stringify(known, null, 2)}\n` : known.map(({ id, title }) => `${id}: ${title}\n`).join(""),
  );
}
