import assert from "node:assert/strict";
import { test } from "node:test";
import { LiveAnswer } from "./live_answer.js";
import { followTurn } from "./turn_stream.js";

globalThis.document = { hidden: false, addEventListener() {}, removeEventListener() {} };

/** A server whose lines are open until they are closed by hand. */
class Server {
  lines = [];
  gone = new Set();

  constructor() {
    globalThis.fetch = async (address, options = {}) => {
      if (!address.includes("/events")) return { ok: true, status: this.gone.has(address.split("/").at(-1)) ? 404 : 200 };
      const turns = address.includes("after=") ? [address.split("/").at(-2)] : [...new URL(address, "http://x").searchParams.getAll("turn")];
      const refused = turns.some((turn) => this.gone.has(turn.split(":")[0]));
      const line = { address, turns, open: true, waiting: [], arrived: [] };
      this.lines.push(line);
      const end = (reason) => {
        line.open = false;
        line.waiting.splice(0).forEach(({ reject }) => reject(reason));
      };
      options.signal?.addEventListener("abort", () => end(new Error("aborted")));
      const read = () => (line.arrived.length ? Promise.resolve(line.arrived.shift()) : new Promise((resolve, reject) => line.waiting.push({ resolve, reject })));
      return { ok: !refused, status: refused ? 404 : 200, body: { getReader: () => ({ read }) } };
    };
  }

  send(line, turnId, seq, event, body = {}) {
    const alone = line.turns.length === 1;
    const data = JSON.stringify({ ...(alone ? {} : { turn_id: turnId }), seq, ...body });
    const chunk = { value: new TextEncoder().encode(`id: ${alone ? seq : `${turnId}:${seq}`}\nevent: ${event}\ndata: ${data}\n\n`), done: false };
    const reader = line.waiting.shift();
    if (reader) reader.resolve(chunk);
    else line.arrived.push(chunk);
  }
}

const soon = () => new Promise((resolve) => setTimeout(resolve, 5));

function follow(turnId) {
  const control = new AbortController();
  const answer = new LiveAnswer();
  const changes = [];
  const done = followTurn(turnId, answer, { signal: control.signal, onChange: () => changes.push(answer.text), onLost: () => {} });
  return { answer, changes, done, leave: () => control.abort() };
}

test("turns that begin together share one line, and each gets its own events", async () => {
  const server = new Server();
  const [one, two] = [follow("a"), follow("b")];
  await soon();
  assert.deepEqual(server.lines.map(({ turns }) => turns), [["a:0", "b:0"]]);
  server.send(server.lines[0], "a", 1, "delta", { text: "A" });
  server.send(server.lines[0], "b", 1, "delta", { text: "B" });
  await soon();
  assert.deepEqual([one.answer.text, two.answer.text], ["A", "B"]);
  server.send(server.lines[0], "a", 2, "turn.completed", {});
  await one.done;
  server.send(server.lines[0], "b", 2, "delta", { text: "C" });
  await soon();
  assert.equal(two.answer.text, "BC");
  assert.equal(server.lines.length, 1);
  two.leave();
  await two.done;
  await soon();
  assert.equal(server.lines[0].open, false);
});

test("one alone has its own address", async () => {
  const server = new Server();
  const one = follow("a");
  await soon();
  assert.equal(server.lines[0].address, "/api/v1/turns/a/events?brief=true&after=0");
  server.send(server.lines[0], "a", 1, "turn.completed", { message: { text: "done" } });
  await one.done;
  assert.equal(one.answer.text, "done");
  await soon();
  assert.equal(server.lines.length, 1);
});

test("one that joins gets a new line for all, from where each of them is; nothing is lost or doubled", async () => {
  const server = new Server();
  const one = follow("a");
  await soon();
  server.send(server.lines[0], "a", 1, "delta", { text: "1" });
  await soon();
  const two = follow("b");
  await soon();
  assert.deepEqual(server.lines[1].turns, ["a:1", "b:0"]);
  assert.equal(server.lines[0].open, false);
  server.send(server.lines[1], "a", 1, "delta", { text: "1" });
  server.send(server.lines[1], "a", 2, "delta", { text: "2" });
  await soon();
  assert.equal(one.answer.text, "12");
  one.leave();
  two.leave();
});

test("a second view of the same turn begins at its beginning", async () => {
  const server = new Server();
  const one = follow("a");
  await soon();
  server.send(server.lines[0], "a", 1, "delta", { text: "1" });
  await soon();
  const again = follow("a");
  await soon();
  assert.equal(server.lines[1].address, "/api/v1/turns/a/events?brief=true&after=0");
  server.send(server.lines[1], "a", 1, "delta", { text: "1" });
  server.send(server.lines[1], "a", 2, "delta", { text: "2" });
  await soon();
  assert.deepEqual([one.answer.text, again.answer.text], ["12", "12"]);
  one.leave();
  again.leave();
});

test("of several the one that is gone ends, and the others go on", async () => {
  const server = new Server();
  server.gone.add("b");
  const [one, two] = [follow("a"), follow("b")];
  await two.done;
  assert.equal(two.answer.ended, true);
  await new Promise((resolve) => setTimeout(resolve, 400));
  assert.deepEqual(server.lines.at(-1).turns, ["a"]);
  server.send(server.lines.at(-1), "a", 1, "turn.completed", {});
  await one.done;
});

test("one that goes in between says so", async () => {
  const server = new Server();
  const [one, two] = [follow("a"), follow("b")];
  await soon();
  server.send(server.lines[0], "b", 0, "turn.gone");
  await two.done;
  assert.equal(one.answer.ended, false);
  one.leave();
});

test("no more than twelve on a line", async () => {
  const server = new Server();
  const all = Array.from({ length: 14 }, (_, at) => follow(`t${at}`));
  await soon();
  assert.equal(server.lines[0].turns.length, 12);
  for (let at = 0; at < 2; at += 1) server.send(server.lines[0], `t${at}`, 1, "turn.completed", {});
  await all[1].done;
  await soon();
  assert.equal(server.lines.at(-1).turns.length, 12);
  all.forEach(({ leave }) => leave());
});
