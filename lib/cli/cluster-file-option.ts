import { resolve } from "node:path";
import { InvalidArgumentError, Option } from "commander";
import { type DescribedCluster, readClusterFile } from "../cluster/index.js";
import type { OtherCluster } from "../evaluation/index.js";
import { type SourceFile, sourceFile } from "../files/index.js";

/** What a command is given by `clusterFileOption`. */
export interface ClusterFileFlags {
  readonly clusterFile?: string;
}

/** `--cluster-file FILE`, or `--spec FILE` for short. */
export function clusterFileOption(): Option {
  return new Option(
    "--spec, --cluster-file <file>",
    "the cluster as JSON: containers, SLA, times, service (docs/own-cluster.md), or a calibration",
  );
}

/** The cluster that a command's flags describe, and the file as results name it. @throws InputError as `readClusterFile`. */
export function describedCluster({
  clusterFile,
}: ClusterFileFlags): { readonly described: DescribedCluster; readonly source: SourceFile } | undefined {
  if (clusterFile === undefined) return undefined;
  const path = resolve(clusterFile);
  return { described: readClusterFile(path), source: sourceFile(path) };
}

/** What a command is given by `otherClusterOption`. */
export interface OtherClusterFlags {
  readonly otherCluster?: OtherCluster;
}

/** `--other-cluster allow`. */
export function otherClusterOption(): Option {
  return new Option(
    "--other-cluster <what>",
    "allow or refuse (the default) an agent that was trained on another cluster",
  ).argParser((text): OtherCluster => {
    if (text === "allow" || text === "refuse") return text;
    throw new InvalidArgumentError(`expected allow or refuse, got ${JSON.stringify(text)}`);
  });
}
