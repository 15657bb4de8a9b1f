// Which section of the side panel is open, and what it shows. One for the page; it belongs to the browser.
import { useSyncExternalStore } from "react";

let shown = { name: "", data: null };
const listeners = new Set();

const change = (next) => {
  shown = next;
  listeners.forEach((notify) => notify());
};
const subscribe = (notify) => {
  listeners.add(notify);
  return () => listeners.delete(notify);
};
const NOTHING = { name: "", data: null };

/** @returns {{name: string, data: any}} the open section, "" for none, and what it was opened with */
export const usePanel = () => useSyncExternalStore(subscribe, () => shown, () => NOTHING);
export const openPanel = (name, data = null) => change({ name, data });
export const closePanel = () => shown.name && change(NOTHING);
export const togglePanel = (name, data = null) => (shown.name === name ? closePanel() : openPanel(name, data));
