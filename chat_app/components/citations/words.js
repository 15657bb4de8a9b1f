// The words of citations, once for the page: answers are many, and each would carry them.
import { useSyncExternalStore } from "react";
import { fill } from "$/public/external/chat_app/components/admin/library/words.js";

let words = {};
const NONE = {};
const listeners = new Set();
const subscribe = (notify) => {
  listeners.add(notify);
  return () => listeners.delete(notify);
};

export function setWords(next) {
  if (JSON.stringify(next) === JSON.stringify(words)) return;
  words = next;
  listeners.forEach((notify) => notify());
}

/** @returns {Record<string, string>} empty until the page has said them */
export const useWords = () => useSyncExternalStore(subscribe, () => words, () => NONE);

export const say = (text, values) => fill(text ?? "", values);

/** "page 3", empty where there are no pages. */
export const pageText = (source, labels) => (source.page ? say(labels.page, { page: source.page }) : "");

/** What a chip is called: "Source 2: title, page 3". */
export function sourceName(source, labels) {
  const number = say(labels.source, { number: source.number });
  if (source.hidden) return `${number}: ${labels.hidden}`;
  if (source.deleted) return `${number}: ${labels.deleted}`;
  return [source.title ? `${number}: ${source.title}` : number, pageText(source, labels)].filter(Boolean).join(", ");
}
