import { existsSync, readFileSync } from "node:fs";
import { cpus } from "node:os";
import { dirname, join, relative, sep } from "node:path";
import { z } from "zod";
import { bySchema } from "../check/index.js";
import type { ClusterSpec } from "../cluster/contract.js";
import { readJsonFile, sha256, takeLock, writeFileAtomically } from "../files/index.js";

/** The machine that made a file: enough to judge its timings by, nothing that names it. */
export interface Machine {
  readonly cpu: string;
  /** Its widest vector instructions, "avx512f", "avx2", ... ("" where the system doesn't tell): sums in TensorFlow depend on them. */
  readonly vectors?: string | undefined;
  readonly cores: number;
  readonly node: string;
  readonly platform: string;
}

/** A machine in a file. */
export const machineSchema = z.strictObject({
  cpu: z.string(),
  vectors: z.string().optional(),
  cores: z.number(),
  node: z.string(),
  platform: z.string(),
});

/** One command that made a file or a part of it. */
export interface Provenance {
  /** The command that makes it again. */
  readonly command: string;
  /** When, as the caller gave it (ISO 8601). */
  readonly date: string;
  /** `codeHash` of the modules that made it. */
  readonly code: string;
  readonly machine: Machine;
  /** Base seed; every other seed derives from it and the configuration. */
  readonly seed: number;
  /** The whole configuration, as JSON. */
  readonly config: unknown;
  /** Specs of the clusters, by `specId`. */
  readonly specs: Readonly<Record<string, unknown>>;
}

/** What the manifest says about one file. */
export interface ManifestEntry {
  readonly sha256: string;
  /** Commands in the order in which they first wrote to the file. */
  readonly provenance: readonly Provenance[];
}

/** Entries by path relative to the manifest's folder, with forward slashes. */
export type Manifest = Readonly<Record<string, ManifestEntry>>;

const manifestSchema = z.record(
  z.string(),
  z.strictObject({
    sha256: z.string().regex(/^[0-9a-f]{64}$/),
    provenance: z.array(
      z.strictObject({
        command: z.string(),
        date: z.string(),
        code: z.string(),
        machine: machineSchema,
        seed: z.number(),
        config: z.unknown(),
        specs: z.record(z.string(), z.unknown()),
      }),
    ),
  }),
);

/**
 * The manifest of a data folder.
 * @example
 * data.manifestFile("data"); // -> "data/manifest.json"
 */
export function manifestFile(dataDir: string): string {
  return join(dataDir, "manifest.json");
}

/**
 * The machine this process runs on.
 * @example
 * data.machine().node === process.version; // -> true
 */
export function machine(): Machine {
  const processors = cpus();
  return {
    cpu: processors[0]?.model.trim() ?? "unknown",
    vectors: vectorInstructions(),
    cores: processors.length,
    node: process.version,
    platform: `${process.platform} ${process.arch}`,
  };
}

function vectorInstructions(): string {
  const file = "/proc/cpuinfo";
  const flags = existsSync(file)
    ? (/^flags\s*:(.*)$/m.exec(readFileSync(file, "utf8"))?.[1] ?? "").split(" ")
    : [];
  return ["avx512f", "avx2", "avx"].find((name) => flags.includes(name)) ?? "";
}

/**
 * Whether two machines are known to have the same kind of CPU, so that even TensorFlow adds in the same order.
 * @example
 * data.isSameCpu(data.machine(), data.machine()); // -> true
 */
export function isSameCpu(one: Machine, other: Machine): boolean {
  return one.cpu === other.cpu && one.vectors !== undefined && one.vectors === other.vectors;
}

/**
 * A spec as JSON for the manifest, runs of equal containers written once with their `count`.
 * @example
 * data.specDescription(cluster.clusterSpec({ size: 5 })).initialFleet; // -> 3
 */
export function specDescription(spec: ClusterSpec): Record<string, unknown> {
  const groups: { count: number; key: string; container: object }[] = [];
  for (const container of spec.containers) {
    const { cpuShare, memoryMiB, serviceRate } = container;
    const key = JSON.stringify([cpuShare, memoryMiB, serviceRate]);
    const last = groups.at(-1);
    if (last?.key === key) last.count++;
    else groups.push({ count: 1, key, container: { cpuShare, memoryMiB, serviceRate } });
  }
  const { largestScaleStep, ...rest } = spec;
  return {
    ...rest,
    // Specs of one container a step have had their names before larger steps could be specified.
    ...(largestScaleStep > 1 && { largestScaleStep }),
    containers: groups.map(({ count, container }) => ({ count, ...container })),
  };
}

/**
 * Short name of a spec: 8 hexadecimal digits of SHA-256 over its fields in alphabetical order.
 * @example
 * data.specId(cluster.clusterSpec({ size: 5 })).length; // -> 8
 */
export function specId(spec: ClusterSpec): string {
  return sha256(stableJson(specDescription(spec))).slice(0, 8);
}

/**
 * JSON with every object's keys in alphabetical order: equal values give equal text.
 * @example
 * data.stableJson({ b: 1, a: [2] }) === data.stableJson({ a: [2], b: 1 }); // -> true
 */
export function stableJson(value: unknown): string {
  return JSON.stringify(value, (_, part: unknown) =>
    part !== null && typeof part === "object" && !Array.isArray(part)
      ? Object.fromEntries(Object.entries(part).sort(([a], [b]) => (a < b ? -1 : 1)))
      : part,
  );
}

/**
 * Reads a manifest; an empty one where the file doesn't exist. Throws an InputError where it is cut off or foreign.
 * @example
 * data.readManifest("absent/manifest.json"); // -> {}
 */
export function readManifest(file: string): Manifest {
  if (!existsSync(file)) return {};
  return bySchema(
    manifestSchema,
    readJsonFile(file),
    file,
    "restore it, or delete it and make the data again",
  );
}

/**
 * Writes the entry of `dataFile` (its hash, and how it was made) into the manifest `file`. A provenance of the same
 * configuration and code takes the place of the one before; others stay, or are dropped where the file was written as a whole.
 * @example
 * files.writeFileAtomically("results/sizes.csv", "size\n5\n");
 * const made = { command: "npx fleetlab evaluate", date: "2026-01-01T00:00:00Z", code: "", machine: data.machine() };
 * data.writeManifestEntry("results/manifest.json", "results/sizes.csv", { ...made, seed: 1, config: {}, specs: {} });
 * Object.keys(data.readManifest("results/manifest.json")); // -> ["sizes.csv"]
 */
export function writeManifestEntry(
  file: string,
  dataFile: string,
  provenance: Provenance,
  others: "keep" | "drop" = "keep",
): void {
  const name = entryName(file, dataFile);
  const identity = (part: Provenance) => stableJson([part.config, part.code, part.machine]);
  updateManifest(file, (manifest) => {
    const before = others === "drop" ? [] : (manifest[name]?.provenance ?? []);
    const index = before.findIndex((part) => identity(part) === identity(provenance));
    const entry: ManifestEntry = {
      sha256: sha256(readFileSync(dataFile)),
      provenance: index < 0 ? [...before, provenance] : before.with(index, provenance),
    };
    return { ...manifest, [name]: entry };
  });
}

/** Seconds to wait for another process to write its entry, which takes it milliseconds. */
const MANIFEST_PATIENCE = 30;

/** Changes a manifest, after whoever else does: no entry is lost. */
function updateManifest(file: string, change: (manifest: Manifest) => Manifest): void {
  const lock = takeLock(file, { patience: MANIFEST_PATIENCE });
  try {
    const sorted = Object.entries(change(readManifest(file))).sort(([a], [b]) => (a < b ? -1 : 1));
    writeFileAtomically(file, `${JSON.stringify(Object.fromEntries(sorted), undefined, 2)}\n`);
  } finally {
    lock.release();
  }
}

/**
 * Copies what the manifest `from` says of its files whose name passes `isWanted` into the manifest `to`.
 * @example
 * files.writeFileAtomically("from/sizes.csv", "size\n5\n");
 * const made = { command: "npx fleetlab evaluate", date: "2026-01-01T00:00:00Z", code: "", machine: data.machine() };
 * data.writeManifestEntry("from/manifest.json", "from/sizes.csv", { ...made, seed: 1, config: {}, specs: {} });
 * files.writeFileAtomically("to/sizes.csv", "size\n15\n");
 * data.copyManifestEntries("from/manifest.json", "to/manifest.json", (name) => name === "sizes.csv");
 * data.manifestMismatches("to/manifest.json"); // -> ["sizes.csv"]
 */
export function copyManifestEntries(from: string, to: string, isWanted: (name: string) => boolean): void {
  const copied = Object.entries(readManifest(from)).filter(([name]) => isWanted(name));
  updateManifest(to, (manifest) => ({ ...manifest, ...Object.fromEntries(copied) }));
}

/**
 * Names of the manifest's files that are missing or aren't what the manifest says: none in a sound data folder.
 * @example
 * data.manifestMismatches("absent/manifest.json"); // -> []
 */
export function manifestMismatches(file: string): string[] {
  return Object.entries(readManifest(file)).flatMap(([name, entry]) => {
    const path = join(dirname(file), name);
    return existsSync(path) && sha256(readFileSync(path)) === entry.sha256 ? [] : [name];
  });
}

function entryName(manifest: string, dataFile: string): string {
  return relative(dirname(manifest), dataFile).split(sep).join("/");
}
