// A button with something that floats beside it, on the browser's own popovers: the top layer, Escape,
// clicks outside and the way back of the focus need no code.
import { useCallback, useId, useLayoutEffect, useRef, useState } from "react";

const GAP = 6;
const EDGE = 8;

const place = (panel, anchor, align) => {
  const { width, height } = panel.getBoundingClientRect();
  const start = align === "end" ? anchor.right - width : anchor.left;
  const below = anchor.bottom + GAP;
  const fitsBelow = below + height <= innerHeight - EDGE || anchor.top < innerHeight - anchor.bottom;
  const top = fitsBelow ? below : anchor.top - GAP - height;
  panel.style.left = `${Math.max(EDGE, Math.min(start, innerWidth - width - EDGE))}px`;
  panel.style.top = `${Math.max(EDGE, Math.min(top, innerHeight - height - EDGE))}px`;
};

export function Popover({ button, children, className = "", align = "start", panelProps = {}, onOpen }) {
  const id = useId();
  const panel = useRef(null);
  const anchor = useRef(null);
  const [open, setOpen] = useState(false);
  const close = useCallback(() => panel.current?.hidePopover(), []);
  useLayoutEffect(() => {
    if (!open) return undefined;
    const fit = () => place(panel.current, anchor.current.getBoundingClientRect(), align);
    fit();
    // The content may arrive or shrink while it is searched.
    const observer = new ResizeObserver(fit);
    observer.observe(panel.current);
    addEventListener("resize", fit);
    return () => {
      observer.disconnect();
      removeEventListener("resize", fit);
    };
  }, [open, align]);
  const toggled = (event) => {
    const opened = event.newState === "open";
    setOpen(opened);
    if (opened) onOpen?.();
  };
  return (
    <>
      {button({ ref: anchor, popoverTarget: id, "aria-expanded": open, "aria-haspopup": panelProps.role ?? "dialog", type: "button" })}
      <div popover="auto" id={id} ref={panel} className={`floating ${className}`} onToggle={toggled} {...(open ? panelProps : {})}>
        {open && children(close)}
      </div>
    </>
  );
}

// A menu that opens at a point or below an element; one for a whole list.
export function FloatingMenu({ at, onClose, label, items }) {
  const panel = useRef(null);
  useLayoutEffect(() => {
    if (!at) return;
    panel.current.showPopover();
    place(panel.current, at, "start");
    panel.current.querySelector("[role=menuitem]")?.focus();
  }, [at]);
  const closed = (event) => event.newState === "closed" && onClose();
  return (
    <div popover="auto" ref={panel} className="floating menu" role="menu" aria-label={label} onToggle={closed} onKeyDown={moveInMenu}>
      {at &&
        items.map(({ key, text, icon: Icon, danger, apart, run }, index) => (
          <button
            key={key}
            type="button"
            role="menuitem"
            // One stop of Tab, so that a menu taller than the screen scrolls by key, too.
            tabIndex={index ? -1 : 0}
            className={danger ? "menu-item danger" : "menu-item"}
            data-apart={apart || undefined}
            data-testid={key}
            onClick={() => {
              panel.current.hidePopover();
              run();
            }}
          >
            <Icon size={16} strokeWidth={1.75} aria-hidden />
            {text}
          </button>
        ))}
    </div>
  );
}

const STEPS = { ArrowDown: 1, ArrowUp: -1, Home: "first", End: "last" };

export const moveInMenu = (event) => {
  const step = STEPS[event.key];
  if (!step) return;
  event.preventDefault();
  const items = [...event.currentTarget.querySelectorAll("[role=menuitem]")];
  const here = items.indexOf(document.activeElement);
  const next = step === "first" ? 0 : step === "last" ? items.length - 1 : (here + step + items.length) % items.length;
  items[next]?.focus();
};
