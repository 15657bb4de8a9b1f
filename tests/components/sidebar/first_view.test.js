import assert from "node:assert/strict";
import { test } from "node:test";
import { asState } from "./first_view.js";

const chat = { id: "x", title: "Trip", model_id: "test/m", updated_at: "2026-03-01T12:00:00Z", running: true, unread: false, folder_id: "", favourite: false, archived: false, tag_ids: ["t"] };
const answer = { width: 300, is_open: false, open_ids: ["a"], folders: [{ id: "a" }], counts: { a: 1 }, tags: [], chats: [chat], inside: { a: [chat] } };

test("a chat of the REST interface becomes a row of the list", () => {
  const { chats, inside } = asState(answer);
  assert.equal(chats[0].updated_ms, Date.UTC(2026, 2, 1, 12));
  assert.deepEqual([chats[0].title, chats[0].running, chats[0].tag_ids, chats[0].model], ["Trip", true, ["t"], ""]);
  assert.deepEqual(inside.a, chats);
});

test("everything else keeps its value under the names of the components", () => {
  const { width, isOpen, openIds, folders, counts } = asState(answer);
  assert.deepEqual([width, isOpen, openIds, folders, counts], [300, false, ["a"], [{ id: "a" }], { a: 1 }]);
});
