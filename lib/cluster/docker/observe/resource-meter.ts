import type { Engine } from "../engine/engine.js";
import { cgroupMeter } from "./cgroup-meter.js";
import { engineMeter } from "./engine-meter.js";

/** What a container uses. */
export interface ResourceUse {
  /** Mean number of cores used since the last reading. */
  readonly cores: number;
  /** Resident memory now, in bytes. */
  readonly memoryBytes: number;
}

/** Reads what one running container uses. */
export interface ResourceMeter {
  read(): ResourceUse;
  close(): void;
}

/** Opens the meter of the running container `id`. */
export type OpenMeter = (engine: Engine, id: string) => Promise<ResourceMeter>;

/** A meter on the container's cgroup files where they are on this machine, else on the engine's statistics. */
export const openMeter: OpenMeter = async (engine, id) =>
  (await cgroupMeter(engine, id)) ?? (await engineMeter(engine, id));
