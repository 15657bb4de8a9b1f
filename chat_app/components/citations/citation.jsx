// The number of a source in an answer. It is a button where there is such a source, and what the model wrote where there is none.
import { useEffect, useRef } from "react";
import { useCitations } from "./citations.jsx";
import { hideCard, hoverCard, leaveCard, renewDesk, showCard } from "./desk.js";
import { cutNumbers, misquoted } from "./numbers.js";
import { activate } from "./opening.js";
import { sourceName, useWords } from "./words.js";

export const CARD_ID = "citation-card";

/** A text with its numbers; `text` is no code, link or formula. */
export const withCitations = (text) => {
  const parts = cutNumbers(text);
  if (parts.length === 1 && typeof parts[0] === "string") return text;
  return parts.map((part, index) => (typeof part === "string" ? part : <Citation key={index} {...part} />));
};

/** Of several numbers in one pair of brackets those that exist. */
export function Citation({ numbers, raw }) {
  const citations = useCitations();
  const sources = numbers.map((number) => citations.known.get(number)).filter(Boolean);
  if (!sources.length) return raw;
  return sources.map((source) => <Chip key={source.number} source={source} citations={citations} />);
}

function Chip({ source, citations }) {
  const labels = useWords();
  const button = useRef(null);
  const latest = useRef(null);
  latest.current = { source, citations };
  useEffect(renewDesk, [source]);
  const shown = () => ({ read: () => latest.current.source, anchor: button.current });
  const open = (show) => {
    citations.want();
    show(shown());
  };
  const clicked = () => {
    citations.want();
    activate(shown(), citations);
  };
  return (
    <button
      ref={button}
      type="button"
      className="citation"
      data-testid="citation"
      data-number={source.number}
      data-away={source.hidden || source.deleted || undefined}
      data-inexact={misquoted(source) || undefined}
      aria-label={sourceName(source, labels)}
      aria-describedby={CARD_ID}
      onClick={clicked}
      onPointerEnter={(event) => event.pointerType !== "touch" && open(hoverCard)}
      onPointerLeave={leaveCard}
      onFocus={(event) => event.currentTarget.matches(":focus-visible") && open(showCard)}
      onBlur={hideCard}
    >
      {source.number}
    </button>
  );
}
