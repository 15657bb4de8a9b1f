// Where reading stopped in each chat: kept on the server when scrolling rests, when the chat changes and when the page goes.
import { useCallback, useEffect, useRef } from "react";

const [REST, STEP] = [700, 150];

/** The id of the message at the top of the area, "" where there is none. */
export const topMessage = (area) => {
  if (!area) return "";
  const top = area.getBoundingClientRect().top + 1;
  const first = [...area.querySelectorAll(".message[data-id]")].find((message) => message.getBoundingClientRect().bottom > top);
  return first?.dataset.id ?? "";
};

/** @param {() => string} place the message at the top now, "" at the end; @returns what to call when scrolling */
export function useReadingPlace({ conversationId, readId, place, onPlace }) {
  const own = useRef({ id: "", saved: "", next: "", timer: 0, looked: 0 });
  const latest = useRef();
  latest.current = { place, onPlace };
  const save = useCallback(() => {
    const state = own.current;
    clearTimeout(state.timer);
    if (!state.id || state.next === state.saved) return;
    state.saved = state.next;
    latest.current.onPlace(state.id, state.next);
  }, []);
  useEffect(() => {
    save();
    own.current = { id: conversationId.length === 36 ? conversationId : "", saved: readId, next: readId, timer: 0, looked: 0 };
  }, [conversationId, save]);
  useEffect(() => {
    addEventListener("pagehide", save);
    return () => removeEventListener("pagehide", save);
  }, [save]);
  return useCallback(() => {
    const state = own.current;
    const look = () => {
      state.looked = performance.now();
      state.next = latest.current.place();
    };
    // Whoever leaves before scrolling has come to rest is remembered as well.
    if (performance.now() - state.looked > STEP) look();
    clearTimeout(state.timer);
    state.timer = setTimeout(() => {
      if (own.current !== state) return;
      look();
      save();
    }, REST);
  }, [save]);
}
