// The keys that work everywhere on the page: one listener, one list of actions, the reader's own combinations.
import { useEffect, useLayoutEffect } from "react";
import { isAvailable, runAction } from "$/public/external/chat_app/components/ui/library/actions.js";
import { hasButton, pressButton } from "./button_actions.js";
import { combinationsOf, isPlain } from "./keys.js";
import { currentKeymap, setKeymap } from "./keymap.js";

/** Whether an action could run now: somebody offers it, or its button is there. */
export const canRun = (name) => isAvailable(name) || hasButton(name);
/** @returns {boolean} whether there was anything to run */
export const perform = (name) => runAction(name) || pressButton(name);

export function Keyboard({ actions, changed }) {
  useLayoutEffect(() => setKeymap(actions, changed), [actions, changed]);
  useEffect(() => {
    addEventListener("keydown", pressed);
    return () => removeEventListener("keydown", pressed);
  }, []);
  return null;
}

const FIELDS = "input:not([type=checkbox], [type=radio], [type=button], [type=range]), textarea, select, [contenteditable=true]";
const isTyping = (target) => Boolean(target.closest?.(FIELDS));
const modal = () => document.querySelector("dialog[open]");
const floating = () => document.querySelector(':popover-open, .shell[data-drawer="open"], [data-escapes]');

function pressed(event) {
  if (event.defaultPrevented || event.isComposing || event.keyCode === 229 || event.repeat) return;
  const { bound } = currentKeymap();
  const combination = combinationsOf(event).find((keys) => bound.has(keys));
  if (!combination || !mayRun(combination, event.target)) return;
  if (perform(bound.get(combination))) event.preventDefault();
}

// What is open over the page comes first; typing is typing; Escape closes the topmost before it means anything else.
function mayRun(combination, target) {
  if (modal()) return false;
  if (combination === "Escape") return !floating() && (!isTyping(target) || target.id === "composer") && !target.closest?.(".side-panel");
  if (!isPlain(combination)) return true;
  return !isTyping(target) && !floating();
}
