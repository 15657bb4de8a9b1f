// What is shown of a source right now: a card beside its number, or a sheet on a phone. One for the page.
import { useSyncExternalStore } from "react";

const OPEN_AFTER = 140; // milliseconds that the pointer rests on a number
const CLOSE_AFTER = 220; // … that it may take to reach the card

const NOTHING = { card: null, sheet: null };
let shown = NOTHING;
let timer = 0;
const listeners = new Set();
const subscribe = (notify) => {
  listeners.add(notify);
  return () => listeners.delete(notify);
};
const change = (next) => {
  clearTimeout(timer);
  shown = { ...shown, ...next };
  listeners.forEach((notify) => notify());
};
const later = (action, delay) => {
  clearTimeout(timer);
  timer = setTimeout(action, delay);
};

/** @typedef {{read: () => object, anchor: Element}} Shown  `read()` is the source as it is known now: its text may still be on its way */

/** @returns {{card: Shown | null, sheet: Shown | null}} */
export const useDesk = () => useSyncExternalStore(subscribe, () => shown, () => NOTHING);

export const showCard = (card) => change({ card });
export const hideCard = () => (shown.card ? change({ card: null }) : clearTimeout(timer));
/** At once when another card is open: its reader goes from number to number. */
export const hoverCard = (card) => later(() => showCard(card), shown.card ? 0 : OPEN_AFTER);
export const leaveCard = () => later(hideCard, CLOSE_AFTER);
export const holdCard = () => clearTimeout(timer);

export const showSheet = (sheet) => change({ card: null, sheet });
export const hideSheet = () => change({ sheet: null });

/** What is shown has changed: its text has come. */
export const renewDesk = () => {
  if (shown.card || shown.sheet) change({});
};
