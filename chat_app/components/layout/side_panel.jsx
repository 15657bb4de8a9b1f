// The panel beside the page: one section at a time, dragged to the width one likes, full screen on the phone.
import { useEffect, useRef } from "react";
import { X } from "lucide-react";
import { closePanel, usePanel } from "./panel.js";

const LEAST = 320;
const STEP = 32;
const clamp = (width) => Math.round(Math.max(LEAST, Math.min(width, innerWidth - 480)));

export function SidePanel({ children, labels }) {
  const { name } = usePanel();
  const aside = useRef(null);
  useEffect(() => {
    if (!name) return undefined;
    const before = document.activeElement;
    const pressed = (event) => {
      if (event.key === "Escape" && !event.defaultPrevented && aside.current.contains(document.activeElement) && !document.querySelector(":popover-open, dialog[open]")) closePanel();
    };
    addEventListener("keydown", pressed);
    return () => {
      removeEventListener("keydown", pressed);
      if (!document.activeElement || document.activeElement === document.body) before?.focus?.();
    };
  }, [name]);
  if (!name) return null;
  const resize = (width) => {
    document.documentElement.style.setProperty("--panel", `${clamp(width)}px`);
    aside.current.querySelector(".panel-edge").setAttribute("aria-valuenow", clamp(width));
  };
  const width = () => aside.current.getBoundingClientRect().width;
  const dragged = (event) => event.buttons === 1 && resize(aside.current.getBoundingClientRect().right - event.clientX);
  const keyed = (event) => {
    const step = { ArrowLeft: STEP, ArrowRight: -STEP }[event.key];
    if (!step) return;
    event.preventDefault();
    resize(width() + step);
  };
  return (
    <aside ref={aside} className="side-panel" aria-label={labels.panel} data-testid="panel">
      <div
        className="panel-edge"
        role="separator"
        aria-orientation="vertical"
        aria-label={labels.resize}
        aria-valuemin={LEAST}
        aria-valuenow={Math.round(aside.current?.getBoundingClientRect().width ?? LEAST)}
        tabIndex={0}
        onPointerDown={(event) => event.currentTarget.setPointerCapture(event.pointerId)}
        onPointerMove={dragged}
        onKeyDown={keyed}
      />
      {children}
    </aside>
  );
}

/** Mounted while its `name` is the open one. */
export function PanelSection({ name, title, labels, children }) {
  const panel = usePanel();
  if (panel.name !== name) return null;
  return (
    <section className="panel-section" data-testid={`panel-${name}`} aria-label={title}>
      <header className="panel-head">
        <h2>{title}</h2>
        <button type="button" className="icon-button" aria-label={labels.close} title={labels.close} data-testid="panel-close" onClick={closePanel}>
          <X size={18} strokeWidth={1.75} aria-hidden />
        </button>
      </header>
      <div className="panel-body">{children}</div>
    </section>
  );
}
