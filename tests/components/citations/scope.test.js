import assert from "node:assert/strict";
import { test } from "node:test";
import { USUAL, besides, isOn, isUsual, pinnedWith, scopeName, sent, toggled } from "./scope.js";

const scope = (changes) => ({ ...USUAL, ...changes });

test("names what answers are found in", () => {
  assert.deepEqual(scopeName(scope({}), "Taxes"), { key: "project_name", values: { name: "Taxes" } });
  assert.equal(scopeName(scope({}), "").key, "off");
  assert.equal(scopeName(scope({ kind: "none" }), "Taxes").key, "off");
  assert.equal(scopeName(scope({ kind: "everything" }), "").key, "all");
  assert.deepEqual(scopeName(scope({ kind: "documents", document_ids: ["a", "b", "c"] }), ""), { key: "chosen", values: { count: 3 } });
  assert.equal(scopeName(scope({ kind: "documents", document_ids: ["a"] }), "").key, "chosen_one");
});

test("says what goes along in full, once", () => {
  assert.equal(scopeName(scope({ kind: "none", pinned_ids: ["a"] }), "").key, "in_full_one");
  assert.equal(besides(scope({ kind: "none", pinned_ids: ["a"] }), ""), null);
  assert.deepEqual(besides(scope({ kind: "everything", pinned_ids: ["a", "b"] }), ""), { key: "also_full", values: { count: 2 } });
  assert.equal(besides(scope({ kind: "everything" }), ""), null);
});

test("is on where something is searched or goes along", () => {
  assert.equal(isOn(scope({}), ""), false);
  assert.equal(isOn(scope({}), "Taxes"), true);
  assert.equal(isOn(scope({ kind: "documents" }), "Taxes"), false);
  assert.equal(isOn(scope({ kind: "none", pinned_ids: ["a"] }), ""), true);
});

test("pins with name and size, and takes back", () => {
  const pinned = pinnedWith(USUAL, { id: "a", name: "Plan", tokens: 12, state: "ready" });
  assert.deepEqual(pinned, { pinned: [{ id: "a", name: "Plan", tokens: 12 }], pinned_ids: ["a"] });
  assert.deepEqual(pinnedWith(scope(pinned), { id: "a" }), { pinned: [], pinned_ids: [] });
});

test("sends only what is chosen, and nothing where nothing is", () => {
  assert.equal(isUsual(USUAL), true);
  assert.equal(isUsual(scope({ rewrite: false })), false);
  assert.deepEqual(Object.keys(sent(scope({ documents: 4, pinned: [{ id: "a" }] }))), ["kind", "document_ids", "pinned_ids", "rewrite"]);
  assert.deepEqual(toggled(["a", "b"], "a"), ["b"]);
  assert.deepEqual(toggled(["b"], "a"), ["b", "a"]);
});
