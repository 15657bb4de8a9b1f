import assert from "node:assert/strict";
import { test } from "node:test";
import { chatsBetween, flatFolders, mayMoveFolder, pathOf, subtreeOf, treeRows } from "./tree_model.js";

const folder = (id, parent_id = "") => ({ id, parent_id, name: id, color: "" });
const chat = (id, folder_id = "") => ({ id, folder_id, title: id, updated_ms: 1, tag_ids: [] });
const FOLDERS = [folder("a"), folder("b", "a"), folder("c", "b"), folder("d")];
const base = { folders: FOLDERS, counts: {}, inside: {}, insideMore: [], openIds: [], groups: [], hasTree: true };
const keys = (rows) => rows.map((row) => row.key);

test("closed folders hide what is in them and count all of it", () => {
  const rows = treeRows({ ...base, counts: { a: 1, c: 2 }, groups: [{ label: "Today", rows: [chat("x")] }] });
  assert.deepEqual(keys(rows), ["f:a", "f:d", "l:Today", "c:x"]);
  assert.equal(rows[0].total, 3);
});

test("open ones show folders first, then chats, then that there are more", () => {
  const rows = treeRows({ ...base, counts: { a: 5 }, inside: { a: [chat("x", "a")] }, insideMore: ["a"], openIds: ["a"] });
  assert.deepEqual(keys(rows), ["f:a", "f:b", "c:x", "m:a", "f:d"]);
  assert.deepEqual(rows.map((row) => row.level), [1, 2, 2, 2, 1]);
});

test("chats that have not come yet are waited for, none at all is said", () => {
  assert.deepEqual(keys(treeRows({ ...base, counts: { d: 4 }, openIds: ["d"] })), ["f:a", "f:d", "w:d"]);
  assert.deepEqual(keys(treeRows({ ...base, openIds: ["d"] })), ["f:a", "f:d", "e:d"]);
});

test("a folder whose parent is unknown stands at the top", () => {
  assert.deepEqual(flatFolders([folder("x", "gone")]).map((each) => each.level), [1]);
});

test("a path ends even in a ring", () => {
  assert.deepEqual(pathOf([folder("x", "y"), folder("y", "x")], "x").map((each) => each.id), ["y", "x"]);
});

test("a folder goes neither into itself nor into what it holds", () => {
  assert.deepEqual(subtreeOf(FOLDERS, "a"), ["a", "b", "c"]);
  assert.equal(mayMoveFolder(FOLDERS, "a", "c"), false);
  assert.equal(mayMoveFolder(FOLDERS, "a", "a"), false);
  assert.equal(mayMoveFolder(FOLDERS, "c", "d"), true);
  assert.equal(mayMoveFolder(FOLDERS, "c", ""), true);
});

test("a range runs either way and holds chats only", () => {
  const rows = treeRows({ ...base, groups: [{ label: "Today", rows: [chat("x"), chat("y"), chat("z")] }] }).filter((row) => row.kind !== "label");
  assert.deepEqual(chatsBetween(rows, "c:z", "c:x"), ["x", "y", "z"]);
  assert.deepEqual(chatsBetween(rows, "f:a", "c:x"), ["x"]);
  assert.deepEqual(chatsBetween(rows, "c:gone", "c:y"), ["y"]);
});
