// A message that was looked for comes into view; from there one reads on in both directions.
import { useEffect, useLayoutEffect, useRef, useState } from "react";

const SETTLING = 12;
const PATIENCE = 4000;
const [FLASH, TINT] = [1800, "var(--tint)"];

const messageIn = (area, id) => id && area?.querySelector(`[data-id="${CSS.escape(id)}"]`);

/** Scrolls to the message `id` whenever `serial` grows; `onShown` is told, so that nothing else moves the page. */
export function useReveal({ frame, id, serial, firstId, onShown }) {
  const wanted = useRef({ serial: 0, until: 0 });
  const told = useRef(onShown);
  told.current = onShown;
  useLayoutEffect(() => {
    const now = performance.now();
    if (serial > wanted.current.serial) wanted.current = { serial, until: now + PATIENCE };
    const message = now < wanted.current.until && messageIn(frame.current, id);
    if (!message) return undefined;
    wanted.current.until = 0;
    told.current();
    message.animate?.([{ backgroundColor: TINT }, { backgroundColor: TINT, offset: 0.4 }, { backgroundColor: "transparent" }], FLASH);
    return settle(frame.current, message);
  }, [serial, id, firstId, frame]);
}

// Rows get their real height only when they come near: so it is looked at for a few frames.
function settle(area, message) {
  let left = SETTLING;
  let frame = 0;
  const place = () => {
    const [outer, inner] = [area.getBoundingClientRect(), message.getBoundingClientRect()];
    area.scrollTop += inner.top - outer.top - Math.max(24, Math.min(outer.height / 4, (outer.height - inner.height) / 2));
    if (left-- > 0) frame = requestAnimationFrame(place);
  };
  place();
  // The reader's own hand wins.
  const stop = () => cancelAnimationFrame(frame);
  area.addEventListener("wheel", stop, { once: true, passive: true });
  area.addEventListener("touchmove", stop, { once: true, passive: true });
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
