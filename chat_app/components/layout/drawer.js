// The sidebar of a phone: out of reach while it is closed, pulled out from the left edge and pushed back by hand.
import { useEffect } from "react";

const NARROW = "(max-width: 860px)";
const EDGE = 32;
const FAR = 48;

export function useDrawer(aside, open, pull) {
  // Off screen means out of reach: neither Tab nor a screen reader finds a closed drawer.
  useEffect(() => {
    const narrow = matchMedia(NARROW);
    const apply = () => {
      if (aside.current) aside.current.inert = narrow.matches && !open;
    };
    apply();
    narrow.addEventListener("change", apply);
    return () => narrow.removeEventListener("change", apply);
  }, [aside, open]);
  useEffect(() => {
    if (!open) return undefined;
    const before = document.activeElement;
    aside.current?.querySelector("a, button")?.focus();
    const pressed = (event) => event.key === "Escape" && !document.querySelector(":popover-open, dialog[open]") && pull(false);
    addEventListener("keydown", pressed);
    return () => {
      removeEventListener("keydown", pressed);
      if (aside.current?.contains(document.activeElement)) before?.focus();
    };
  }, [aside, open, pull]);
  useSwipe(aside, open, pull);
}

// Tables and code scroll sideways themselves: a swipe that begins on them, away from the edge, is theirs.
function useSwipe(aside, open, pull) {
  useEffect(() => {
    let start = null;
    const began = (event) => {
      const { clientX: x, clientY: y } = event.touches[0];
      const ours = event.touches.length === 1 && aside.current && matchMedia(NARROW).matches && !document.querySelector("dialog[open]");
      start = ours && (open || x <= EDGE) ? { x, y } : null;
      if (start) addEventListener("touchmove", moved, { passive: false });
    };
    // Else the browser takes a swipe from the edge for "back". Scrolling up and down stays its own.
    const moved = (event) => {
      const { clientX: x, clientY: y } = event.touches[0];
      if (event.cancelable && Math.abs(x - start.x) > Math.abs(y - start.y)) event.preventDefault();
    };
    const ended = (event) => {
      removeEventListener("touchmove", moved);
      if (!start) return;
      const { clientX, clientY } = event.changedTouches[0];
      const [dx, dy] = [clientX - start.x, clientY - start.y];
      start = null;
      if (Math.abs(dx) < FAR || Math.abs(dx) < 1.5 * Math.abs(dy)) return;
      if (!open && dx > 0) pull(true);
      if (open && dx < 0) pull(false);
    };
    const cancelled = () => {
      removeEventListener("touchmove", moved);
      start = null;
    };
    addEventListener("touchstart", began, { passive: true });
    addEventListener("touchend", ended, { passive: true });
    addEventListener("touchcancel", cancelled, { passive: true });
    return () => {
      removeEventListener("touchmove", moved);
      removeEventListener("touchstart", began);
      removeEventListener("touchend", ended);
      removeEventListener("touchcancel", cancelled);
    };
  }, [aside, open, pull]);
}
