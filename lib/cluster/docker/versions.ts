import type { SoftwareVersions } from "./conditions.js";
import type { LoadGenerator } from "./load/contract.js";
import type { ContainerRun } from "./run.js";

/** What the engine, the proxy and the load generator of a run say of themselves. */
export async function softwareVersions(
  { engine, proxy }: Pick<ContainerRun, "engine" | "proxy">,
  load: LoadGenerator,
): Promise<SoftwareVersions> {
  const [{ Version, KernelVersion }, haproxy] = await Promise.all([
    engine.ask("tell its version", (docker) => docker.version()),
    proxy.version(),
  ]);
  return { docker: Version ?? "", kernel: KernelVersion ?? "", haproxy, load: load.version ?? "" };
}
