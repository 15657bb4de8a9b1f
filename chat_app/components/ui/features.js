// What the person may not use because a group switched it off. Only a view: the server's guards decide.
import { useSyncExternalStore } from "react";

// An action is offered while the person has any of its features.
const OF_ACTION = {
  "billing.open": ["billing"],
  "chat.temporary": ["temporary"],
  "chat.share": ["sharing", "export"],
  "chat.export": ["export"],
  "export.selection": ["export"],
  "compare.add": ["compare"],
  "compare.answer": ["compare"],
  "compare.blind": ["compare"],
  "standings.open": ["compare"],
  "composer.attach": ["files"],
  "knowledge.open": ["files"],
  "prompts.open": ["library"],
  "prompt.use": ["library"],
  "assistants.open": ["library"],
};

// Until the server has said who is there.
const FIRST = new Set(["login", "administration", "team", "billing"]);
let off = FIRST;
let tell = () => {};
const known = new Promise((resolve) => {
  tell = resolve;
});
const listeners = new Set();
const subscribe = (notify) => {
  listeners.add(notify);
  return () => listeners.delete(notify);
};

/**
 * @param {string[]} names features that are switched off
 * @param {boolean} ready whether the server has said so
 */
export function setFeaturesOff(names, ready) {
  if (ready) tell();
  if (names.length === off.size && names.every((name) => off.has(name))) return;
  off = new Set(names);
  listeners.forEach((notify) => notify());
}

export const hasFeature = (name) => !off.has(name);
/** `hasFeature` as soon as it is known: for requests, which would be noted as refused. */
export const whenKnown = async (name) => {
  await known;
  return hasFeature(name);
};
/** @returns {Set<string>} */
export const useFeaturesOff = () => useSyncExternalStore(subscribe, () => off, () => FIRST);
export const useFeature = (name) => useSyncExternalStore(subscribe, () => hasFeature(name), () => !FIRST.has(name));
/** Whether an action of `actions.js` may be offered. */
export const useActionAllowed = (action) => useSyncExternalStore(subscribe, () => (OF_ACTION[action] ?? [""]).some(hasFeature), () => true);
