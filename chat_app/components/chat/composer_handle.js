// The composer as other parts of the page reach it: its text, its keys, and what travels with a message.
import { useEffect, useRef, useSyncExternalStore } from "react";

let area = null;
let send = () => {};
let write = () => {};
let text = "";
const listeners = new Set();
const contributors = new Map();
const keyListeners = [];
const NOTHING = "";

const subscribe = (notify) => {
  listeners.add(notify);
  return () => listeners.delete(notify);
};

/** For the composer itself. */
export const attachComposer = (element, writeText, sendText) => {
  area = element;
  write = writeText;
  send = sendText;
};
/** For the composer itself: the text changed. */
export const noteText = (next) => {
  text = next;
  listeners.forEach((notify) => notify());
};
/** For the composer itself: whether a listener took the key. */
export const keyWasTaken = (event) => keyListeners.some((listener) => listener(event));
/** For the composer itself: all that goes with the message, and afterwards the contributors begin anew. */
export const takeExtras = () => Object.assign({}, ...[...contributors.values()].map(({ contribute }) => contribute()));

export const composerText = () => text;
export const composerArea = () => area;
/** `notify()` after each change, without rendering anything; returns how to stop. */
export const watchComposerText = subscribe;
export const useComposerText = () => useSyncExternalStore(subscribe, () => text, () => NOTHING);
export const focusComposer = () => area?.focus();
export const setComposerText = (next) => write(next);
/** Put `piece` where the caret is, in place of what is selected. */
export const insertText = (piece) => {
  if (!area) return;
  const { selectionStart, selectionEnd, value } = area;
  write(value.slice(0, selectionStart) + piece + value.slice(selectionEnd));
  area.setSelectionRange(selectionStart + piece.length, selectionStart + piece.length);
  area.focus();
};
/** Send a text as if it had been written and sent by hand. */
export const sendText = (message) => send(message);

/** For the composer itself: a message was refused, and what went with it returns. */
export const giveBackExtras = (extras) => contributors.forEach(({ restore }) => restore(extras ?? {}));

/**
 * While mounted: `contribute()` returns what goes with the next message, such as `{ attachment_ids: […] }`;
 * `restore(extras)` takes it back when the message was refused.
 */
export function useContribution(name, contribute, restore = () => {}) {
  const current = useRef({ contribute, restore });
  current.current = { contribute, restore };
  useEffect(() => {
    contributors.set(name, { contribute: () => current.current.contribute(), restore: (extras) => current.current.restore(extras) });
    return () => contributors.delete(name);
  }, [name]);
}

/** While mounted: `listen(keydown event)` sees the composer's keys first and returns true for those it takes. */
export function useComposerKeys(listen) {
  const current = useRef(listen);
  current.current = listen;
  useEffect(() => {
    const listener = (event) => current.current(event);
    keyListeners.push(listener);
    return () => keyListeners.splice(keyListeners.indexOf(listener), 1);
  }, []);
}
