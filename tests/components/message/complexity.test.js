import assert from "node:assert/strict";
import { test } from "node:test";
import { isTooComplex } from "./complexity.js";
import { parseMarkdown } from "./markdown_parse.js";

const SEEDS = ["[", "![", "[a](", "(", "*", "**a", "_a*", "*a ", "`a ", "$a ", "\\(", "\\[", "<a ", "<!", "> ", "- ", "1. ", "&#", "a@", "http://", "[^a]", "~~a", "|a", "a\n"];

test("what is let through is parsed quickly", () => {
  for (const seed of SEEDS) {
    for (const times of [500, 1490, 5000, 50_000]) {
      const text = seed.repeat(times);
      if (isTooComplex(text)) continue;
      const began = performance.now();
      parseMarkdown(text);
      assert.ok(performance.now() - began < 1500, `${JSON.stringify(seed)} × ${times}`);
    }
  }
});

test("what people write is let through", () => {
  const text = "A **long** paragraph with `code`, [a link](https://a.example/path_(x)) and $x^2$. ".repeat(300);
  assert.equal(isTooComplex(text), false);
  assert.equal(isTooComplex(`| ${"cell | ".repeat(8)}\n`.repeat(200)), false);
  assert.equal(isTooComplex("  ".repeat(9) + "- deep but real"), false);
});

test("markers without end are not", () => {
  for (const seed of ["[", "> ", "- ", "`", "*"]) assert.equal(isTooComplex(seed.repeat(100_000)), true, seed);
});
