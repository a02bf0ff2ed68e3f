import type { Calibration } from "../../../lib/cluster/docker/calibration/index.js";

/** A calibration of two classes of containers, with requests of 6 ms. */
export const CALIBRATION: Calibration = {
  id: "trial",
  meanDemand: 0.006,
  spec: {
    containers: [
      { cpuShare: 0.04, memoryMiB: 128, serviceRate: 7.9 },
      { cpuShare: 0.08, memoryMiB: 128, serviceRate: 15.7 },
    ],
    controlInterval: 1,
    coldStart: 1.7,
    queueLimit: 32,
    sla: 1.25,
    timeScale: 10,
    dispatch: "smooth-weighted-round-robin",
    memory: { idleMiB: 7, perRequestMiB: 0.05, releaseTime: 30 },
  },
  measured: [
    { quantity: "service_rate", class: 0, unit: "1/s", value: 7.9, lower: null, upper: null, samples: 300 },
  ],
  coldStarts: [1.6, 1.8],
};
