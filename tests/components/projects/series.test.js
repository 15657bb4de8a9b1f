import assert from "node:assert/strict";
import { test } from "node:test";
import { OTHERS, beginOf, chartOf, daysIn, lastDays, rankOf, stepOf } from "./series.js";

const used = (day, model_id, cost_nano, calls = 1) => ({ day, model_id, cost_nano, calls, tokens_in: 10, tokens_out: 5 });

test("a range counts both of its ends", () => {
  assert.equal(daysIn("2026-05-01", "2026-05-01"), 1);
  assert.equal(daysIn("2026-02-27", "2026-03-01"), 3);
  const { since, until } = lastDays(7, Date.parse("2026-05-07T23:30:00Z"));
  assert.deepEqual([since, until], ["2026-05-01", "2026-05-07"]);
});

test("a long range has fewer, wider bars", () => {
  assert.equal(stepOf("2026-05-01", "2026-06-14"), "day");
  assert.equal(stepOf("2026-05-01", "2026-06-15"), "week");
  assert.equal(stepOf("2026-01-01", "2026-12-31"), "month");
});

test("weeks begin on Mondays, also over the turn of a year", () => {
  assert.equal(beginOf("2026-01-04", "week"), "2025-12-29");
  assert.equal(beginOf("2026-01-05", "week"), "2026-01-05");
  assert.equal(beginOf("2026-02-28", "month"), "2026-02-01");
});

test("the largest models stand first and the rest is put together", () => {
  const usage = ["a", "b", "c", "d", "e", "f"].map((model, index) => used("2026-05-01", model, index + 1));
  const ranked = rankOf(usage, "cost");
  assert.deepEqual(ranked.slice(0, 4).map(({ model }) => model), ["f", "e", "d", "c"]);
  assert.deepEqual(ranked.at(-1), { model: OTHERS, value: 3, count: 2 });
});

test("one more than there are colours for keeps its name", () => {
  const usage = ["a", "b", "c", "d", "e"].map((model) => used("2026-05-01", model, 1));
  assert.deepEqual(rankOf(usage, "cost").map(({ model }) => model), ["a", "b", "c", "d", "e"]);
});

test("each day has its row, used or not, and nothing of the sum is lost", () => {
  const usage = [used("2026-05-01", "a", 7), used("2026-05-03", "a", 1), used("2026-05-03", "b", 2)];
  const { step, rows } = chartOf(usage, "2026-05-01", "2026-05-03", "cost");
  assert.equal(step, "day");
  assert.deepEqual(rows, [
    { key: "2026-05-01", total: 7, s0: 7, s1: 0 },
    { key: "2026-05-02", total: 0, s0: 0, s1: 0 },
    { key: "2026-05-03", total: 3, s0: 1, s1: 2 },
  ]);
});

test("tokens are those in both directions", () => {
  const { rows } = chartOf([used("2026-05-01", "a", 0)], "2026-05-01", "2026-05-01", "tokens");
  assert.equal(rows[0].total, 15);
});
