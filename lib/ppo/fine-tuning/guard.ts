import { z } from "zod";
import type { StepStatistics } from "../../cluster/index.js";
import type { GuardSettings } from "./config.js";

/** A rule in the policy's place. Steps count every control step since the start of phase 2, from 0. */
export const takeOver = z.strictObject({
  /** The first step under the rule, and the first one after it. */
  from: z.int().min(0),
  until: z.int().min(0),
  /** SLA violation rate of the window that brought the rule in. */
  violationRate: z.number(),
  /** Why it ended: the SLA held again, it had lasted its longest, the episode was over, or the run was interrupted. */
  end: z.enum(["recovered", "longest", "episode", "interrupted"]),
});

/** One take-over of the guard's rule. */
export type TakeOver = z.infer<typeof takeOver>;

/**
 * Watches the SLA violation rate over a sliding window of control steps, and says whether the policy or a rule is in charge:
 * violations / requests of the last `window` steps > `takeOverAbove` brings the rule in; at most `handBackBelow` over as many
 * steps of its own lets the policy back. Each change empties the window: nobody answers for the other's steps.
 * @example
 * const settings = { rule: "threshold", window: 2, takeOverAbove: 0.7, handBackBelow: 0.1, longest: 120 };
 * const guard = new ppo.Guard(settings);
 * const bad = { requests: 10, violations: 9 } as cluster.StepStatistics;
 * for (const step of [0, 1]) guard.note(bad, step);
 * guard.isInCharge; // -> true
 */
export class Guard {
  readonly #violations: number[] = [];
  readonly #requests: number[] = [];
  #since: { readonly from: number; readonly violationRate: number } | undefined;

  constructor(readonly settings: GuardSettings | null) {}

  /** Whether the rule decides the next step. */
  get isInCharge(): boolean {
    return this.#since !== undefined;
  }

  /** Takes in what control step `step` did; the take-over that ends with it, if one does. */
  note({ violations, requests }: StepStatistics, step: number): TakeOver | undefined {
    if (this.settings === null) return undefined;
    const { window, takeOverAbove, handBackBelow, longest } = this.settings;
    this.#violations.push(violations);
    this.#requests.push(requests);
    if (this.#violations.length > window) {
      this.#violations.shift();
      this.#requests.shift();
    }
    const rate = this.#violations.length < window ? Number.NaN : this.#violationRate();
    if (this.#since === undefined && rate > takeOverAbove) {
      this.#since = { from: step + 1, violationRate: rate };
      this.#empty();
      return undefined;
    }
    if (this.#since === undefined) return undefined;
    if (rate <= handBackBelow) return this.#handBack(step + 1, "recovered");
    return step + 1 - this.#since.from >= longest ? this.#handBack(step + 1, "longest") : undefined;
  }

  /** The take-over that is on before control step `step`, as it would stand if the run ended there. */
  interrupted(step: number): TakeOver | undefined {
    if (this.#since === undefined || this.#since.from === step) return undefined;
    return { ...this.#since, until: step, end: "interrupted" };
  }

  /** A new episode begins at control step `step`, with the policy; the take-over that this ends, if one was on. */
  beginEpisode(step: number): TakeOver | undefined {
    this.#empty();
    return this.#handBack(step, "episode");
  }

  #handBack(until: number, end: TakeOver["end"]): TakeOver | undefined {
    const since = this.#since;
    this.#since = undefined;
    this.#empty();
    return since === undefined || since.from === until ? undefined : { ...since, until, end };
  }

  /** 0 where nothing was asked for. Violations become certain later than their requests arrive, so more than 1 is possible. */
  #violationRate(): number {
    const sum = (values: readonly number[]) => values.reduce((total, value) => total + value, 0);
    const requests = sum(this.#requests);
    return requests === 0 ? 0 : sum(this.#violations) / requests;
  }

  #empty(): void {
    this.#violations.length = 0;
    this.#requests.length = 0;
  }
}
