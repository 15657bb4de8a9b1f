// Below an answer: the sources that it cites, those that were read besides, and the way to how they were found.
import { useEffect, useRef, useState } from "react";
import { ChevronDown, FileX2, ListTree, Lock, TriangleAlert } from "lucide-react";
import { openPanel } from "$/public/external/chat_app/components/layout/library/panel.js";
import { useCitations } from "./citations.jsx";
import { misquoted, sortOut } from "./numbers.js";
import { activate } from "./opening.js";
import { pageText, say, sourceName, useWords } from "./words.js";

const icon = { size: 14, strokeWidth: 1.75, "aria-hidden": true };
const NEAR = "600px";

export function SourceList() {
  const citations = useCitations();
  const labels = useWords();
  const place = useRef(null);
  const [open, setOpen] = useState(false);
  const { known, stored, failed, want, messageId } = citations;
  const there = known.size > 0 && Boolean(labels.sources);
  useNear(place, there && !stored, want);
  if (!there) return citations.searched && labels.sources ? <NoneGiven messageId={messageId} labels={labels} /> : null;
  const { cited, others } = sortOut(known.values());
  return (
    <section ref={place} className="sources" data-testid="sources" aria-label={labels.sources} aria-busy={!stored && !failed}>
      {failed && <p className="sources-note">{labels.failed}</p>}
      {!stored && !failed && <span className="sources-wait" />}
      {stored && cited.length === 0 && <p className="sources-note">{say(others.length === 1 ? labels.cites_none_one : labels.cites_none, { count: others.length })}</p>}
      {stored && cited.length > 0 && <Sources sources={cited} citations={citations} labels={labels} />}
      {stored && others.length > 0 && <MoreButton count={others.length} hasCited={cited.length > 0} open={open} labels={labels} onToggle={() => setOpen(!open)} />}
      {!failed && <WhyButton messageId={messageId} labels={labels} />}
      {stored && open && others.length > 0 && <Sources sources={others} className="others" citations={citations} labels={labels} />}
    </section>
  );
}

// Documents were searched, and had nothing for this: how, is to be seen all the same.
function NoneGiven({ messageId, labels }) {
  return (
    <section className="sources" data-testid="no-sources" aria-label={labels.sources}>
      <p className="sources-note">{labels.none_given}</p>
      <WhyButton messageId={messageId} labels={labels} />
    </section>
  );
}

// A long chat asks for the sources of what its reader comes near.
function useNear(place, waits, want) {
  const latest = useRef(want);
  latest.current = want;
  useEffect(() => {
    if (!waits || !place.current) return undefined;
    const observer = new IntersectionObserver(([entry]) => entry.isIntersecting && latest.current(), { rootMargin: NEAR });
    observer.observe(place.current);
    return () => observer.disconnect();
  }, [waits, place]);
}

function Sources({ sources, className = "", citations, labels }) {
  return (
    <ol className={`source-rows ${className}`}>
      {sources.map((source) => (
        <li key={source.number}>
          <SourceRow source={source} citations={citations} labels={labels} />
        </li>
      ))}
    </ol>
  );
}

function SourceRow({ source, citations, labels }) {
  const button = useRef(null);
  const Icon = source.hidden ? Lock : source.deleted ? FileX2 : misquoted(source) ? TriangleAlert : null;
  const title = source.hidden ? labels.hidden : source.deleted ? labels.deleted : source.title;
  return (
    <button
      ref={button}
      type="button"
      className="source-row"
      data-testid="source-row"
      data-number={source.number}
      data-inexact={misquoted(source) || undefined}
      aria-label={sourceName(source, labels)}
      title={misquoted(source) ? labels.inexact : source.title}
      onClick={() => activate({ read: () => source, anchor: button.current }, citations)}
    >
      <span className="passage-number">{source.number}</span>
      {Icon && <Icon {...icon} />}
      <span className="source-title">{title}</span>
      {pageText(source, labels) && !source.hidden && <span className="source-page">{pageText(source, labels)}</span>}
    </button>
  );
}

function MoreButton({ count, hasCited, open, labels, onToggle }) {
  return (
    <button type="button" className="source-link" aria-expanded={open} data-testid="more-sources" onClick={onToggle}>
      <ChevronDown {...icon} />
      {hasCited ? say(count === 1 ? labels.more_one : labels.more, { count }) : labels.show_read}
    </button>
  );
}

function WhyButton({ messageId, labels }) {
  return (
    <button type="button" className="source-link" data-testid="why-button" onClick={() => openPanel("why", { messageId })}>
      <ListTree {...icon} />
      {labels.why}
    </button>
  );
}
