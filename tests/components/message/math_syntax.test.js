import assert from "node:assert/strict";
import { test } from "node:test";
import { parseMarkdown } from "./markdown_parse.js";

function formulas(text) {
  const found = [];
  const walk = (nodes) => nodes.forEach((node) => (node.type === "math" || node.type === "inlineMath" ? found.push(node.value) : walk(node.children ?? [])));
  walk(parseMarkdown(text).nodes);
  return found;
}

const CASES = [
  ["a $x^2$ b", ["x^2"]],
  ["\\(a+b\\), \\[c\\]", ["a+b", "c"]],
  ["$$\na\n\nb\n$$", ["a\n\nb"]],
  ["$$ a = b $$.", ["a = b"]],
  ["text\n\\[\n- a\n= b\n\\]\ntext", ["- a\n= b"]],
  ["- item\n\n  $$\n  x\n  $$", ["x"]],
  ["> $$\n> x\n> y\n> $$", ["x\ny"]],
  ["multi $a +\nb$ line", ["a +\nb"]],
  ["escaped \\$5 and $a\\$b$", ["a\\$b"]],
  ["It costs $5 to $10.", []],
  ["from $5 up to 10$ a month", []],
  ["US$5 and US$6", []],
  ["$ not math $", []],
  ["`$x$` is code", []],
  ["\\[1\\] a reference", []],
  ["```\n$x$\n```", []],
  ["\\\\(not\\\\)", []],
];

for (const [text, expected] of CASES) {
  test(JSON.stringify(text), () => assert.deepEqual(formulas(text), expected));
}
