// The messages' own scroll area: follows an answer only while the reader is at its end, and never jumps.
import { useCallback, useEffect, useLayoutEffect, useRef, useState } from "react";
import { ArrowDown } from "lucide-react";
import { PendingFiles } from "$/public/external/chat_app/components/attachments/library/message_files.jsx";
import { useOutbox } from "./outbox.js";
import { topMessage, useReadingPlace } from "./reading_place.js";
import { useLater, useReveal } from "./reveal.js";

const AT_END = 24;
const GAP = 2;
const ANCHORS = typeof CSS !== "undefined" && CSS.supports("overflow-anchor", "auto");

// The area is gone when a navigation comes between a change and its frame. Where nothing was said yet, the beginning counts.
const showEnd = (area) => {
  if (area) area.scrollTop = area.querySelector(".message") ? area.scrollHeight : 0;
};

export function MessageList({ conversationId, opened, readId, firstId, hasEarlier, labels, onEarlier, onPlace, revealId, revealSerial, endId, onLater, onEnd, children }) {
  const frame = useRef(null);
  const column = useRef(null);
  const follow = useRef(true);
  const [away, setAway] = useState(false);
  const outbox = useOutbox();

  const toEnd = useCallback(() => {
    follow.current = true;
    setAway(false);
    showEnd(frame.current);
  }, []);
  const shown = useRef("");
  const keepPlace = useReadingPlace({ conversationId, readId, place: () => (follow.current ? "" : topMessage(frame.current)), onPlace });
  useLayoutEffect(() => {
    // The same chat once more (after a reconnect): its reader stays where they are.
    if (conversationId && shown.current === conversationId) return;
    shown.current = conversationId;
    const place = readId && frame.current.querySelector(`[data-id="${readId}"]`);
    if (!place) return toEnd();
    follow.current = false;
    setAway(true);
    frame.current.scrollTop += place.getBoundingClientRect().top - frame.current.getBoundingClientRect().top - GAP;
  }, [opened, toEnd]);
  useLayoutEffect(() => {
    if (outbox.length) toEnd();
  }, [outbox.length, toEnd]);
  const latestEnd = useRef("");
  latestEnd.current = endId;
  const letGo = () => {
    follow.current = false;
    setAway(true);
  };
  useReveal({ frame, id: revealId, serial: revealSerial, firstId, onShown: letGo });
  const below = useLater({ frame, endId, onLater });
  // What is loaded may end far above the branch's end.
  const goToEnd = () => {
    if (endId) onEnd();
    toEnd();
  };
  const settle = useCallback((near) => {
    if (!frame.current) return;
    const { scrollTop, scrollHeight, clientHeight } = frame.current;
    const distance = scrollHeight - scrollTop - clientHeight;
    if (distance <= near && !latestEnd.current) follow.current = true;
    setAway(!follow.current && (distance > AT_END || latestEnd.current !== ""));
  }, []);
  const scrolled = () => {
    settle(AT_END);
    keepPlace();
  };
  useEffect(() => {
    // A branch that is shorter than the one before brings the end into view without any scrolling.
    const observer = new ResizeObserver(() => (follow.current ? showEnd(frame.current) : settle(1)));
    observer.observe(column.current);
    observer.observe(frame.current);
    return () => observer.disconnect();
  }, [settle]);
  // Only the reader's own hand lets go of the end (or a message opened for editing); growth of the answer never does.
  const release = () => {
    follow.current = false;
    requestAnimationFrame(scrolled);
  };
  const wheeled = (event) => event.deltaY < 0 && release();
  const pressed = (event) => ["ArrowUp", "PageUp", "Home"].includes(event.key) && event.target === frame.current && release();
  // What is unfolded grows below the finger, so it is not pushed out of sight.
  const unfolded = (event) => {
    if (event.target.closest("summary")) follow.current = false;
  };
  const dragged = (event) => event.target === frame.current && event.buttons === 1 && release();

  const sentinel = useEarlier({ frame, firstId, hasEarlier, onEarlier, opened });
  return (
    <div className="messages-frame">
      <section
        ref={frame}
        className="messages"
        tabIndex={0}
        aria-label={labels.messages}
        data-testid="messages"
        onScroll={scrolled}
        onWheel={wheeled}
        onKeyDown={pressed}
        onPointerDown={dragged}
        onTouchMove={release}
        onClick={unfolded}
        onFocus={(event) => event.target.matches("textarea") && release()}
      >
        <div ref={column} className="messages-column">
          {hasEarlier && (
            <button ref={sentinel} type="button" className="quiet earlier" data-testid="load-earlier" onClick={onEarlier}>
              {labels.earlier}
            </button>
          )}
          {children}
          {endId && (
            <button ref={below} type="button" className="quiet earlier" data-testid="load-later" onClick={onLater}>
              {labels.later}
            </button>
          )}
          {outbox
            .filter((entry) => !entry.queued && (entry.conversationId === conversationId || !entry.conversationId))
            .map(({ key, text, extras }) => (
              <article key={key} className="message user pending" data-testid="message-pending">
                <PendingFiles ids={extras?.attachment_ids} />
                {text && <div className="bubble plain">{text}</div>}
              </article>
            ))}
        </div>
      </section>
      {away && (
        <button type="button" className="to-end" data-testid="to-end" aria-label={labels.toEnd} title={labels.toEnd} onClick={goToEnd}>
          <ArrowDown size={18} strokeWidth={1.75} aria-hidden />
        </button>
      )}
    </div>
  );
}

// Asks for earlier messages when their button comes near, and keeps what is being read in its place.
function useEarlier({ frame, firstId, hasEarlier, onEarlier, opened }) {
  const asked = useRef("");
  const before = useRef({ firstId, opened, height: 0, top: 0 });
  const ask = useRef(onEarlier);
  ask.current = onEarlier;
  const [sentinel, setSentinel] = useState(null);
  useLayoutEffect(() => {
    const last = before.current;
    const grown = last.opened === opened && last.firstId && last.firstId !== firstId && asked.current === last.firstId;
    // Browsers with scroll anchoring keep the place themselves, except at the very top.
    if (grown && (!ANCHORS || last.top < 1)) frame.current.scrollTop = last.top + frame.current.scrollHeight - last.height;
    before.current = { ...last, firstId, opened };
  }, [firstId, opened, frame]);
  useEffect(() => {
    if (!sentinel || !hasEarlier) return undefined;
    const near = ([entry]) => {
      if (!entry.isIntersecting || asked.current === firstId) return;
      asked.current = firstId;
      before.current.height = frame.current.scrollHeight;
      before.current.top = frame.current.scrollTop;
      ask.current();
    };
    const observer = new IntersectionObserver(near, { root: frame.current, rootMargin: "800px 0px 0px 0px" });
    observer.observe(sentinel);
    return () => observer.disconnect();
  }, [sentinel, firstId, hasEarlier, frame]);
  return setSentinel;
}
