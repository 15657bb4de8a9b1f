import assert from "node:assert/strict";
import { test } from "node:test";
import { nextSentences } from "./sentences.js";

test("waits for the end of a sentence", () => {
  assert.deepEqual(nextSentences("Not yet done", 0, false), { speech: "", to: 0 });
  assert.equal(nextSentences("One. Two is not", 0, false).speech, "One.");
  assert.equal(nextSentences("One. Two is not", 4, true).speech, "Two is not");
});

test("says words, not marks", () => {
  assert.equal(nextSentences("## **Bold** and [a link](https://a.example), `code`.\n\n", 0, false).speech, "Bold and a link, code.");
});

test("leaves code out, also while it is written", () => {
  const text = "Look. \n\n```js\nlet a = 1; // done. \n";
  const { to } = nextSentences(text, 0, false);
  assert.ok(to <= text.indexOf("```"));
  assert.equal(nextSentences(`${text}\`\`\`\n\nAfter.\n\n`, 0, false).speech, "Look. After.");
});

test("never says more than a listener can take", () => {
  assert.ok(nextSentences("Word. ".repeat(1000), 0, true).speech.length <= 500);
});
