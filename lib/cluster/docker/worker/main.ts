/**
 * The worker: an HTTP service whose every request costs CPU time. It runs alone in its container and takes nothing but
 * Node. Environment: PORT, QUEUE_LIMIT (requests held, the one in service included), MEAN_DEMAND (CPU seconds), and perhaps
 * COLD_START (s after its start before which it doesn't listen).
 *
 *   GET /healthz   200 as soon as it serves
 *   GET /status    { depth, served, refused }
 *   anything else  burns an exponentially distributed CPU demand and answers 200; 503 at once where the queue is full.
 *                  Its demand in units of the mean may be sent as x-demand.
 */
import { randomInt } from "node:crypto";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import { CpuService } from "./service.js";

const service = new CpuService(setting("QUEUE_LIMIT"));
const meanDemand = setting("MEAN_DEMAND");

const server = createServer((request, response) => {
  if (request.url === "/healthz") return answer(response, 200, "ready\n");
  if (request.url === "/status") {
    const { depth, served, refused } = service;
    return answer(response, 200, `${JSON.stringify({ depth, served, refused })}\n`);
  }
  const taken = service.offer(meanDemand * unitDemand(request), () => answer(response, 200, "done\n"));
  if (!taken) answer(response, 503, "the queue is full\n");
});

// The proxy keeps connections: one that the worker closed while a request was on its way would lose it.
server.keepAliveTimeout = 0;
server.requestTimeout = 0;
server.headersTimeout = 0;
setTimeout(() => server.listen(setting("PORT"), "0.0.0.0"), startDelay());
process.on("SIGTERM", () => process.exit(0));

function answer(response: ServerResponse, status: number, body: string): void {
  response.writeHead(status, {
    "content-type": "text/plain",
    "content-length": Buffer.byteLength(body),
    "x-queue-depth": String(service.depth),
  });
  response.end(body);
}

/** What the request says, else an exponential draw of mean 1. */
function unitDemand(request: IncomingMessage): number {
  const sent = Number(request.headers["x-demand"] ?? Number.NaN);
  return sent >= 0 && sent < 1000 ? sent : -Math.log((randomInt(2 ** 40) + 1) / 2 ** 40);
}

/** Milliseconds until it is to listen. */
function startDelay(): number {
  const coldStart = process.env.COLD_START === undefined ? 0 : setting("COLD_START");
  return Math.max(0, 1000 * coldStart - performance.now());
}

function setting(name: string): number {
  const value = Number(process.env[name]);
  if (!(value > 0)) {
    process.stderr.write(`worker: ${name} must be a positive number, got ${process.env[name]}\n`);
    process.exit(2);
  }
  return value;
}
