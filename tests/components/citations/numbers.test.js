import assert from "node:assert/strict";
import { test } from "node:test";
import { byNumber, cutNumbers, misquoted, opens, sortOut } from "./numbers.js";

const shape = (text) => cutNumbers(text).map((part) => (typeof part === "string" ? part : part.numbers));

test("cuts a text at its numbers and loses nothing of it", () => {
  const text = "Fees fell [1][3], as planned [2].";
  assert.deepEqual(shape(text), ["Fees fell ", [1], [3], ", as planned ", [2], "."]);
  assert.equal(cutNumbers(text).map((part) => part.raw ?? part).join(""), text);
});

test("reads several numbers in one pair of brackets, and spans", () => {
  assert.deepEqual(shape("[1, 3]"), [[1, 3]]);
  assert.deepEqual(shape("[2-4; 3]"), [[2, 3, 4]]);
  assert.deepEqual(shape("[1–2]"), [[1, 2]]);
});

test("makes no long list of a span that no answer means", () => assert.deepEqual(shape("[1-900]"), [[1, 900]]));

test("leaves alone what is no number of a source", () => {
  for (const text of ["", "none", "[2020]", "[0]", "[01]", "[^1]", "[a]", "[1", "1]", "[]", "[1.2]", "[-1]"]) assert.deepEqual(cutNumbers(text), [text], text);
});

test("takes hostile brackets in their stride", () => {
  const text = "[1,".repeat(40_000);
  const began = performance.now();
  cutNumbers(text);
  assert.ok(performance.now() - began < 500);
});

test("knows the numbers of a stored answer before its sources have come", () => {
  assert.deepEqual([...byNumber(null, 2).keys()], [1, 2]);
  assert.equal(byNumber(null, 2).get(1).pending, true);
  assert.deepEqual([...byNumber([{ number: 3, title: "a" }], 9).keys()], [3]);
});

test("sorts cited sources from those that were only read, each by number", () => {
  const { cited, others } = sortOut([{ number: 3, cited: true }, { number: 2, cited: false }, { number: 1, cited: true }]);
  assert.deepEqual(cited.map(({ number }) => number), [1, 3]);
  assert.deepEqual(others.map(({ number }) => number), [2]);
});

test("tells a quotation that is not literal, and what can be opened", () => {
  assert.equal(misquoted({ quotes: [{ text: "a", literal: true }] }), false);
  assert.equal(misquoted({ quotes: [{ text: "a", literal: true }, { text: "b", literal: false }] }), true);
  assert.equal(misquoted({}), false);
  assert.equal(opens({ document_id: "d" }), true);
  for (const source of [undefined, { document_id: "" }, { document_id: "d", hidden: true }, { document_id: "d", deleted: true }]) assert.equal(opens(source), false);
});
