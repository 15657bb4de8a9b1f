// Which message's menu is open, and below which button. One menu serves the whole list.
import { useSyncExternalStore } from "react";

let open = null;
const listeners = new Set();

const change = (next) => {
  open = next;
  listeners.forEach((notify) => notify());
};
const subscribe = (notify) => {
  listeners.add(notify);
  return () => listeners.delete(notify);
};

/** @returns {{message: object, button: HTMLElement, at: DOMRect} | null} */
export const useMessageMenu = () => useSyncExternalStore(subscribe, () => open, () => null);
export const openMessageMenu = (message, button) => change({ message, button, at: button.getBoundingClientRect() });
export const closeMessageMenu = () => open && change(null);
