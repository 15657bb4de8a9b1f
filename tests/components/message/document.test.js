import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { BlockSplitter, readFence } from "./blocks.js";
import { definitionsFor, MarkdownDocument } from "./document.js";
import { parseMarkdown } from "./markdown_parse.js";

const EXAMPLES = JSON.parse(readFileSync(new URL("commonmark.json", import.meta.url)));
const OWN = [
  "1. one\n\n   ```js\n   a\n\n   b\n   ```\n\n2. two\n\n   para\n3. three\n",
  "- a\n\n\n- b\n\n  ~~~\n  x\n~~~\ncode\n\ncode\n~~~\n",
  "````md\n```js\ninner\n\n```\n````\n\nafter\n",
  "$$\na\n\nb\n$$\n\ntext\n",
  "\\[\n- a\n= b\n\n+ c\n\\]\n\nafter\n",
  "> quote\n>\n> ```\n> code\n\nafter\n",
  "Text [^1] and [^b].\n\n[^1]: First\n\n    more\n\nbetween\n\n[^b]: Second\n",
  "| a | b |\n|---|---|\n| 1 | 2 |\n\nafter | no table\n",
  "Intro:\n- a\n- b\n\n- c\n\nend\n",
  "    code\n\n    more code\n\npara\n",
  "para\n```\ncode\n```\npara\n",
];

/** micromark takes "2." after indented code for text; the specification, and a piece parsed by itself, for a list. */
const MICROMARK_ERRS = /^(?: {4}|\t| *\t).*\n+ {0,3}(?!0*1[.)])\d+[.)]/m;

/** A generator that is the same in every run. */
function dice(seed) {
  let state = seed;
  return (sides) => {
    state = (state * 1103515245 + 12345) % 2147483648;
    return Math.floor((state / 2147483648) * sides);
  };
}

function bare(nodes) {
  return JSON.stringify(nodes, (key, value) => (key === "position" || key === "meta" ? undefined : value));
}

function inPieces(text) {
  const { blocks, links, notes } = new MarkdownDocument().update(text);
  return blocks.flatMap((block) => {
    if (block.kind === "code") {
      const { language, code } = readFence(block.text);
      return [{ type: "code", lang: language || null, value: code }];
    }
    const known = definitionsFor(block, links, notes);
    return parseMarkdown(block.text, known.links.map((link) => link.id), known.notes.map((note) => note.id)).nodes;
  });
}

function* mixtures(count) {
  const roll = dice(7);
  const texts = [...EXAMPLES, ...OWN, ...OWN, ...OWN].filter((text) => !text.includes("&ouml;"));
  for (let made = 0; made < count; made += 1) {
    let text = "";
    for (let parts = 2 + roll(3); parts > 0; parts -= 1) text += texts[roll(texts.length)] + "\n".repeat(1 + roll(3));
    if (!MICROMARK_ERRS.test(text)) yield text;
  }
}

test("pieces parsed one by one are what the whole text is", () => {
  for (const text of [...OWN, ...mixtures(4000)]) assert.equal(bare(inPieces(text)), bare(parseMarkdown(text).nodes), JSON.stringify(text));
});

test("text that grows ends in the same pieces as text that was there at once", () => {
  const roll = dice(3);
  for (const text of mixtures(1500)) {
    const growing = new BlockSplitter();
    for (let at = 0; at < text.length; at = Math.min(text.length, at + 1 + roll(20))) growing.update(text.slice(0, at));
    assert.deepEqual(growing.update(text), new BlockSplitter().update(text), JSON.stringify(text));
  }
});

test("finished pieces keep their identity while the text grows", () => {
  const document = new MarkdownDocument();
  const before = document.update("First.\n\nSecond.\n\nThi").blocks;
  const after = document.update("First.\n\nSecond.\n\nThird").blocks;
  assert.equal(before[0], after[0]);
  assert.equal(before[1], after[1]);
  assert.notEqual(before[2], after[2]);
});

test("numbers footnotes by their first mention, wherever they are defined", () => {
  const { notes } = new MarkdownDocument().update("[^z]: Zed\n\nA[^a] B[^z] C[^a]\n\n`[^code]`\n\n[^a]: Ay\n\n[^code]: never\n");
  assert.deepEqual([...notes.values()].map(({ id, number }) => [id, number]), [["z", 2], ["a", 1], ["code", 0]]);
});
