import { z } from "zod";
import { DISPATCHES } from "../contract.js";
import { SERVICE_DISTRIBUTIONS } from "../service-times.js";
import { type ContainerClass, STANDARD_CONTAINER } from "../spec.js";

const positive = z.number().positive();
const nonNegative = z.number().min(0);
const count = z.int().min(1);

/** CPU seconds that a request of mean demand costs a standard container. */
const STANDARD_DEMAND = STANDARD_CONTAINER.cpuShare / STANDARD_CONTAINER.serviceRate;

const containerClass = z
  .strictObject({
    count: count.exactOptional().describe("how many of this class come after one another; default: 1"),
    serviceRate: positive
      .exactOptional()
      .describe("requests/s that one serves while it is busy; this or `serviceTime` must be given"),
    serviceTime: positive.exactOptional().describe("mean service time in s, 1 / `serviceRate`"),
    cpuShare: positive
      .exactOptional()
      .describe(`CPU limit in cores; default: ${STANDARD_DEMAND} x the service rate`),
    memoryMiB: positive
      .exactOptional()
      .describe(`memory limit in MiB; default: ${STANDARD_CONTAINER.memoryMiB}`),
    meanDemand: positive
      .exactOptional()
      .describe(
        "CPU seconds that a mean request costs the worker that comes with fleetlab; default: CPU limit / service rate",
      ),
  })
  .superRefine(({ serviceRate, serviceTime }, context) => {
    if ((serviceRate === undefined) === (serviceTime === undefined))
      context.addIssue("give one of serviceRate (requests/s) and serviceTime (s)");
  })
  .transform(({ serviceRate, serviceTime, ...given }): ContainerClass => {
    const rate = serviceRate ?? 1 / (serviceTime as number);
    const { cpuShare = STANDARD_DEMAND * rate, memoryMiB = STANDARD_CONTAINER.memoryMiB, ...rest } = given;
    return { cpuShare, memoryMiB, serviceRate: rate, ...rest };
  });

/** The cluster: what the simulator and the real cluster are built from. */
export const specSchema = z.strictObject({
  containers: z
    .array(containerClass)
    .min(1)
    .describe("classes of containers, in the order in which they are started; stopped in the opposite one"),
  controlInterval: positive.exactOptional().describe("length of a control step in s; default: 1"),
  coldStart: nonNegative.exactOptional().describe("s from start to ready; default: 2"),
  queueLimit: count
    .exactOptional()
    .describe("most requests that a container holds, the one in service included; default: 32"),
  sla: positive.exactOptional().describe("response times above this many s violate the SLA; default: 1.25"),
  timeScale: positive
    .exactOptional()
    .describe("periods of workloads and windows of rules are divided by this; default: 10, 1 is real time"),
  largestScaleStep: count
    .exactOptional()
    .describe("most containers that one step starts or stops; default: 1"),
  dispatch: z
    .enum(DISPATCHES)
    .exactOptional()
    .describe(
      `what the proxy does with a request where the rule names nothing else: ${DISPATCHES.join(", ")}; default: smooth-weighted-round-robin`,
    ),
  serviceTimes: z
    .strictObject({
      distribution: z
        .enum(SERVICE_DISTRIBUTIONS)
        .describe(`${SERVICE_DISTRIBUTIONS.join(", ")}; where nothing is said: exponential`),
      squaredVariation: positive
        .exactOptional()
        .describe("variance / mean^2, of log-normal (> 0) and hyperexponential (> 1) times"),
    })
    .exactOptional()
    .describe("how service times vary"),
  memory: z
    .strictObject({
      idleMiB: nonNegative.describe("memory of an idle container in MiB; default: 40"),
      perRequestMiB: nonNegative.describe("memory of one request in MiB; default: 1"),
      releaseTime: positive.describe("time constant in s with which memory is given back; default: 30"),
    })
    .exactOptional()
    .describe("how the simulated containers use memory"),
});

/** The service in the real containers. */
export const serviceSchema = z.strictObject({
  image: z
    .string()
    .min(1)
    .exactOptional()
    .describe("image that serves HTTP; left out: the worker that comes with fleetlab"),
  port: z.int().min(1).max(65535).exactOptional().describe("port that it listens on; default: 8080"),
  readinessPath: path("answers below 400 once it serves; default: /healthz"),
  requestPath: path("gets the load's requests; default: /"),
  environment: z.record(z.string(), z.string()).exactOptional().describe("environment variables"),
  writable: z
    .array(z.string().startsWith("/", "a folder begins with /"))
    .exactOptional()
    .describe("folders that it writes to: the rest is read-only"),
  coldStart: nonNegative
    .exactOptional()
    .describe(
      "fleetlab's worker alone: it serves no sooner than so many s after its start; default: `spec.coldStart` where nothing was calibrated",
    ),
});

function path(meaning: string) {
  return z.string().startsWith("/", "a path begins with /").exactOptional().describe(`path that ${meaning}`);
}

/** Name of a cluster: that of the folder of agents trained on it. */
export const idSchema = z
  .string()
  .regex(/^[\w-]+$/, "must be letters, digits, - and _")
  .describe("name of the cluster: letters, digits, - and _; default: the file's");
