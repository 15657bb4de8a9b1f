// All actions with the reader's keys, for everybody who runs or shows them. One for the page.
import { useSyncExternalStore } from "react";
import { bindings, isMac, keyCaps, keysOf } from "./keys.js";

const EMPTY = { actions: [], changed: {}, bound: new Map(), mac: false };
let keymap = EMPTY;
const listeners = new Set();

const subscribe = (notify) => {
  listeners.add(notify);
  return () => listeners.delete(notify);
};

const use = (actions, changed) => {
  keymap = { actions, changed, bound: bindings(actions, changed), mac: isMac() };
  listeners.forEach((notify) => notify());
};
let stored = {};

/** For the keyboard itself: what is stored on the server. */
export const setKeymap = (actions, changed) => {
  stored = changed;
  use(actions, changed);
};
/** The reader chose keys: they work at once, before they are stored. */
export const takeKeys = (changed) => use(keymap.actions, changed);
/** They could not be stored. */
export const takeStoredKeys = () => use(keymap.actions, stored);
export const currentKeymap = () => keymap;
export const useKeymap = () => useSyncExternalStore(subscribe, currentKeymap, () => EMPTY);

/** The first keys of an action, as caps: ["Ctrl", "K"]; empty for none. */
export const capsOf = (map, name, language) => {
  const action = map.actions.find((one) => one.name === name);
  const [first] = action ? keysOf(action, map.changed) : [];
  return first ? keyCaps(first, language, map.mac) : [];
};

/** An action's keys for a tooltip, " (Ctrl+K)", or nothing. */
export const useKeyHint = (name, language) => {
  const caps = capsOf(useKeymap(), name, language);
  return caps.length ? ` (${caps.join("+")})` : "";
};
