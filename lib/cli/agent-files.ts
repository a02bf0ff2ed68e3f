/** Prints the files of agents that a command made, or why there are none. */
export function printAgents(
  { agents, outOfTime }: { readonly agents: readonly string[]; readonly outOfTime: boolean },
  json: boolean | undefined,
): void {
  if (json) process.stdout.write(`${JSON.stringify({ agents, outOfTime }, null, 2)}\n`);
  else if (outOfTime) process.stdout.write("the time limit is reached: the same command goes on\n");
  else process.stdout.write(agents.map((file) => `${file}\n`).join("") || "every planned agent is there\n");
}
