import assert from "node:assert/strict";
import { test } from "node:test";
import { SseParser } from "./sse.js";

const STREAM = 'id: 1\nevent: delta\ndata: {"seq":1}\n\n: ping\n\nid: 2\r\nevent: delta\r\ndata: a\r\ndata:  b\r\n\r\ndata: ä€\r\r';
const EXPECTED = [
  { id: "1", event: "delta", data: '{"seq":1}' },
  { id: "2", event: "delta", data: "a\n b" },
  { id: "2", event: "message", data: "ä€" },
];

test("reads every kind of line end, comments and data of several lines", () => {
  assert.deepEqual(new SseParser().push(STREAM), EXPECTED);
});

test("finds the same events wherever the stream is cut", () => {
  for (let first = 0; first <= STREAM.length; first += 1) {
    for (let second = first; second <= STREAM.length; second += 3) {
      const parser = new SseParser();
      const events = [STREAM.slice(0, first), STREAM.slice(first, second), STREAM.slice(second)].flatMap((part) => parser.push(part));
      assert.deepEqual(events, EXPECTED, `cut at ${first} and ${second}`);
    }
  }
});

test("keeps an event back until it is complete", () => {
  const parser = new SseParser();
  assert.deepEqual(parser.push("data: a\n"), []);
  assert.deepEqual(parser.push("\n"), [{ id: "", event: "message", data: "a" }]);
});
