import assert from "node:assert/strict";
import { test } from "node:test";
import { byWordsAlone, cutCounts, givenRows, hasScores, otherQueries, shareOf, stepsDone, timeText } from "./why.js";

const hit = (chunk_id, score) => ({ chunk_id, document_id: "d", score, cosine: null, coverage: null, rerank: null });
const WHY = {
  question: "When is it due?",
  queries: ["When is it due?", "When is the tax due?"],
  steps: [
    { name: "rewritten", ms: 900, count: 1, hits: [] },
    { name: "words", ms: 4, count: 2, hits: [hit("a", 8), hit("b", 2)] },
    { name: "meaning", ms: 9, count: 1, hits: [hit("b", 0.7)] },
    { name: "packed", ms: 1, count: 2, hits: [hit("a", 1), hit("b", 1)] },
  ],
  given: [[1, "b"], [2, "a"], [3, "c"]],
  known: [{ chunk_id: "a", title: "A" }, { chunk_id: "b", title: "B" }],
  cut: [{ chunk_id: "x", why: "budget" }, { chunk_id: "y", why: "weak" }, { chunk_id: "z", why: "budget" }],
};

test("tells for each passage how it came off in each search", () => {
  const [first, second, third] = givenRows(WHY);
  assert.deepEqual(first.marks.map(({ step, place }) => [step, place]), [["words", 2], ["meaning", 1]]);
  assert.equal(first.marks[0].share, 0.25);
  assert.deepEqual([second.passage.title, second.marks.length], ["A", 1]);
  assert.deepEqual([third.passage, third.marks], [undefined, []]);
});

test("draws judgements below nothing in the span that they have and never an empty bar", () => {
  const step = { hits: [hit("a", -1), hit("b", -5)] };
  assert.deepEqual(step.hits.map((one) => shareOf(step, one)), [1, 0.02]);
  const alike = { hits: [hit("a", 0), hit("b", 0)] };
  assert.deepEqual(alike.hits.map((one) => shareOf(alike, one)), [1, 1]);
});

test("counts what was left out by reason, most first", () => assert.deepEqual(cutCounts(WHY.cut), [["budget", 2], ["weak", 1]]));

test("names the wordings beside the question itself", () => assert.deepEqual(otherQueries(WHY), ["When is the tax due?"]));

test("writes times as a person reads them", () => {
  assert.match(timeText(41.6, "en"), /^42\s?ms$/);
  assert.match(timeText(1240, "de"), /^1,2\sSek\.$/);
});

test("shows the steps that did something, with scores where they compare", () => {
  const idle = { name: "meaning", ms: 0, count: 0, hits: [] };
  const why = { steps: [WHY.steps[1], idle, WHY.steps[3]], models: {} };
  assert.deepEqual(stepsDone(why).map(({ name }) => name), ["words", "packed"]);
  assert.deepEqual(stepsDone(why).map(hasScores), [true, false]);
  assert.deepEqual([byWordsAlone(why), byWordsAlone({ ...why, models: { meaning: "m" } }), byWordsAlone({ steps: [], models: {} })], [true, false, false]);
});
