import type { Observation } from "../cluster/contract.js";
import { runningCount } from "../cluster/running.js";
import { scalingFamily } from "./families.js";
import { meanReadyCpu } from "./observed.js";

/** What a PID rule remembers: the sum of past errors and the last one (NaN before the first). */
export interface PidMemory {
  readonly integral: number;
  readonly lastError: number;
}

/**
 * PID rule on the mean CPU c of ready containers, per control step:
 * e = c - setpoint, I += e, u = kp e + ki I + kd (e - e'), and where |u| > level, trunc(u / level) containers.
 *
 * Anti-windup keeps ki I within +-`integralLimit` and doesn't integrate towards an end of the fleet that has been reached.
 * Within the dead band, |e| < `deadBand`, it holds and doesn't integrate.
 * Source: Astrom and Murray, Feedback Systems, 2nd edition, section 11.4 (integrator windup).
 */
export const pid = scalingFamily({
  name: "pid",
  summary: "PID control of mean CPU, a container for each whole level of its output",
  parameters: {
    setpoint: {
      type: "number",
      default: 0.6,
      minimum: 0,
      maximum: 1,
      search: { low: 0.3, high: 0.9, scale: "linear" },
      unit: "share of CPU",
      meaning: "mean CPU that is aimed at",
    },
    kp: {
      type: "number",
      default: 1.5,
      minimum: 0,
      maximum: Number.POSITIVE_INFINITY,
      search: { low: 0.3, high: 8, scale: "log" },
      unit: "per share of CPU",
      meaning: "proportional gain",
    },
    ki: {
      type: "number",
      default: 0.1,
      minimum: 0,
      maximum: Number.POSITIVE_INFINITY,
      search: { low: 0.01, high: 1, scale: "log" },
      unit: "per share of CPU and control step",
      meaning: "integral gain",
    },
    kd: {
      type: "number",
      default: 0.5,
      minimum: 0,
      maximum: Number.POSITIVE_INFINITY,
      search: { low: 0, high: 2, scale: "linear" },
      unit: "control steps per share of CPU",
      meaning: "derivative gain",
    },
    level: {
      type: "number",
      default: 0.4,
      minimum: 0,
      maximum: Number.POSITIVE_INFINITY,
      unit: "",
      meaning: "output for each container of a change; not tuned, since scaling all gains is the same",
    },
    deadBand: {
      type: "number",
      default: 0.05,
      minimum: 0,
      maximum: 1,
      search: { low: 0, high: 0.2, scale: "linear" },
      unit: "share of CPU",
      meaning: "errors smaller than this count as none; 0 switches it off",
    },
    antiWindup: {
      type: "switch",
      default: true,
      unit: "",
      meaning: "limit the integral, and freeze it at the ends of the fleet",
    },
    integralLimit: {
      type: "number",
      default: 0.4,
      minimum: 0,
      maximum: Number.POSITIVE_INFINITY,
      search: { low: 0.1, high: 2, scale: "log" },
      unit: "",
      meaning: "largest |ki I| with anti-windup on",
    },
  },
  build({ setpoint, kp, ki, kd, level, deadBand, antiWindup, integralLimit }) {
    const integrate = (integral: number, error: number, observation: Observation) => {
      if (!antiWindup) return integral + error;
      const running = runningCount(observation);
      if ((error > 0 && running === observation.size) || (error < 0 && running <= 1)) return integral;
      const limit = ki > 0 ? integralLimit / ki : 0;
      return Math.min(Math.max(integral + error, -limit), limit);
    };
    const command = (output: number, largest: number) => {
      if (output > level) return Math.min(Math.trunc(output / level), largest);
      if (output < -level) return -Math.min(Math.trunc(-output / level), largest);
      return 0;
    };
    return {
      start: (): PidMemory => ({ integral: 0, lastError: Number.NaN }),
      decide(observation, memory: PidMemory) {
        const error = meanReadyCpu(observation) - setpoint;
        if (Number.isNaN(error)) return { scale: 0, memory };
        if (Math.abs(error) < deadBand)
          return { scale: 0, memory: { integral: memory.integral, lastError: error } };
        const integral = integrate(memory.integral, error, observation);
        const slope = Number.isNaN(memory.lastError) ? 0 : error - memory.lastError;
        const output = kp * error + ki * integral + kd * slope;
        return { scale: command(output, observation.size), memory: { integral, lastError: error } };
      },
    };
  },
});
