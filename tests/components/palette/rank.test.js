import assert from "node:assert/strict";
import test from "node:test";
import { rankGroups, ranked, score } from "./rank.js";

const items = (...titles) => titles.map((title) => ({ title }));
const titles = (found) => found.map(({ title }) => title);

test("whole words before beginnings before middles before scattered letters", () => {
  const found = ranked("tab", items("metabolism", "Next tab", "tab", "Tables", "the alphabet"));
  assert.deepEqual(titles(found).slice(0, 4), ["tab", "Tables", "Next tab", "metabolism"]);
});

test("letters that are only scattered match when they are close", () => {
  assert.ok(score("regn", "Regenerate") > 0);
  assert.equal(score("xyz", "Regenerate"), 0);
  assert.equal(score("ntg", "Answer again with another model, nothing more to get"), 0);
});

test("every word must be found, in whatever order", () => {
  assert.ok(score("chat new", "New chat") > 0);
  assert.equal(score("chat gone", "New chat"), 0);
});

test("accents and case make no difference", () => {
  assert.ok(score("ubersicht", "Übersicht") > 0);
  assert.ok(score("strasse", "Straße") > 0);
});

test("other words count half", () => {
  assert.ok(score("gpt", "GPT-5") > score("gpt", "Large", "openai/gpt"));
  assert.ok(score("openai", "Large", "openai/gpt") > 0);
});

test("nothing typed keeps the order", () => {
  assert.deepEqual(titles(ranked("  ", items("b", "a", "c"), 2)), ["b", "a"]);
});

test("the group with the best match comes first, and what the server ranked stays", () => {
  const groups = [
    { name: "chats", ranked: true, items: items("Holiday", "Else") },
    { name: "actions", items: items("New chat", "Settings") },
  ];
  const found = rankGroups("settings", groups, 8);
  assert.deepEqual(found.map(({ name }) => name), ["actions", "chats"]);
  assert.deepEqual(titles(found[1].items), ["Holiday", "Else"]);
});
