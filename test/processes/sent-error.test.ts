import assert from "node:assert/strict";
import { test } from "node:test";
import { InputError } from "../../lib/check/index.js";
import { receivedError, sentError } from "../../lib/processes/index.js";

test("an error that goes to another process arrives as what it was, with the stack that it had", () => {
  for (const Kind of [InputError, RangeError, TypeError, Error]) {
    const error = new Kind("size must be 5");
    const arrived = receivedError(structuredClone(sentError(error)));
    assert.equal(Object.getPrototypeOf(arrived), Kind.prototype);
    assert.deepEqual([arrived.message, arrived.stack], [error.message, error.stack]);
  }
  assert.ok(!(receivedError(sentError(new SyntaxError("x"))) instanceof RangeError));
  assert.equal(receivedError(sentError("thrown text")).message, "thrown text");
});
