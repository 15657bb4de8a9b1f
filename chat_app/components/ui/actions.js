// What a person can do anywhere on the page, by name: keys, the command palette and menus all run the same actions.
import { useEffect, useRef } from "react";
import { useActionAllowed } from "./features.js";

const actions = new Map();

/**
 * Offer an action while the component is mounted; the one mounted last wins. `run(...args)` may return a promise.
 * Nothing is offered whose feature the person's groups switched off.
 * Names, default keys and labels of all actions are in components/keyboard/actions.py.
 */
export function useAction(name, run, available = true) {
  const current = useRef(run);
  current.current = run;
  const offered = useActionAllowed(name) && available;
  useEffect(() => {
    if (!offered) return undefined;
    const entry = (...args) => current.current(...args);
    const before = actions.get(name) ?? [];
    actions.set(name, [...before, entry]);
    return () => {
      const left = (actions.get(name) ?? []).filter((candidate) => candidate !== entry);
      if (left.length) actions.set(name, left);
      else actions.delete(name);
    };
  }, [name, offered]);
}

/** @returns {boolean} whether there was anything to run */
export function runAction(name, ...args) {
  const run = actions.get(name)?.at(-1);
  if (!run) return false;
  run(...args);
  return true;
}

export const isAvailable = (name) => actions.has(name);
