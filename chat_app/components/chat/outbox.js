// Messages that were sent and are not yet on the page: shown at once, gone when the server has answered.
import { useSyncExternalStore } from "react";

let entries = [];
const listeners = new Set();

const change = (next) => {
  entries = next;
  listeners.forEach((notify) => notify());
};
const subscribe = (notify) => {
  listeners.add(notify);
  return () => listeners.delete(notify);
};
const NOTHING = [];

export const useOutbox = () => useSyncExternalStore(subscribe, () => entries, () => NOTHING);
export const put = (entry) => change([...entries, entry]);

// Requests are answered in order: what is older than an accepted message has been answered, too.
export const accept = (key) => {
  const index = entries.findIndex((entry) => entry.key === key);
  if (index >= 0) change(entries.slice(index + 1));
};
export const take = (key) => {
  const entry = entries.find((candidate) => candidate.key === key);
  if (entry) change(entries.filter((candidate) => candidate !== entry));
  return entry;
};
