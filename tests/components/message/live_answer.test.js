import assert from "node:assert/strict";
import { test } from "node:test";
import { LiveAnswer } from "./live_answer.js";

const event = (seq, type, body = {}) => ({ id: String(seq), event: type, data: JSON.stringify({ seq, ...body }) });

test("counts every piece once", () => {
  const answer = new LiveAnswer();
  for (const piece of [event(1, "turn.started"), event(2, "delta", { text: "a" }), event(2, "delta", { text: "a" }), event(3, "delta", { text: "b" }), event(1, "delta", { text: "x" })]) answer.apply(piece);
  assert.equal(answer.text, "ab");
  assert.equal(answer.seq, 3);
});

test("takes the message of the end for true", () => {
  const answer = new LiveAnswer();
  answer.apply(event(1, "delta", { text: "half" }));
  answer.apply(event(9, "turn.completed", { message: { text: "whole", reasoning: "why", reasoning_ms: 1200 } }));
  assert.deepEqual([answer.text, answer.reasoning, answer.reasoningMs, answer.ended], ["whole", "why", 1200, true]);
});

test("ends even when the end comes with a number it has seen", () => {
  const answer = new LiveAnswer();
  answer.apply(event(5, "delta", { text: "a" }));
  answer.apply(event(5, "turn.completed", { message: { text: "a" } }));
  assert.equal(answer.ended, true);
});

test("takes nothing after the end and nothing that is no JSON", () => {
  const answer = new LiveAnswer();
  assert.equal(answer.apply({ id: "1", event: "delta", data: "{broken" }), false);
  answer.apply(event(2, "turn.completed", { message: { text: "a" } }));
  assert.equal(answer.apply(event(3, "delta", { text: "b" })), false);
  assert.equal(answer.text, "a");
});

test("drops what came when another model begins anew, and says why", () => {
  const answer = new LiveAnswer();
  for (const piece of [event(1, "reasoning", { text: "hm" }), event(2, "delta", { text: "Half an" }), event(3, "restart", { detail: "A failed; B is answering." })]) answer.apply(piece);
  assert.deepEqual([answer.text, answer.reasoning, answer.anew, answer.notice], ["", "", true, "A failed; B is answering."]);
  answer.apply(event(4, "delta", { text: "The whole." }));
  answer.apply(event(2, "delta", { text: "Half an" }));
  assert.equal(answer.text, "The whole.");
});

test("keeps what the search in documents told last", () => {
  const answer = new LiveAnswer();
  assert.equal(answer.knowledge, null);
  answer.apply(event(1, "citation", { state: "searching" }));
  assert.equal(answer.knowledge.state, "searching");
  answer.apply(event(2, "citation", { state: "found", sources: [{ number: 1 }], answerable: true }));
  answer.apply(event(3, "restart", { detail: "A failed; B is answering." }));
  assert.deepEqual(answer.knowledge.sources, [{ number: 1 }]);
});
