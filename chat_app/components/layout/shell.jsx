// The frame of every page: sidebar (a drawer on the phone), the page beside it, the keys that work everywhere.
import { createContext, useCallback, useContext, useEffect, useMemo, useRef, useState } from "react";
import { Menu, PanelLeft, SquarePen } from "lucide-react";
import { addressOf, isPlainClick, visit } from "./address.js";

const NARROW = "(max-width: 860px)";
const Frame = createContext({ toggle: () => {}, leave: () => {}, open: true });

export function Shell({ sidebar, strip, panel, overlays, children, labels }) {
  const [open, setOpen] = useState({ drawer: false, panel: true });
  const aside = useRef(null);
  const toggle = useCallback(() => {
    const part = matchMedia(NARROW).matches ? "drawer" : "panel";
    setOpen((state) => ({ ...state, [part]: !state[part] }));
  }, []);
  const leave = useCallback(() => setOpen((state) => ({ ...state, drawer: false })), []);
  const frame = useMemo(() => ({ toggle, leave, open: open.panel }), [toggle, leave, open.panel]);
  useDrawer(aside, open.drawer, leave);
  useShortcuts(toggle);
  return (
    <Frame.Provider value={frame}>
      <a href="#composer" className="skip-link">
        {labels.skip}
      </a>
      <div className="shell" data-panel={open.panel ? "open" : "closed"} data-drawer={open.drawer ? "open" : "closed"}>
        <nav ref={aside} id="sidebar" className="sidebar" aria-label={labels.chats}>
          {sidebar}
        </nav>
        <div className="drawer-shade" onClick={leave} />
        <div className="desk">
          {strip}
          {children}
        </div>
        {panel}
        {overlays}
      </div>
    </Frame.Provider>
  );
}

// Off screen means out of reach: neither Tab nor a screen reader finds a closed drawer.
function useDrawer(aside, open, leave) {
  useEffect(() => {
    const narrow = matchMedia(NARROW);
    const apply = () => {
      aside.current.inert = narrow.matches && !open;
    };
    apply();
    narrow.addEventListener("change", apply);
    return () => narrow.removeEventListener("change", apply);
  }, [aside, open]);
  useEffect(() => {
    if (!open) return undefined;
    const before = document.activeElement;
    aside.current.querySelector("a, button")?.focus();
    const pressed = (event) => event.key === "Escape" && !document.querySelector(":popover-open") && leave();
    addEventListener("keydown", pressed);
    return () => {
      removeEventListener("keydown", pressed);
      if (aside.current?.contains(document.activeElement)) before?.focus();
    };
  }, [aside, open, leave]);
}

const focusComposer = () => document.getElementById("composer")?.focus();
const isTyping = (target) => target.closest?.("input, textarea, select, [contenteditable=true]");

function useShortcuts(toggle) {
  useEffect(() => {
    const keys = { O: () => newChat(), B: toggle, J: focusComposer };
    const pressed = (event) => {
      const command = event.ctrlKey || event.metaKey;
      const key = event.key.length === 1 ? event.key.toUpperCase() : event.key;
      const wantsShift = key === "O";
      if (command && keys[key] && event.shiftKey === wantsShift && !event.altKey) {
        event.preventDefault();
        keys[key]();
      } else if (event.key === "/" && !command && !isTyping(event.target)) {
        event.preventDefault();
        focusComposer();
      }
    };
    addEventListener("keydown", pressed);
    return () => removeEventListener("keydown", pressed);
  }, [toggle]);
}

const newChat = () => {
  visit("");
  focusComposer();
};

export function NewChat({ label, hint, className }) {
  const { leave } = useContext(Frame);
  const clicked = (event) => {
    if (!isPlainClick(event)) return;
    event.preventDefault();
    leave();
    newChat();
  };
  return (
    <a href={addressOf("")} className={className} data-testid="new-chat" title={hint} onClick={clicked}>
      <SquarePen size={18} strokeWidth={1.75} aria-hidden />
      <span>{label}</span>
    </a>
  );
}

// `phone` is the ☰ of the top bar; the other one sits in the sidebar and, while that is closed, in the header.
export function SidebarToggle({ label, place }) {
  const { toggle, open } = useContext(Frame);
  const Icon = place === "header" ? Menu : PanelLeft;
  return (
    <button type="button" className={`icon-button toggle-${place}`} aria-label={label} title={label} aria-expanded={open} aria-controls="sidebar" data-testid={`sidebar-toggle-${place}`} onClick={toggle}>
      <Icon size={18} strokeWidth={1.75} aria-hidden />
    </button>
  );
}

export const useLeaveDrawer = () => useContext(Frame).leave;
