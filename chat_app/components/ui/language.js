// The reader's language is the `lang` attribute of the document, and nothing else.
import { useSyncExternalStore } from "react";

// React subscribes after it has taken over the page and then at once puts the right texts in; only now it is shown.
const reveal = () => delete document.documentElement.dataset.translating;

const subscribe = (notify) => {
  queueMicrotask(reveal);
  const observer = new MutationObserver(notify);
  observer.observe(document.documentElement, { attributes: true, attributeFilter: ["lang"] });
  return () => observer.disconnect();
};
const current = () => document.documentElement.lang || "en";
// Pages are rendered in English when they are built; the head script hides them until another language is in place.
const rendered = () => "en";

export const useLanguage = () => useSyncExternalStore(subscribe, current, rendered);
