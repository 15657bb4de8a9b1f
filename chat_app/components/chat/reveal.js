// A message that was looked for comes into view; from there one reads on in both directions.
import { useEffect, useLayoutEffect, useRef, useState } from "react";

const PATIENCE = 4000;
const SETTLING = 2500;
const HANDS = ["wheel", "touchmove", "keydown", "pointerdown"];
const [FLASH, TINT] = [1800, "var(--tint)"];

const messageIn = (area, id) => id && area?.querySelector(`[data-id="${CSS.escape(id)}"]`);

/** Scrolls to the message `id` whenever `serial` grows; `onShown` is told, so that nothing else moves the page. */
export function useReveal({ frame, id, serial, firstId, onShown }) {
  const wanted = useRef({ serial: 0, until: 0, stop: () => {} });
  const told = useRef(onShown);
  told.current = onShown;
  useLayoutEffect(() => {
    const now = performance.now();
    if (serial > wanted.current.serial) Object.assign(wanted.current, { serial, until: now + PATIENCE });
    const message = now < wanted.current.until && messageIn(frame.current, id);
    if (!message) return;
    wanted.current.until = 0;
    wanted.current.stop();
    told.current();
    message.animate?.([{ backgroundColor: TINT }, { backgroundColor: TINT, offset: 0.4 }, { backgroundColor: "transparent" }], FLASH);
    wanted.current.stop = hold(frame.current, message);
  }, [serial, id, firstId, frame]);
  useEffect(() => () => wanted.current.stop(), []);
}

// Rows get their real height only when they come near, and earlier ones are loaded above: for a while the message is held
// in its place, until its reader's own hand moves the page.
function hold(area, message) {
  const place = () => {
    const [outer, inner] = [area.getBoundingClientRect(), message.getBoundingClientRect()];
    area.scrollTop += inner.top - outer.top - Math.max(24, Math.min(outer.height / 4, (outer.height - inner.height) / 2));
  };
  const observer = new ResizeObserver(place);
  const stop = () => {
    clearTimeout(timer);
    observer.disconnect();
    HANDS.forEach((hand) => removeEventListener(hand, stop, true));
  };
  const timer = setTimeout(stop, SETTLING);
  HANDS.forEach((hand) => addEventListener(hand, stop, { capture: true, passive: true }));
  place();
  observer.observe(area.firstElementChild);
  return stop;
}

/** @returns {Function} the ref of the button below the last message, which asks for later ones when it comes near */
export function useLater({ frame, endId, onLater }) {
  const [sentinel, setSentinel] = useState(null);
  const asked = useRef("");
  const ask = useRef(onLater);
  ask.current = onLater;
  useEffect(() => {
    if (!sentinel || !endId) return undefined;
    const near = ([entry]) => {
      if (!entry.isIntersecting || asked.current === endId) return;
      asked.current = endId;
      ask.current();
    };
    const observer = new IntersectionObserver(near, { root: frame.current, rootMargin: "0px 0px 800px 0px" });
    observer.observe(sentinel);
    return () => observer.disconnect();
  }, [sentinel, endId, frame]);
  return setSentinel;
}
