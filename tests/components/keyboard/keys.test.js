import assert from "node:assert/strict";
import test from "node:test";
import { bindings, browserUse, combinationsOf, isPlain, keyCaps, recorded } from "./keys.js";

const press = (key, code = "", modifiers = "") => ({
  key,
  code,
  ctrlKey: modifiers.includes("c"),
  metaKey: modifiers.includes("m"),
  altKey: modifiers.includes("a"),
  shiftKey: modifiers.includes("s"),
  getModifierState: (name) => name === "AltGraph" && modifiers.includes("g"),
});

test("Ctrl and the Mac's command key mean the same", () => {
  assert.deepEqual(combinationsOf(press("k", "KeyK", "c")), ["Ctrl+K"]);
  assert.deepEqual(combinationsOf(press("k", "KeyK", "m")), ["Ctrl+K"]);
});

test("what Alt makes of a letter on a Mac is still that letter", () => {
  assert.deepEqual(combinationsOf(press("˜", "KeyN", "ma")).at(-1), "Ctrl+Alt+N");
});

test("letters follow the layout, not the place", () => {
  assert.deepEqual(combinationsOf(press("z", "KeyY", "c")), ["Ctrl+Z"]);
});

test("digits follow the key, whatever the layout types there", () => {
  assert.equal(combinationsOf(press("²", "Digit2", "ca")).at(-1), "Ctrl+Alt+2");
  assert.equal(combinationsOf(press("1", "Digit1", "ca"))[0], "Ctrl+Alt+1");
});

test("AltGr types and triggers nothing with Ctrl+Alt", () => {
  assert.deepEqual(combinationsOf(press("€", "KeyE", "cag")), []);
  assert.deepEqual(combinationsOf(press("@", "KeyQ", "g")), ["@"]);
  assert.deepEqual(combinationsOf(press("{", "Digit7", "cag")), []);
});

test("a German slash is Shift+7", () => {
  assert.ok(combinationsOf(press("/", "Digit7", "cs")).includes("Ctrl+/"));
  assert.ok(combinationsOf(press("/", "Digit7", "s")).includes("/"));
  assert.ok(combinationsOf(press("?", "Minus", "s")).includes("?"));
});

test("modifiers alone are nothing", () => {
  for (const key of ["Control", "Alt", "AltGraph", "Shift", "Meta", "Dead"]) assert.deepEqual(combinationsOf(press(key, "", "ca")), []);
});

test("recorded keys are those that later match", () => {
  for (const event of [press("p", "KeyP", "c"), press("?", "Slash", "s"), press("F2", "F2"), press("ArrowUp", "ArrowUp", "ca"), press("ö", "Semicolon", "c"), press("!", "Digit1", "cs")]) {
    assert.ok(combinationsOf(event).includes(recorded(event)));
  }
});

test("changed keys win, empty ones switch off", () => {
  const actions = [
    { name: "a", keys: "Ctrl+K" },
    { name: "b", keys: "Ctrl+B Ctrl+Shift+B" },
  ];
  assert.deepEqual([...bindings(actions)], [["Ctrl+K", "a"], ["Ctrl+B", "b"], ["Ctrl+Shift+B", "b"]]);
  assert.equal(bindings(actions, { b: "Ctrl+K" }).get("Ctrl+K"), "b");
  assert.equal(bindings(actions, { a: "Ctrl+B" }).get("Ctrl+B"), "a");
  assert.equal(bindings(actions, { a: "" }).has("Ctrl+K"), false);
});

test("keys that the browser needs are told", () => {
  assert.equal(browserUse("Ctrl+W"), "kept");
  assert.equal(browserUse("Ctrl+R"), "expected");
  assert.equal(browserUse("Ctrl+Alt+N"), "");
});

test("keys are shown as they stand on the keyboard", () => {
  assert.deepEqual(keyCaps("Ctrl+Alt+ArrowLeft", "de"), ["Strg", "Alt", "←"]);
  assert.deepEqual(keyCaps("Ctrl+Shift+O", "en", true), ["⌘", "⇧", "O"]);
  assert.deepEqual(keyCaps("Ctrl++"), ["Ctrl", "+"]);
});

test("plain keys are those that could be typed", () => {
  assert.deepEqual(["/", "Shift+A", "Ctrl+A", "F2", "Escape"].map(isPlain), [true, true, false, false, false]);
});
