import { RandomStream } from "../../random/index.js";
import type { Ledger, LedgerEntry } from "./ledger.js";
import type { TuningPlan } from "./plan.js";
import type { Configuration, SearchSpace } from "./search-space.js";
import { rankings, survivors } from "./selection.js";

/** What is raced. */
export interface Race {
  readonly space: SearchSpace;
  readonly seed: number;
  /** Numbers of containers. */
  readonly sizes: readonly number[];
  /** The one at which trials are screened. */
  readonly screeningSize: number;
  readonly plan: TuningPlan;
  readonly ledger: Ledger;
}

/** Best places of a ranking that children are drawn near. */
const PARENTS = 3;
/** One trial in so many of a later generation is drawn from the whole space. */
const FRESH_EVERY = 4;
/** How far children lie from their parents as a share of the range. */
const SPREAD = 0.15;
/** Draws to find a configuration that hasn't been tried: small spaces run out of them. */
const ATTEMPTS = 100;

/**
 * Races configurations. Trial 0 has the default values; the first generation is drawn at random, later ones mostly near the best
 * of those before. All trials of a rung meet the same requests; one goes on to the next rung where it is among the cheapest at
 * some price, and at some size once all are measured (`survivors`). The finalists are measured on dev, too, which decides nothing here.
 * Source: as iterated racing, Lopez-Ibanez et al. 2016, Operations Research Perspectives 3.
 */
export async function race(setting: Race): Promise<void> {
  const { space, sizes, screeningSize, plan, ledger } = setting;
  const { rungs, generations, dev } = plan;
  const trials: Configuration[] = [];
  const entries = (numbers: readonly number[], at: readonly number[]): readonly LedgerEntry[] =>
    numbers.map((trial) => ({ trial, controller: space.text(trials[trial]), sizes: at }));
  const measureRung = (rung: number, numbers: readonly number[]) => {
    const { first, loads, isScreening } = rungs[rung];
    return ledger.train(rung, entries(numbers, isScreening ? [screeningSize] : sizes), first, loads);
  };
  let field: readonly number[] = [];
  for (let generation = 0; generation < generations; generation++) {
    const drawn = part(rungs[0].trials, generations, generation);
    drawTrials(setting, trials, drawn, field);
    await measureRung(0, drawn);
    if (rungs.length === 1) {
      field = drawn;
      continue;
    }
    const chosen = survivors(
      ledger.sums(drawn),
      [screeningSize],
      part(rungs[1].trials, generations, generation).length,
    );
    await measureRung(1, chosen);
    field = [...field, ...chosen];
  }
  for (let rung = 2; rung < rungs.length; rung++) {
    field = survivors(ledger.sums(field), [screeningSize], rungs[rung].trials);
    await measureRung(rung, field);
  }
  const finalists = survivors(ledger.sums(field), sizes, dev.trials);
  await ledger.dev(rungs.length, entries(finalists, sizes), dev.runs);
}

/** Draws the configurations of the trials `numbers`, near the best of `field` where there are any. */
function drawTrials(
  { space, seed, screeningSize, ledger }: Race,
  trials: Configuration[],
  numbers: readonly number[],
  field: readonly number[],
): void {
  const orders = rankings(ledger.sums(field), [screeningSize]);
  const texts = new Set(trials.map((configuration) => space.text(configuration)));
  for (const trial of numbers) {
    const stream = RandomStream.of(seed, "tuning", space.controller, trial);
    const order = orders[trial % orders.length];
    const parent = () => trials[order[stream.integer(Math.min(PARENTS, order.length))]];
    for (let attempt = 0; attempt < ATTEMPTS; attempt++) {
      if (trial === 0) trials[trial] = space.default;
      else if (field.length === 0 || trial % FRESH_EVERY === 0) trials[trial] = space.draw(stream);
      else trials[trial] = space.child([parent(), parent()], SPREAD, stream);
      if (!texts.has(space.text(trials[trial]))) break;
    }
    texts.add(space.text(trials[trial]));
  }
}

/** Part `index` of the numbers 0 .. count - 1 cut into `parts`. */
function part(count: number, parts: number, index: number): readonly number[] {
  const [first, end] = [index, index + 1].map((place) => Math.floor((count * place) / parts));
  return Array.from({ length: end - first }, (_, i) => first + i);
}
