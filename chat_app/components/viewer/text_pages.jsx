// The text of a document with its headings, lists and tables; of a long one the part that is read, and what is next to it.
import { useCallback, useEffect, useLayoutEffect, useRef, useState } from "react";
import { CircleAlert, RotateCcw } from "lucide-react";
import { api } from "$/public/external/chat_app/components/ui/library/api.js";
import { fill, indexAt, signsOf } from "./places.js";
import { Block } from "./text_block.jsx";
import { sentenceOf } from "./use_document.js";

const BEFORE = 4_000;
const AFTER = 16_000;
const STEP = 20_000;
const HIGH = 0.25;
const EDGE = 16;

export function TextPages({ documentId, version, view, place, jump, onPage, onLost, labels }) {
  const scroller = useRef(null);
  const text = useText(documentId, version, onLost);
  const { parts, failed, open, more } = text;
  const shown = useTarget(view, place, jump);
  useEffect(() => {
    open(shown.start);
  }, [open, shown]);
  useScroll(scroller, parts, shown);
  useEdges(scroller, parts, view.length, more);
  const followed = () => {
    const dividers = scroller.current.querySelectorAll("[data-page]");
    if (dividers.length) onPage(Number(dividers[indexAt(dividers, scroller.current.scrollTop + scroller.current.clientHeight / 3)].dataset.page));
  };
  useEffect(() => scroller.current?.focus({ preventScroll: true }), []);
  if (failed && !parts)
    return (
      <div className="viewer-state" role="alert">
        <CircleAlert size={24} strokeWidth={1.75} aria-hidden />
        <strong>{failed.trim() || labels.failed}</strong>
        <button type="button" className="button" onClick={() => open(shown.start)}>
          <RotateCcw size={16} strokeWidth={1.75} aria-hidden />
          {labels.retry}
        </button>
      </div>
    );
  let page = 0;
  return (
    <div ref={scroller} className="viewer-scroll viewer-text" data-scroller tabIndex={0} role="group" aria-label={labels.tab_text} onScroll={followed} aria-busy={!parts}>
      {!parts && <div className="skeleton viewer-skeleton" />}
      {parts?.[0].start > 0 && <div className="viewer-edge" data-edge="before" />}
      {parts?.flatMap((part) =>
        part.blocks.map((block) => {
          const isNew = block.page > 0 && block.page !== page;
          page = block.page || page;
          const number = page;
          return (
            <div key={block.start} data-start={block.start}>
              {isNew && view.unit && <Divider number={number} view={view} labels={labels} />}
              <Block block={block} mark={place} />
            </div>
          );
        }),
      )}
      {parts && parts.at(-1).end < view.length && <div className="viewer-edge skeleton" data-edge="after" />}
    </div>
  );
}

function Divider({ number, view, labels }) {
  const { label } = view.pages[number - 1] ?? {};
  const name = fill(labels[`${view.unit}_n`], { number, count: view.pages.length });
  return (
    <p className="viewer-divider" data-page={number} data-testid="document-page">
      {label ? `${name} · ${label}` : name}
    </p>
  );
}

// Where to go: to the passage, or to the page that was typed since.
function useTarget(view, place, jump) {
  const [target, setTarget] = useState({ start: Math.max(place?.start ?? 0, 0), isMark: place?.start >= 0 });
  useEffect(() => {
    if (place?.start >= 0) setTarget({ start: place.start, isMark: true });
    else if (place?.page) setTarget({ start: view.pages[place.page - 1]?.start ?? 0, page: place.page });
  }, [place, view]);
  useEffect(() => {
    if (jump) setTarget({ start: view.pages[jump.page - 1]?.start ?? 0, page: jump.page });
  }, [jump, view]);
  return target;
}

function useText(documentId, version, onLost) {
  const [state, setState] = useState({ parts: null, failed: "" });
  const asked = useRef(0);
  const current = useRef(null);
  current.current = state.parts;
  const path = `/documents/${documentId}/text`;
  const load = useCallback(
    async (start, end, put) => {
      asked.current += 1;
      const mine = asked.current;
      try {
        const part = prepared(await api(`${path}?${new URLSearchParams({ start, end })}`));
        if (mine === asked.current) setState(({ parts }) => ({ parts: put(parts ?? [], part), failed: "" }));
      } catch (error) {
        if (mine !== asked.current) return;
        setState(({ parts }) => ({ parts, failed: sentenceOf(error) }));
        onLost();
      }
    },
    [path, version, onLost],
  );
  const open = useCallback(
    (start) => {
      const parts = current.current;
      if (parts && parts[0].start <= start && start < parts.at(-1).end) return;
      load(Math.max(0, start - BEFORE), start + AFTER, (_, part) => [part]);
    },
    [load],
  );
  const more = useCallback(
    (edge) => {
      const parts = current.current;
      if (!parts) return;
      if (edge === "after") load(parts.at(-1).end, parts.at(-1).end + STEP, (before, part) => [...before, part]);
      else load(Math.max(0, parts[0].start - STEP), parts[0].start, (before, part) => [part, ...before]);
    },
    [load],
  );
  return { ...state, open, more };
}

/** Each block with its own text. */
function prepared({ start, end, text, blocks }) {
  const signs = signsOf(text);
  return { start, end, blocks: blocks.map((block) => ({ ...block, text: signs.slice(block.start - start, block.end - start).join("") })) };
}

// To the passage or page once it is there; and what comes above pushes nothing away.
function useScroll(scroller, parts, target) {
  const done = useRef(null);
  const before = useRef({ start: 0, height: 0 });
  useLayoutEffect(() => {
    const element = scroller.current;
    if (!element || !parts) return;
    if (parts[0].start < before.current.start && done.current === target) element.scrollTop += element.scrollHeight - before.current.height;
    before.current = { start: parts[0].start, height: element.scrollHeight };
    if (done.current === target || !(parts[0].start <= target.start && target.start <= parts.at(-1).end)) return;
    done.current = target;
    const found = target.isMark ? element.querySelector("[data-testid=highlight]") : target.page ? element.querySelector(`[data-page="${target.page}"]`) : null;
    if (found) element.scrollTop += found.getBoundingClientRect().top - element.getBoundingClientRect().top - (target.isMark ? element.clientHeight * HIGH : EDGE);
  }, [scroller, parts, target]);
}

function useEdges(scroller, parts, length, more) {
  useEffect(() => {
    if (!scroller.current || !parts) return undefined;
    const observer = new IntersectionObserver((entries) => entries.forEach(({ isIntersecting, target }) => isIntersecting && more(target.dataset.edge)), {
      root: scroller.current,
      rootMargin: "60% 0px",
    });
    scroller.current.querySelectorAll("[data-edge]").forEach((edge) => observer.observe(edge));
    return () => observer.disconnect();
  }, [scroller, parts, length, more]);
}
