import assert from "node:assert/strict";
import { test } from "node:test";
import { cellNumber, type TableDefinition } from "../../lib/report/index.js";

const table: TableDefinition = {
  id: "fleets",
  title: "Fleets",
  caption: "Fleets by size.",
  inputs: ["fleets.csv"],
  columns: [
    { key: "size", title: "$N$" },
    { key: "fleet", title: "fleet (%)", format: { style: "percent", digits: 1 } },
    { key: "rule", title: "rule" },
  ],
  rows: () => [
    { size: 5, fleet: { estimate: 0.5, lower: 0.4, upper: 0.6 }, rule: "PID" },
    { size: 15, fleet: null, rule: "PID" },
  ],
};
const data = { rows: () => [], json: () => undefined };
const choice = { id: "fleet", title: "the fleet", where: { size: 5 }, column: "fleet" };

test("a number is the cell of its row and column, with the column's format and the table's inputs", () => {
  const number = cellNumber(table, choice);
  assert.deepEqual(number.value(data), { estimate: 0.5, lower: 0.4, upper: 0.6 });
  assert.deepEqual([number.inputs, number.format], [["fleets.csv"], { style: "percent", digits: 1 }]);
});

test("an empty cell and a row that isn't there aren't measured", () => {
  for (const size of [15, 25])
    assert.equal(cellNumber(table, { ...choice, where: { size } }).value(data), Number.NaN);
});

test("a column that isn't there and a cell of text are refused", () => {
  assert.throws(
    () => cellNumber(table, { ...choice, column: "flet" }),
    /fleet: the table fleets has no column "flet"/,
  );
  assert.throws(
    () => cellNumber(table, { ...choice, column: "rule" }).value(data),
    /fleet: the cell holds the text "PID"/,
  );
});
