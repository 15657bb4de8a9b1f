import assert from "node:assert/strict";
import { test } from "node:test";
import { mend } from "./mend.js";

const CASES = [
  ["some **bol", "some **bol**"],
  ["some **bold** and *it", "some **bold** and *it*"],
  ["**a *b", "**a *b***"],
  ["~~old", "~~old~~"],
  ["use `cod", "use `cod`"],
  ["use `a*b` and", "use `a*b` and"],
  ["use ``a ` b", "use ``a ` b``"],
  ["see [the docs](https://exa", "see the docs"],
  ["see ![a cat](https://exa", "see "],
  ["see [the docs](https://example.com)", "see [the docs](https://example.com)"],
  ["Intro:\n-", "Intro:"],
  ["Intro:\n- a\n- **b", "Intro:\n- a\n- **b**"],
  ["- **a\n- b", "- **a\n- b"],
  ["as shown [1", "as shown "],
  ["as shown [1, ", "as shown "],
  ["as shown [", "as shown "],
  ["as shown [1] and", "as shown [1] and"],
  ["2 * 3 and 4 * 5", "2 * 3 and 4 * 5"],
  ["snake_case_name", "snake_case_name"],
  ["escaped \\*star", "escaped \\*star"],
  ["**bold ", "**bold** "],
  ["end **", "end "],
];

for (const [text, expected] of CASES) {
  test(JSON.stringify(text), () => assert.equal(mend(text), expected));
}

test("never takes long", () => {
  for (const seed of ["[", "*", "`a", "[a](", "_a*"]) {
    const began = performance.now();
    mend(seed.repeat(20_000 / seed.length));
    assert.ok(performance.now() - began < 300, seed);
  }
});
