import assert from "node:assert/strict";
import { test } from "node:test";
import { applyPending } from "./overlay.js";

const chat = (id, folder_id = "", updated_ms = 1) => ({ id, folder_id, title: id, updated_ms, tag_ids: [], favourite: false, archived: false });
const folder = (id, parent_id = "") => ({ id, parent_id, name: id });
const DATA = {
  view: "all",
  hasTree: true,
  folders: [folder("a"), folder("b")],
  counts: { a: 2, b: 1 },
  inside: { a: [chat("x", "a", 3), chat("y", "a", 1)] },
  chats: [chat("u", "", 2)],
};
const ids = (rows) => rows.map((row) => row.id);
const done = (verb, chatIds, more = {}) => applyPending(DATA, [{ verb, ids: chatIds, folderId: "", tagId: "", ...more }]);

test("a moved chat is where it was put, by its age, and counted there", () => {
  const seen = done("move", ["u"], { folderId: "a" });
  assert.deepEqual(ids(seen.inside.a), ["x", "u", "y"]);
  assert.deepEqual(seen.chats, []);
  assert.deepEqual(seen.counts, { a: 3, b: 1 });
});

test("into a folder whose chats are not there, only the count tells", () => {
  const seen = done("move", ["x", "u"], { folderId: "b" });
  assert.deepEqual([ids(seen.inside.a), seen.chats, seen.counts], [["y"], [], { a: 1, b: 3 }]);
});

test("out of all folders", () => {
  const seen = done("move", ["x"]);
  assert.deepEqual([ids(seen.inside.a), ids(seen.chats), seen.counts], [["y"], ["x", "u"], { a: 1, b: 1 }]);
});

test("what is deleted or archived leaves the list, and its folder's count", () => {
  for (const verb of ["delete", "archive"]) {
    const seen = done(verb, ["x", "u"]);
    assert.deepEqual([ids(seen.inside.a), seen.chats, seen.counts.a], [["y"], [], 1]);
  }
});

test("marks and tags change in place", () => {
  assert.equal(done("favourite", ["u"]).chats[0].favourite, true);
  assert.deepEqual(done("tag", ["u"], { tagId: "t" }).chats[0].tag_ids, ["t"]);
  const twice = applyPending(DATA, [
    { verb: "tag", ids: ["u"], tagId: "t" },
    { verb: "untag", ids: ["u"], tagId: "t" },
  ]);
  assert.deepEqual(twice.chats[0].tag_ids, []);
});

test("a list beside the tree keeps a moved chat and loses what leaves it", () => {
  const data = { ...DATA, view: "favourites", hasTree: false, inside: {} };
  assert.equal(applyPending(data, [{ verb: "move", ids: ["u"], folderId: "b" }]).chats[0].folder_id, "b");
  assert.deepEqual(applyPending(data, [{ verb: "unfavourite", ids: ["u"] }]).chats, []);
  assert.deepEqual(ids(applyPending({ ...data, view: "archive" }, [{ verb: "archive", ids: ["u"] }]).chats), ["u"]);
  assert.deepEqual(applyPending({ ...data, view: "archive" }, [{ verb: "unarchive", ids: ["u"] }]).chats, []);
});

test("folders move into each other and between siblings", () => {
  const into = applyPending(DATA, [{ verb: "move-folder", id: "b", parentId: "a", beforeId: "" }]);
  assert.deepEqual(into.folders.map((each) => [each.id, each.parent_id]), [["a", ""], ["b", "a"]]);
  const before = applyPending(DATA, [{ verb: "move-folder", id: "b", parentId: "", beforeId: "a" }]);
  assert.deepEqual(ids(before.folders), ["b", "a"]);
});

test("nothing pending is the server's word itself", () => assert.equal(applyPending(DATA, []), DATA));
