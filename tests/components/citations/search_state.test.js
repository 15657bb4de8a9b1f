import assert from "node:assert/strict";
import { test } from "node:test";
import { documentsOf, lineOf } from "./search_state.js";

const sources = [{ document_id: "a" }, { document_id: "b" }, { document_id: "a" }];

test("says nothing where nothing was searched", () => {
  assert.equal(lineOf(null, false), "");
  assert.equal(lineOf({ state: "found", answerable: true, sources: [] }, false), "");
});

test("follows the search until the answer has words", () => {
  assert.equal(lineOf({ state: "searching" }, false), "searching");
  assert.equal(lineOf({ state: "found", answerable: true, sources }, false), "found");
  assert.equal(lineOf({ state: "found", answerable: true, sources: [{ number: 1, hidden: true }] }, false), "");
  assert.equal(lineOf({ state: "searching" }, true), "");
  assert.equal(lineOf({ state: "found", answerable: true, sources }, true), "");
});

test("goes on to say what the reader has to know", () => {
  for (const begun of [false, true]) {
    assert.equal(lineOf({ state: "found", answerable: false, sources: [] }, begun), "nothing");
    assert.equal(lineOf({ state: "failed", key: "retrieval.away" }, begun), "search_failed");
    assert.equal(lineOf({ state: "failed", key: "citation.no_room" }, begun), "no_room");
    assert.equal(lineOf({ state: "found", key: "retrieval.away", answerable: true, sources }, begun), "search_failed");
  }
});

test("counts documents once", () => assert.equal(documentsOf(sources), 2));
