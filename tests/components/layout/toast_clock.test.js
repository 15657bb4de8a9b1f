import assert from "node:assert/strict";
import { test } from "node:test";
import { end, renew, timeLeft } from "./toast_clock.js";

function tab() {
  const kept = new Map();
  return { getItem: (name) => kept.get(name) ?? null, setItem: (name, value) => kept.set(name, value) };
}

test("a notice is shown for ten seconds, and what is left of them after a reload", () => {
  const store = tab();
  assert.equal(timeLeft(7, store, 1_000), 10_000);
  assert.equal(timeLeft(7, store, 5_000), 6_000);
  assert.equal(timeLeft(7, store, 60_000), 0);
});

test("the next notice has a clock of its own", () => {
  const store = tab();
  timeLeft(7, store, 1_000);
  assert.equal(timeLeft(8, store, 60_000), 10_000);
});

test("what was put away does not come back, what is read stays", () => {
  const store = tab();
  timeLeft(7, store, 1_000);
  end(7, store);
  assert.equal(timeLeft(7, store, 1_001), 0);
  renew(8, store, 9_000);
  assert.equal(timeLeft(8, store, 10_000), 9_000);
});

test("a browser that keeps nothing shows it all the same", () => {
  const closed = {
    getItem: () => null,
    setItem: () => {
      throw new Error("full");
    },
  };
  assert.equal(timeLeft(7, closed, 1_000), 10_000);
});
