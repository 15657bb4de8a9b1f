// The frame of every page: sidebar (a drawer on the phone), the page beside it, the keys that work everywhere.
import { createContext, useCallback, useContext, useEffect, useMemo, useRef, useState } from "react";
import { Menu, PanelLeft, SquarePen } from "lucide-react";
import { useAction } from "$/public/external/chat_app/components/ui/library/actions.js";
import { useFirstView } from "$/public/external/chat_app/components/sidebar/library/use_first_view.js";
import { addressOf, isPlainClick, visit } from "./address.js";
import { useDrawer } from "./drawer.js";
import { usePane } from "./pane.js";
import { useKeyboardSpace } from "./viewport.js";

const NARROW = "(max-width: 860px)";
const Frame = createContext({ toggle: () => {}, leave: () => {}, open: true });

export function Shell({ sidebar, offer, banners, strip, beside, panel, overlays, children, labels, skipTo, sidebarOpen, sidebarKnown, onSidebar }) {
  const [open, setOpen] = useState({ drawer: false, panel: true });
  const aside = useRef(null);
  const latest = useRef({});
  latest.current = { open, onSidebar };
  const toggle = useCallback(() => {
    const part = matchMedia(NARROW).matches ? "drawer" : "panel";
    const next = !latest.current.open[part];
    setOpen((state) => ({ ...state, [part]: next }));
    if (part === "panel") latest.current.onSidebar(next);
  }, []);
  const panelOpen = useFirstView(sidebarKnown)?.isOpen ?? (sidebarKnown ? sidebarOpen : undefined);
  useEffect(() => {
    if (panelOpen !== undefined) setOpen((state) => ({ ...state, panel: panelOpen }));
  }, [panelOpen]);
  const pull = useCallback((drawer) => setOpen((state) => ({ ...state, drawer })), []);
  const leave = useCallback(() => pull(false), [pull]);
  const pane = usePane();
  const frame = useMemo(() => ({ toggle, leave, open: open.panel }), [toggle, leave, open.panel]);
  useDrawer(aside, open.drawer, pull);
  useKeyboardSpace();
  useAction("sidebar.toggle", toggle);
  useAction("chat.new", newChat);
  useAction("composer.focus", focusComposer);
  return (
    <Frame.Provider value={frame}>
      <a href={`#${skipTo}`} className="skip-link">
        {labels.skip}
      </a>
      <div className="shell" data-panel={open.panel ? "open" : "closed"} data-drawer={open.drawer ? "open" : "closed"}>
        {!pane && (
          <nav ref={aside} id="sidebar" className="sidebar" aria-label={labels.chats}>
            {sidebar}
            {offer}
          </nav>
        )}
        <div className="drawer-shade" onClick={leave} />
        <div className="desk">
          {!pane && banners}
          {!pane && <div className="desk-strip">{strip}</div>}
          <div className="desk-panes">
            {children}
            {!pane && beside}
          </div>
        </div>
        {panel}
        {overlays}
      </div>
    </Frame.Provider>
  );
}

const focusComposer = () => document.getElementById("composer")?.focus();
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
