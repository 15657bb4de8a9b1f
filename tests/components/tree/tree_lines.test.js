import assert from "node:assert/strict";
import { test } from "node:test";
import { detailsAt, laneX, linesOf, nextPlace } from "./tree_lines.js";

// A question with an old answer that goes on, and a new answer: as the server orders them.
const NODES = [
  { id: "q", parent_id: "", lane: 0, shown: true, details: "All" },
  { id: "old", parent_id: "q", lane: 1, shown: false, details: "Old" },
  { id: "more", parent_id: "old", lane: 1, shown: false },
  { id: "new", parent_id: "q", lane: 0, shown: true },
];

test("the branch on show is one straight line, side branches leave it", () => {
  const { shown, other } = linesOf(NODES, 10);
  assert.equal(shown, `M${laneX(0)} 5V35`);
  assert.match(other, new RegExp(`^M${laneX(0)} 5V\\d+Q.*H${laneX(1)}M${laneX(1)} 15V25$`));
});

test("deep lanes share the last place", () => {
  assert.equal(laneX(50), laneX(9));
  assert.ok(laneX(1) > laneX(0));
});

test("arrows go along the rows, and along the tree", () => {
  const from = (place, ...keys) => keys.reduce((at, key) => nextPlace(NODES, at, key), place);
  assert.equal(from(0, "ArrowDown", "ArrowDown"), 2);
  assert.equal(from(0, "ArrowUp"), 0);
  assert.equal(from(3, "ArrowDown"), 3);
  assert.equal(from(3, "ArrowLeft"), 0);
  assert.equal(from(0, "ArrowRight"), 1);
  assert.equal(from(2, "ArrowRight"), 2);
  assert.equal(from(1, "End"), 3);
  assert.equal(from(2, "Home"), 0);
});

test("a row tells of the branch that it is on", () => {
  assert.deepEqual([0, 1, 2, 3].map((place) => detailsAt(NODES, place)), ["All", "Old", "Old", "All"]);
  assert.equal(detailsAt([], 0), "");
});
