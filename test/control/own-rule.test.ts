import assert from "node:assert/strict";
import { test } from "node:test";
import { InputError } from "../../lib/check/index.js";
import {
  controllerByText,
  controllerNames,
  controllerParameters,
  controllerSources,
  isRule,
  type OwnRuleDefinition,
  ownRule,
} from "../../lib/control/index.js";
import { type Job, ProcessPool } from "../../lib/processes/index.js";
import { observation, plainSpec } from "./helpers.js";

/** The built-in threshold rule once more, as a user would write it. */
const twin = {
  name: "twin",
  parameters: {
    up: { default: 0.75, minimum: 0, maximum: 1 },
    down: { default: 0.35, minimum: 0, maximum: 1, search: [0.1, 0.7] },
  },
  rule: ({ up, down }) => ({
    decide(seen) {
      const isReady = Array.from(seen.state, (state) => state === 2);
      const busy = isReady.reduce((sum, ready, i) => sum + (ready ? (seen.cpu[i] as number) : 0), 0);
      const cpu = seen.time === 0 ? Number.NaN : busy / isReady.filter(Boolean).length;
      return { scale: cpu > up ? 1 : cpu < down ? -1 : 0 };
    },
  }),
} as const satisfies OwnRuleDefinition;

test("a rule of one's own is a controller by name, with routers and parameters behind it", () => {
  ownRule(twin);
  for (const text of ["twin", "twin+least-queue:up=0.6", "twin+pick:down=0.2:floor=0.5"]) {
    const [own, built] = [text, text.replace("twin", "threshold")].map(controllerByText);
    const spec = plainSpec(3);
    const memories = [own, built].map((controller) => controller.start(spec, 1));
    for (const cpu of [0.1, 0.3, 0.5, 0.7, 0.9]) {
      const seen = observation({ cpu: [cpu, cpu, cpu], state: [2, 2, 0] });
      assert.deepEqual(
        own.decide(seen, memories[0]).action,
        built.decide(seen, memories[1]).action,
        `${text} ${cpu}`,
      );
    }
  }
  assert.ok(controllerNames().includes("twin") && isRule("twin+least-queue:up=0.6") && !isRule("twins"));
  assert.throws(() => controllerByText("twin:up=2"), /"twin".*up must be between 0 and 1, got 2/);
  assert.throws(() => controllerByText("twin:upp=2"), /unknown parameter "upp"; known: up, down, dwell/);
});

test("its parameters have ranges for tuning: those given, or their limits", () => {
  ownRule(twin);
  const { up, down } = controllerParameters("twin") as Record<string, { search?: unknown }>;
  assert.deepEqual(up.search, { low: 0, high: 1, scale: "linear" });
  assert.deepEqual(down.search, { low: 0.1, high: 0.7, scale: "linear" });
});

test("a rule that is defined again takes the name; results tell the two apart", () => {
  const rule = (text: string) =>
    ownRule({ name: "again", rule: new Function(`return () => ({ decide: () => ({ scale: ${text} }) })`)() });
  const scale = () =>
    controllerByText("again").decide(
      observation({ size: 3 }),
      controllerByText("again").start(plainSpec(3), 1),
    ).action.scale;
  const [one] = [rule("1"), assert.equal(scale(), 1)];
  const [zero] = [rule("0"), assert.equal(scale(), 0)];
  assert.notEqual(one.hash, zero.hash);
  assert.deepEqual(controllerSources(["again"]), [{ name: "again", hash: zero.hash }]);
  assert.deepEqual([rule("1").hash, scale()], [one.hash, 1]);
});

test("another process knows the rule", async (context) => {
  ownRule(twin);
  const pool = new ProcessPool(1);
  context.after(() => pool.close());
  const job: Job = {
    module: require.resolve("../../lib/control/controller-text.ts"),
    name: "controllerByText",
    argument: "twins:up=0.6",
  };
  // What comes back is the message of the process itself: it has no functions to give.
  await assert.rejects(pool.run([job]), /unknown rule "twins"; known: .*, twin\b/);
});

test("what is no rule is refused in a line", () => {
  const define = (name: string, rule: unknown, parameters?: unknown) => () =>
    ownRule({ name, rule, parameters } as OwnRuleDefinition);
  const decides = (scale: unknown) =>
    new Function(`return () => ({ decide: () => ({ scale: ${scale} }) })`)();
  const limit = 3;
  const cases: readonly (readonly [() => unknown, RegExp])[] = [
    [define("Loud", decides(0)), /a rule's name has small letters, digits and hyphens.*"Loud"/],
    [define("pid", decides(0)), /rule "pid": this name is taken/],
    [define("least-queue", decides(0)), /this name is taken/],
    [define("text", "x"), /its rule must be a function of its parameters, got string/],
    [define("empty", () => ({})), /must give \{ decide/],
    [define("nothing", () => undefined), /must give \{ decide/],
    [define("half", decides(0.5)), /gives scale 0\.5 at 0 s/],
    [define("none", decides('"up"')), /gives scale "up" at 0 s/],
    [define("no-scale", () => ({ decide: () => 1 })), /gives no scale at 0 s/],
    [define("outer", () => ({ decide: () => ({ scale: limit }) })), /uses limit from outside/],
    [define("chance", () => ({ decide: () => ({ scale: Math.round(Math.random()) }) })), /uses Math\.random/],
    [
      define("late", () => ({
        decide: ({ time }: { time: number }) => ({ scale: time > 3 ? Number.NaN : 0 }),
      })),
      /scale NaN at \d+ s/,
    ],
    [
      define("fails", () => ({
        decide: (seen: { nothing: { here: number } }) => ({ scale: seen.nothing.here }),
      })),
      /rule "fails" fails at 0 s \(Cannot read properties of undefined/,
    ],
    [
      define("counts", () => {
        let calls = 0;
        return { decide: () => ({ scale: calls++ % 3 }) };
      }),
      /rule "counts" keeps something of its own: .* got scale 0 and 1: put all that lasts/,
    ],
    [
      define("odd", decides(0), { gain: { default: 5, maximum: 1 } }),
      /gain is .*its default lies beyond its limits/,
    ],
    [define("odd", decides(0), { gain: "1" }), /rule "odd", parameters: gain is "1", which isn't valid/],
    [
      define("odd", decides(0), { gain: { default: 1, search: [0, 2], scale: "log" } }),
      /log scale must begin above 0/,
    ],
  ];
  for (const [act, message] of cases)
    assert.throws(act, (error: Error) => {
      assert.ok(error instanceof InputError, String(error));
      assert.match(error.message, message);
      assert.ok(!error.message.includes("\n"));
      return true;
    });
});

test("memory goes from step to step", () => {
  ownRule({
    name: "every-third",
    rule: () => ({
      start: () => 0,
      decide: (_seen, steps: number) => ({ scale: steps % 3 === 2 ? 1 : 0, memory: steps + 1 }),
    }),
  });
  const controller = controllerByText("every-third");
  let memory = controller.start(plainSpec(3), 1);
  const scales = Array.from({ length: 6 }, () => {
    const decision = controller.decide(observation({ size: 3 }), memory);
    memory = decision.memory;
    return decision.action.scale;
  });
  assert.deepEqual(scales, [0, 0, 1, 0, 0, 1]);
});
