import { type Command, Option } from "commander";
import { InputError } from "../check/index.js";
import type { WorkerService } from "../cluster/docker/index.js";
import type { WorldSettings } from "../cluster/index.js";
import { number } from "./options.js";

/** What a command is given by `withServiceOptions`. */
export interface ServiceFlags {
  readonly image?: string;
  readonly imagePort?: number;
  readonly readiness?: string;
  readonly requestPath?: string;
  readonly env?: readonly string[];
  readonly writable?: readonly string[];
}

/** Adds the options that put another service into real containers. */
export function withServiceOptions(command: Command): Command {
  const gather = (value: string, values: readonly string[]) => [...values, value];
  return command
    .option("--image <name>", "an image that serves HTTP, in the workers' place (docs/own-service.md)")
    .option("--image-port <n>", "the port it serves on (default: 8080)", number)
    .option("--readiness <path>", "a path that answers once it serves (default: /healthz)")
    .option("--request-path <path>", "the path that requests go to (default: /)")
    .addOption(
      new Option("--env <name=value>", "an environment variable for it; repeatable")
        .argParser(gather)
        .default([], "none"),
    )
    .addOption(
      new Option("--writable <folder>", "a folder it writes to: the rest is read-only; repeatable")
        .argParser(gather)
        .default([], "none"),
    );
}

/** Whether the flags say anything of the service. */
export function saysService({
  image,
  imagePort,
  readiness,
  requestPath,
  env = [],
  writable = [],
}: ServiceFlags): boolean {
  const given = [image, imagePort, readiness, requestPath].some((value) => value !== undefined);
  return given || env.length > 0 || writable.length > 0;
}

/**
 * What runs in real containers, and how dear its requests are: as a world's settings say, with what the flags change. Another image
 * takes over nothing of the one before.
 * @throws InputError on a senseless flag.
 */
export function givenService(
  flags: ServiceFlags,
  { service = {}, meanDemand }: Pick<WorldSettings, "service" | "meanDemand">,
): Pick<WorldSettings, "service" | "meanDemand"> {
  const { image, imagePort, readiness, requestPath, env = [], writable = [] } = flags;
  const environment = env.map((setting) => {
    const at = setting.indexOf("=");
    if (at < 1) throw new InputError(`--env must read name=value, got ${JSON.stringify(setting)}`);
    return [setting.slice(0, at), setting.slice(at + 1)] as const;
  });
  const folder = writable.find((path) => !path.startsWith("/"));
  if (folder !== undefined)
    throw new InputError(`--writable must be an absolute path, got ${JSON.stringify(folder)}`);
  const isOther = image !== undefined && image !== service.image;
  const before: Partial<WorkerService> = isOther ? {} : service;
  return {
    meanDemand: isOther ? undefined : meanDemand,
    service: {
      ...before,
      ...(image !== undefined && { image }),
      ...(imagePort !== undefined && { port: imagePort }),
      ...(readiness !== undefined && { readinessPath: readiness }),
      ...(requestPath !== undefined && { requestPath }),
      environment: { ...before.environment, ...Object.fromEntries(environment) },
      writable: [...new Set([...(before.writable ?? []), ...writable])],
    },
  };
}
