// The card beside a number, and the sheet that takes its place where nothing hovers. Mounted once for the page.
import { useEffect, useLayoutEffect, useRef } from "react";
import { FileSearch } from "lucide-react";
import { Dialog } from "$/public/external/chat_app/components/ui/library/dialog.jsx";
import { CARD_ID } from "./citation.jsx";
import { hideCard, hideSheet, holdCard, leaveCard, useDesk } from "./desk.js";
import { opens } from "./numbers.js";
import { Passage } from "./passage.jsx";
import { say, setWords } from "./words.js";
import "$/public/styles/citations.css";

const GAP = 6;
const EDGE = 8;

export function CitationCards({ labels }) {
  useLayoutEffect(() => setWords(labels), [labels]);
  const { card, sheet } = useDesk();
  return (
    <>
      {card && <Card key={card.anchor.dataset.number} card={card} labels={labels} />}
      {sheet && <Sheet sheet={sheet} labels={labels} />}
    </>
  );
}

function Card({ card, labels }) {
  const panel = useRef(null);
  useLayoutEffect(() => {
    const element = panel.current;
    if (!element.matches(":popover-open")) element.showPopover();
    // An answer that grows moves its numbers, and may put others in their place.
    const fit = () => (card.anchor.isConnected ? place(element, card.anchor.getBoundingClientRect()) : hideCard());
    fit();
    const observer = new ResizeObserver(fit);
    observer.observe(element);
    addEventListener("scroll", fit, true);
    addEventListener("resize", fit);
    return () => {
      observer.disconnect();
      removeEventListener("scroll", fit, true);
      removeEventListener("resize", fit);
    };
  }, [card]);
  useEscape();
  const source = card.read();
  return (
    <div popover="manual" ref={panel} id={CARD_ID} role="tooltip" className="floating citation-card" data-testid="citation-card" onPointerEnter={holdCard} onPointerLeave={leaveCard}>
      <Passage source={source} labels={labels} />
      {opens(source) && <p className="citation-hint">{labels.click}</p>}
    </div>
  );
}

// The topmost closes, and nothing below it.
function useEscape() {
  useEffect(() => {
    const pressed = (event) => {
      if (event.key !== "Escape") return;
      event.preventDefault();
      event.stopPropagation();
      hideCard();
    };
    addEventListener("keydown", pressed, true);
    return () => removeEventListener("keydown", pressed, true);
  }, []);
}

function place(panel, anchor) {
  const { width, height } = panel.getBoundingClientRect();
  const above = anchor.top - GAP - height;
  const fitsBelow = anchor.bottom + GAP + height <= innerHeight - EDGE;
  const top = fitsBelow || above < EDGE ? anchor.bottom + GAP : above;
  const middle = anchor.left + anchor.width / 2 - width / 2;
  panel.style.left = `${Math.max(EDGE, Math.min(middle, innerWidth - width - EDGE))}px`;
  panel.style.top = `${Math.max(EDGE, Math.min(top, innerHeight - height - EDGE))}px`;
}

function Sheet({ sheet, labels }) {
  const source = sheet.read();
  const footer = opens(source) && (
    <button type="button" className="button primary" data-testid="open-source" onClick={sheet.open}>
      <FileSearch size={16} strokeWidth={1.75} aria-hidden />
      {labels.open}
    </button>
  );
  return (
    <Dialog open onClose={hideSheet} title={say(labels.source, { number: source.number })} closeLabel={labels.close} className="citation-sheet" footer={footer} testid="citation-sheet">
      <Passage source={source} labels={labels} />
    </Dialog>
  );
}
