// How many tokens would go with the next message: what stands in the composer, and the files beside it.
import { useSyncExternalStore } from "react";
import { composerText, watchComposerText } from "$/public/external/chat_app/components/chat/library/composer_handle.js";
import { MESSAGE_OVERHEAD, estimateTokens } from "./token_estimate.js";

// Typing is painted first; the figure follows within a tenth of a second.
const PAUSE = 70;

let load = { text: 0, files: 0, images: 0 };
let timer = 0;
let weights;
let unwatch = null;
const files = new Map();
const listeners = new Set();
const NOTHING = { text: 0, files: 0, images: 0 };

const count = () => {
  timer = 0;
  const text = estimateTokens(composerText(), weights);
  const sum = (name) => [...files.values()].reduce((all, each) => all + each[name], 0);
  const next = { text: text && text + MESSAGE_OVERHEAD, files: sum("tokens"), images: sum("images") };
  if (next.text === load.text && next.files === load.files && next.images === load.images) return;
  load = next;
  listeners.forEach((notify) => notify());
};
const later = () => {
  timer ||= setTimeout(count, PAUSE);
};
const subscribe = (notify) => {
  listeners.add(notify);
  if (!unwatch) {
    unwatch = watchComposerText(later);
    later();
  }
  return () => {
    listeners.delete(notify);
    if (listeners.size) return;
    unwatch();
    unwatch = null;
  };
};

/** Another model answers, which reads text in other pieces. */
export const setWeights = (next) => {
  weights = next;
  later();
};

/** Parts of the composer that add something to the message say here how many tokens it is about, and how many of them are pictures. */
export const noteFileTokens = (name, tokens, images = 0) => {
  if (tokens) files.set(name, { tokens, images });
  else files.delete(name);
  later();
};

/** @returns {{text: number, files: number, images: number}} tokens, about; `images` are part of `files` */
export const useTypedLoad = () => useSyncExternalStore(subscribe, () => load, () => NOTHING);
