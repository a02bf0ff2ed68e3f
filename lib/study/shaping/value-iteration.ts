/** A finite decision problem: what each action of each state earns and where it leads. */
export interface FiniteDecisionProblem {
  /** States are numbered from 0. */
  readonly states: number;
  readonly actions: number;
  /** gamma, 0 <= gamma < 1. */
  readonly discount: number;
  /** r(s, a, s'). */
  reward(state: number, action: number, next: number): number;
  /** P(s' | s, a): states that can follow, and how likely each is. */
  transitions(state: number, action: number): readonly (readonly [next: number, probability: number])[];
}

/** What solving a decision problem gives. */
export interface Solution {
  /** V*(s). */
  readonly values: readonly number[];
  /** A best action of each state, the first of equals (within `TIE`). */
  readonly actions: readonly number[];
}

/** Action values that are so close count as equal. */
const TIE = 1e-9;
/** Values change by less at the end. */
const PRECISION = 1e-12;

/**
 * Value iteration: V(s) = max over a of Q(s, a), Q(s, a) = sum over s' of P(s'|s, a) (r(s, a, s') + gamma V(s')), until
 * nothing changes.
 *
 * Source: Puterman, Markov Decision Processes (1994), section 6.3.
 */
export function valueIteration(problem: FiniteDecisionProblem): Solution {
  let values = new Array<number>(problem.states).fill(0);
  for (;;) {
    const next = values.map((_, state) => Math.max(...actionValues(problem, values, state)));
    const change = Math.max(...next.map((value, state) => Math.abs(value - values[state])));
    values = next;
    if (change < PRECISION) break;
  }
  const actions = values.map((_, state) => {
    const own = actionValues(problem, values, state);
    return own.findIndex((value) => value >= Math.max(...own) - TIE);
  });
  return { values, actions };
}

/** Q(s, a) of each action. */
function actionValues(problem: FiniteDecisionProblem, values: readonly number[], state: number): number[] {
  return Array.from({ length: problem.actions }, (_, action) =>
    problem
      .transitions(state, action)
      .reduce(
        (sum, [next, probability]) =>
          sum + probability * (problem.reward(state, action, next) + problem.discount * values[next]),
        0,
      ),
  );
}

/**
 * The problem with potential-based shaping: r'(s, a, s') = r(s, a, s') + F(s, s'), F = gamma phi(s') - phi(s)      (Eq. study.shaping)
 *
 * Along any path the sums telescope: a return from s becomes the same less phi(s), whatever is done. So V' = V - phi, all
 * policies keep their order, and the best one stays the best.
 * Source: Ng, Harada and Russell, "Policy invariance under reward transformations", ICML 1999.
 */
export function shapedProblem(
  problem: FiniteDecisionProblem,
  potential: (state: number) => number,
): FiniteDecisionProblem {
  return {
    ...problem,
    reward: (state, action, next) =>
      problem.reward(state, action, next) + problem.discount * potential(next) - potential(state),
  };
}
