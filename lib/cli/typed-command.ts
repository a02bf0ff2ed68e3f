/** The command as it was typed. */
export function typedCommand(): string {
  return ["npx fleetlab", ...process.argv.slice(2)].join(" ");
}
