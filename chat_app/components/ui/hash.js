// One of several views, named by the hash of the address, so that it can be linked to. The first one needs no hash.
import { useSyncExternalStore } from "react";

const listeners = new Set();
const subscribe = (notify) => {
  listeners.add(notify);
  addEventListener("hashchange", notify);
  return () => {
    listeners.delete(notify);
    removeEventListener("hashchange", notify);
  };
};
const named = (names) => {
  const name = location.hash.slice(1);
  return names.includes(name) ? name : names[0];
};

/** @returns [name, choose] */
export function useHash(names) {
  // There is no hash while the page is prepared.
  const name = useSyncExternalStore(subscribe, () => named(names), () => names[0]);
  return [name, (wanted) => chooseView(wanted === names[0] ? "" : wanted)];
}

/** For links within a page: "people", or "" for the first view. */
export function chooseView(name) {
  history.replaceState(history.state, "", name ? `#${name}` : location.pathname + location.search);
  listeners.forEach((notify) => notify());
}
