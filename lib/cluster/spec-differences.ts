import type { ClusterSpec, ContainerSpec } from "./contract.js";

/**
 * In what two clusters differ, a text each: "sla 1.25, here 0.3". How many containers are ready after a reset isn't looked at: it is
 * an episode's.
 * @param here the cluster that stands behind the word "here".
 * @example
 * const [before, now] = [1.25, 0.3].map((sla) => cluster.clusterSpec({ size: 5, sla }));
 * cluster.specDifferences(before, now); // -> ["sla 1.25, here 0.3"]
 * cluster.specDifferences(now, now); // -> []
 */
export function specDifferences(before: ClusterSpec, here: ClusterSpec): readonly string[] {
  const [old, now] = [before, here].map(described);
  return [...new Set([...Object.keys(old), ...Object.keys(now)])]
    .filter((field) => old[field] !== now[field])
    .map((field) => `${field} ${old[field] ?? "as by default"}, here ${now[field] ?? "as by default"}`);
}

/** Each field as a text. */
function described({ initialFleet: _, containers, ...fields }: ClusterSpec): Record<string, string> {
  return {
    containers: containersText(containers),
    ...Object.fromEntries(
      Object.entries(fields).map(([field, value]) => [
        field,
        typeof value === "object" ? JSON.stringify(value, (_, part) => short(part)) : String(short(value)),
      ]),
    ),
  };
}

/** "4 x 4 requests/s (0.02 CPU, 128 MiB) + 2 x ...", equal ones that follow one another together. */
function containersText(containers: readonly ContainerSpec[]): string {
  const groups: { count: number; readonly text: string }[] = [];
  for (const { serviceRate, cpuShare, memoryMiB } of containers) {
    const text = `${short(serviceRate)} requests/s (${short(cpuShare)} CPU, ${short(memoryMiB)} MiB)`;
    const last = groups.at(-1);
    if (last?.text === text) last.count++;
    else groups.push({ count: 1, text });
  }
  return groups.map(({ count, text }) => `${count} x ${text}`).join(" + ");
}

/** A number with four digits; anything else as it is. */
function short<T>(value: T): T | number {
  return typeof value === "number" ? Number(value.toPrecision(4)) : value;
}
