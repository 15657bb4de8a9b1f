import assert from "node:assert/strict";
import test from "node:test";
import { along, moved, neighbour, placeAt } from "./order.js";

const tabs = (text) => [...text].map((sign) => ({ id: sign.toLowerCase(), pinned: sign !== sign.toLowerCase(), share: 0 }));
const ids = (list) => list.map((tab) => tab.id).join("");

test("the right neighbour comes into front, else the left one", () => {
  assert.equal(neighbour(tabs("abc"), "b"), "c");
  assert.equal(neighbour(tabs("abc"), "c"), "b");
  assert.equal(neighbour(tabs("a"), "a"), "");
  assert.equal(neighbour(tabs("a"), "z"), "");
});

test("a chat that is on show beside is no neighbour", () => {
  const [a, b, c] = tabs("abc");
  assert.equal(neighbour([a, { ...b, share: 50 }, c], "a"), "c");
});

test("walking goes round", () => {
  assert.equal(along(tabs("abc"), "c", 1), "a");
  assert.equal(along(tabs("abc"), "a", -1), "c");
  assert.equal(along(tabs("abc"), "", 1), "a");
  assert.equal(along(tabs("abc"), "", -1), "c");
  assert.equal(along([], "a", 1), "");
});

test("pinned tabs stay before the others", () => {
  assert.equal(ids(moved(tabs("ABcd"), "d", 0)), "abdc");
  assert.equal(ids(moved(tabs("ABcd"), "a", 3)), "bacd");
  assert.equal(ids(moved(tabs("abc"), "a", 9)), "bca");
  assert.equal(ids(moved(tabs("abc"), "z", 0)), "abc");
});

test("a tab lands between the middles of the others", () => {
  assert.deepEqual([0, 60, 160, 400].map((x) => placeAt([50, 150, 250], x)), [0, 1, 2, 3]);
});
