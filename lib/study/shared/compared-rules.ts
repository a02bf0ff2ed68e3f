/** A scaling rule that the report compares with the others. */
export interface ComparedRule {
  readonly name: string;
  /** Its words at the beginning of a title or a caption. */
  readonly title: string;
  /** Settings of the parameter that trades fleet for violations, from sparing to careful: points of its frontier. */
  readonly settings: readonly Readonly<Record<string, number>>[];
}

const LEVELS = [0.95, 0.9, 0.85, 0.8, 0.7, 0.6, 0.5, 0.4];

const round = (value: number) => Math.round(value * 1000) / 1000;

/**
 * Every rule that follows the load, in the order in which they are shown. Each is measured behind round robin and behind
 * least queue, at its defaults and along its settings; experiments, figures and tables follow from this list.
 */
export const COMPARED_RULES: readonly ComparedRule[] = Object.freeze([
  {
    name: "threshold",
    title: "The threshold rule",
    settings: LEVELS.map((up) => ({ up, down: round(0.55 * up) })),
  },
  { name: "pid", title: "The PID rule", settings: LEVELS.map((setpoint) => ({ setpoint })) },
  {
    name: "square-root",
    title: "Square-root staffing",
    settings: [-0.5, 0, 0.5, 1, 1.5, 2, 3, 4].map((beta) => ({ beta })),
  },
]);

/** Their names. */
export const COMPARED_NAMES: readonly string[] = Object.freeze(COMPARED_RULES.map(({ name }) => name));

/** The fleet that never changes, which the rules are held against. */
export const STATIC_FLEET = Object.freeze({
  name: "static",
  settings: [0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 1].map((fleetShare) => ({ fleetShare })),
});

/** The write-up's own rules, at its settings. */
export const WRITEUP_RULES: readonly string[] = Object.freeze(["writeup-threshold", "writeup-pid"]);
