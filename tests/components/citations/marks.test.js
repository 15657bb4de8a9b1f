import assert from "node:assert/strict";
import { test } from "node:test";
import { markQuotes } from "./marks.js";

const marked = (text, ...quotes) => markQuotes(text, quotes).filter((piece) => piece.marked).map((piece) => piece.text);

test("marks what is quoted and keeps the whole text", () => {
  const text = "The fee is 12 euros. It is due in May.";
  assert.deepEqual(marked(text, "It is due in May."), ["It is due in May."]);
  assert.equal(markQuotes(text, ["fee is"]).map((piece) => piece.text).join(""), text);
});

test("finds a quotation across lines, split words and other signs", () => {
  assert.deepEqual(marked("due in\n   May", "due in May"), ["due in\n   May"]);
  assert.deepEqual(marked("a long insur-\nance policy", "insurance policy"), ["insur-\nance policy"]);
  assert.deepEqual(marked("she said “no – never”", 'said "no - never"'), ["said “no – never”"]);
});

test("marks several, also where they overlap", () => assert.deepEqual(marked("one two three four", "one two", "two three", "four"), ["one two three", "four"]));

test("marks nothing for what is not there, or empty", () => {
  assert.deepEqual(marked("one two", "three", "", "  "), []);
  assert.deepEqual(markQuotes("", ["a"]), []);
});
