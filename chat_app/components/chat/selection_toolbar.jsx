// What one can do with words selected in a message: quote them, ask about them aside, copy them.
import { useCallback, useEffect, useLayoutEffect, useRef, useState } from "react";
import { Copy, MessageCircleQuestion, Quote } from "lucide-react";
import { openPanel } from "$/public/external/chat_app/components/layout/library/panel.js";
import { copyText } from "$/public/external/chat_app/components/message/source_files/copy_button.jsx";
import { useAction } from "$/public/external/chat_app/components/ui/library/actions.js";
import { quote } from "./message_text.js";

const PAUSE = 180;
const GAP = 8;
const EDGE = 8;

const wordsIn = (node) => (node?.nodeType === 1 ? node : node?.parentElement)?.closest(".msg-body, .bubble");

// Selected words that lie within one message, or null. A triple click selects up to the beginning of what follows: that is cut off.
function selected() {
  const selection = getSelection();
  if (!selection.rangeCount || selection.isCollapsed) return null;
  const range = selection.getRangeAt(0).cloneRange();
  const body = wordsIn(range.startContainer);
  const message = body?.closest(".message[data-id]");
  if (!message) return null;
  const end = wordsIn(range.endContainer);
  if (end !== body) {
    if (end && range.endOffset > 0) return null;
    range.setEndAfter(body.lastChild);
  }
  const text = range.toString().trim();
  return text ? { text, messageId: message.dataset.id, range } : null;
}

export function SelectionToolbar({ labels }) {
  const [found, setFound] = useState(null);
  const bar = useRef(null);
  const close = useCallback(() => setFound(null), []);
  useSelection(setFound);
  useLayoutEffect(() => {
    if (found) place(bar.current, found.range.getBoundingClientRect());
  }, [found]);
  useEffect(() => {
    if (!found) return undefined;
    const pressed = (event) => {
      if (event.key !== "Escape") return;
      event.stopPropagation();
      getSelection().removeAllRanges();
      close();
    };
    const scroller = document.querySelector(".messages");
    document.addEventListener("keydown", pressed, true);
    scroller?.addEventListener("scroll", close, { passive: true });
    addEventListener("resize", close);
    return () => {
      document.removeEventListener("keydown", pressed, true);
      scroller?.removeEventListener("scroll", close);
      removeEventListener("resize", close);
    };
  }, [found, close]);
  const done = (run) => () => {
    const { text, messageId } = found;
    getSelection().removeAllRanges();
    close();
    run(text, messageId);
  };
  const asQuote = done((text) => quote(text));
  const ask = done((text, messageId) => openPanel("side", { messageId, quote: text, serial: Date.now() }));
  useAction("selection.quote", asQuote, Boolean(found));
  useAction("selection.ask", ask, Boolean(found));
  if (!found) return null;
  const button = (testid, label, Icon, run) => (
    <button type="button" className="selection-button" data-testid={testid} onPointerDown={(event) => event.preventDefault()} onClick={run}>
      <Icon size={16} strokeWidth={1.75} aria-hidden />
      {label}
    </button>
  );
  return (
    <div ref={bar} className="selection-bar" role="toolbar" aria-label={labels.selection} data-testid="selection-bar">
      {button("selection-quote", labels.quote, Quote, asQuote)}
      {button("selection-ask", labels.ask, MessageCircleQuestion, ask)}
      {button("selection-copy", labels.copySelection, Copy, done((text) => copyText(text)))}
    </div>
  );
}

// Looks at the selection once it rests: not while it is being dragged.
function useSelection(onFound) {
  useEffect(() => {
    let timer = 0;
    let dragging = false;
    const look = () => onFound(dragging ? null : selected());
    const later = () => {
      clearTimeout(timer);
      timer = setTimeout(look, PAUSE);
    };
    const down = (event) => {
      if (event.target.closest?.(".selection-bar")) return;
      dragging = true;
    };
    const up = () => {
      dragging = false;
      later();
    };
    document.addEventListener("selectionchange", later);
    document.addEventListener("pointerdown", down);
    document.addEventListener("pointerup", up);
    document.addEventListener("pointercancel", up);
    return () => {
      clearTimeout(timer);
      document.removeEventListener("selectionchange", later);
      document.removeEventListener("pointerdown", down);
      document.removeEventListener("pointerup", up);
      document.removeEventListener("pointercancel", up);
    };
  }, [onFound]);
}

// Above the words; below them under a finger, where the system's own menu stands above.
function place(bar, words) {
  const { width, height } = bar.getBoundingClientRect();
  const touch = matchMedia("(pointer: coarse)").matches;
  const above = words.top - height - GAP;
  const below = Math.min(words.bottom + GAP * (touch ? 3 : 1), innerHeight - height - EDGE);
  const top = touch || above < EDGE ? below : above;
  const left = words.left + words.width / 2 - width / 2;
  bar.style.top = `${top}px`;
  bar.style.left = `${Math.max(EDGE, Math.min(left, innerWidth - width - EDGE))}px`;
}
