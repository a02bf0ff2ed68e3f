/** A rule with its parameters set, under a name of its own. */
export interface NamedConfiguration {
  readonly name: string;
  /** The rule's name in the registry. */
  readonly rule: string;
  readonly parameters: Readonly<Record<string, number | boolean>>;
}

/** The write-up's threshold rule: 75 % up, 25 % down, one container a step, no cooldown. */
export const writeupThreshold: NamedConfiguration = Object.freeze({
  name: "writeup-threshold",
  rule: "threshold",
  parameters: Object.freeze({ up: 0.75, down: 0.25 }),
});

/** The write-up's PID rule: CPU 60 %, gains 1.5 / 0.1 / 0.5, change beyond +-0.4, no anti-windup, no dead band, no cooldown. */
export const writeupPid: NamedConfiguration = Object.freeze({
  name: "writeup-pid",
  rule: "pid",
  parameters: Object.freeze({
    setpoint: 0.6,
    kp: 1.5,
    ki: 0.1,
    kd: 0.5,
    level: 0.4,
    deadBand: 0,
    antiWindup: false,
  }),
});
