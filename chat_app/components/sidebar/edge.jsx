// The sidebar's edge: drag it, or move it with the arrow keys. The width is the person's, on every device.
import { useEffect, useLayoutEffect, useRef } from "react";
import { useFirstView } from "./use_first_view.js";

const LEAST = 200;
const MOST = 560;
const USUAL = 280;
const STEP = 16;
const clamp = (width) => Math.round(Math.max(LEAST, Math.min(MOST, width)));
const show = (width) => document.documentElement.style.setProperty("--sidebar", `${width}px`);

export function SidebarEdge({ width: stored, known, label, onWidth }) {
  const width = useFirstView(known)?.width ?? (known ? stored : undefined);
  const own = useRef(USUAL);
  const edge = useRef(null);
  const set = (next) => {
    own.current = clamp(next);
    show(own.current);
    edge.current.setAttribute("aria-valuenow", own.current);
  };
  useLayoutEffect(() => {
    if (width) set(width);
  }, [width]);
  useEffect(() => () => document.documentElement.style.removeProperty("--sidebar"), []);
  const pressed = (event) => {
    if (event.button !== 0) return;
    event.preventDefault();
    const from = event.clientX - own.current;
    const moved = (next) => set(next.clientX - from);
    const done = () => {
      removeEventListener("pointermove", moved);
      delete document.documentElement.dataset.resizing;
      onWidth(own.current);
    };
    document.documentElement.dataset.resizing = "";
    addEventListener("pointermove", moved);
    addEventListener("pointerup", done, { once: true });
    addEventListener("pointercancel", done, { once: true });
  };
  const keyed = (event) => {
    const to = { ArrowLeft: own.current - STEP, ArrowRight: own.current + STEP, Home: LEAST, End: MOST }[event.key];
    if (to === undefined) return;
    event.preventDefault();
    set(to);
    onWidth(own.current);
  };
  const reset = () => {
    set(USUAL);
    onWidth(USUAL);
  };
  return (
    <div
      ref={edge}
      role="separator"
      aria-orientation="vertical"
      aria-label={label}
      aria-valuemin={LEAST}
      aria-valuemax={MOST}
      aria-valuenow={USUAL}
      tabIndex={0}
      className="sidebar-edge"
      data-testid="sidebar-edge"
      onPointerDown={pressed}
      onKeyDown={keyed}
      onDoubleClick={reset}
    />
  );
}
