import assert from "node:assert/strict";
import { test } from "node:test";
import { commandOdds, switchingRates } from "../../lib/cluster/index.js";
import { RandomStream } from "../../lib/random/index.js";
import { close } from "../queueing/close.js";

test("a scale of mean .5 and deviation 1 asks for a change in 84 % of steps (Eq. cluster.switching.odds)", () => {
  const { up, down } = commandOdds({ mean: 0.5, deviation: 1 });
  // Phi(-.2) = .4207402906 by tables.
  close(up, 0.4207402906, 1e-9);
  close(down, 0.4207402906, 1e-9);
});

test("a certain scale asks as the thresholds say", () => {
  for (const [mean, up, down] of [
    [0.9, 1, 0],
    [0.5, 0, 0],
    [0.1, 0, 1],
  ])
    assert.deepEqual(commandOdds({ mean, deviation: 1e-6 }), { up, down });
  assert.throws(() => commandOdds({ mean: 0.5, deviation: 0 }), /deviation must be/);
});

test("a fleet of two by hand (Eq. cluster.switching.rates)", () => {
  // pi in proportion to 1 : 3. Up counts at one container, down at two: .6/4 + .2 3/4.
  const rates = switchingRates({ up: 0.6, down: 0.2 }, 2);
  close(rates.command, 0.8);
  close(rates.change, 0.6 / 4 + (0.2 * 3) / 4);
  close(rates.reversedCommand, (2 * 0.6 * 0.2) / 0.8);
  close(rates.fleetShare, (1 * 1 + 2 * 3) / 8);
});

test("commands all one way change nothing in the end", () => {
  assert.deepEqual(switchingRates({ up: 0.5, down: 0 }, 7), {
    command: 0.5,
    change: 0,
    reversedCommand: 0,
    fleetShare: 1,
  });
  const none = switchingRates({ up: 0, down: 0 }, 7);
  assert.deepEqual([none.command, none.change], [0, 0]);
  assert.ok(Number.isNaN(none.fleetShare));
  assert.throws(() => switchingRates({ up: 0.6, down: 0.6 }, 7), RangeError);
});

test("the rates are those of a walk that is played", () => {
  const [size, up, down, steps] = [5, 0.3, 0.4, 200_000];
  const random = RandomStream.of(1, "walk");
  let [fleet, last] = [3, 0];
  const counts = { command: 0, change: 0, reversed: 0, fleet: 0 };
  for (let step = 0; step < steps; step++) {
    const draw = random.uniform();
    const command = draw < up ? 1 : draw < up + down ? -1 : 0;
    const next = Math.min(Math.max(fleet + command, 1), size);
    if (command !== 0) counts.command++;
    if (command !== 0 && command === -last) counts.reversed++;
    if (next !== fleet) counts.change++;
    if (command !== 0) last = command;
    fleet = next;
    counts.fleet += fleet;
  }
  const rates = switchingRates({ up, down }, size);
  close(counts.command / steps, rates.command, 0.01);
  close(counts.change / steps, rates.change, 0.01);
  close(counts.reversed / steps, rates.reversedCommand, 0.01);
  close(counts.fleet / steps / size, rates.fleetShare, 0.01);
});
