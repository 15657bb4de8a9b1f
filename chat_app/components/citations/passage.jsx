// A source as its reader sees it: title, place, passage with what the answer quotes of it, and what is to be known of it.
import { useEffect, useRef } from "react";
import { CircleCheck, FileX2, History, Lock, TriangleAlert } from "lucide-react";
import { markQuotes } from "./marks.js";
import { misquoted } from "./numbers.js";
import { pageText } from "./words.js";

const icon = { size: 14, strokeWidth: 1.75, "aria-hidden": true };

export function Passage({ source, failed, labels }) {
  if (source.hidden) return <Away source={source} Icon={Lock} text={labels.hidden_text} />;
  if (source.deleted) return <Away source={source} Icon={FileX2} text={labels.deleted_text} />;
  return (
    <>
      <p className="passage-head">
        <span className="passage-number">{source.number}</span>
        <span className="passage-title">{source.title}</span>
      </p>
      <Place source={source} labels={labels} />
      {source.text ? <Text source={source} /> : <p className="passage-note">{failed ? labels.failed : labels.loading}</p>}
      <Notes source={source} labels={labels} />
    </>
  );
}

function Away({ source, Icon, text }) {
  return (
    <p className="passage-away">
      <span className="passage-number">{source.number}</span>
      <Icon {...icon} />
      {text}
    </p>
  );
}

function Place({ source, labels }) {
  const parts = [pageText(source, labels), source.heading].filter(Boolean);
  return parts.length ? <p className="passage-place">{parts.join(" · ")}</p> : null;
}

// What is quoted comes into view: it may stand far down in a long passage.
function Text({ source }) {
  const box = useRef(null);
  const quotes = (source.quotes ?? []).filter(({ literal }) => literal).map(({ text }) => text);
  useEffect(() => {
    const mark = box.current.querySelector("mark");
    if (mark) box.current.scrollTop = Math.max(0, mark.offsetTop - box.current.offsetTop - 24);
  }, [source]);
  return (
    <blockquote ref={box} className="passage-text" tabIndex={-1}>
      {markQuotes(source.text, quotes).map((piece, index) => (piece.marked ? <mark key={index}>{piece.text}</mark> : piece.text))}
    </blockquote>
  );
}

function Notes({ source, labels }) {
  const quoted = (source.quotes ?? []).length > 0;
  return (
    <>
      {quoted && !misquoted(source) && (
        <p className="passage-note good">
          <CircleCheck {...icon} />
          {labels.literal}
        </p>
      )}
      {misquoted(source) && (
        <p className="passage-note warning">
          <TriangleAlert {...icon} />
          {labels.inexact}
        </p>
      )}
      {source.outdated && (
        <p className="passage-note">
          <History {...icon} />
          {labels.outdated}
        </p>
      )}
    </>
  );
}
