// The pages below each other as they were printed. Each has its place from the beginning; pictures come for those that are near.
import { memo, useEffect, useLayoutEffect, useMemo, useRef, useState } from "react";
import { RotateCcw } from "lucide-react";
import { boxesByPage, fill, indexAt, styleOf } from "./places.js";
import { FIT } from "./toolbar.jsx";

const PIXELS = 96 / 72;
const EDGE = 16;
const WIDEST = 2_400;
const REST = 120;
const A4 = { width: 595, height: 842 };
/** Where in the window the passage stands, from its top. */
const HIGH = 0.25;
const NONE = [];

export function DrawnPages({ documentId, version, view, place, jump, zoom, onWidth, onPage, onLost, labels }) {
  const scroller = useRef(null);
  const room = useRoom(scroller);
  const frames = useMemo(() => view.pages.map((page) => (page.width && page.height ? page : { ...page, ...A4 })), [view]);
  const near = useNear(scroller, frames, room);
  const boxes = useMemo(() => boxesByPage(place?.boxes ?? []), [place]);
  const widths = useMemo(() => frames.map((frame) => (zoom === FIT ? room : Math.round(frame.width * PIXELS * zoom))), [frames, room, zoom]);
  const followed = useAnchor(scroller, widths, room, onPage);
  useEffect(() => {
    if (room) onWidth(widths[0] / (frames[0].width * PIXELS));
  }, [room, widths, frames, onWidth]);
  useJump(scroller, room, place, frames, followed);
  usePageJump(scroller, room, jump, followed);
  // One came to read: keys scroll at once.
  useEffect(() => scroller.current.focus({ preventScroll: true }), []);
  return (
    <div ref={scroller} className="viewer-scroll" data-scroller tabIndex={0} role="group" aria-label={labels.tab_pages} onScroll={followed}>
      {room > 0 &&
        frames.map((frame, index) => (
          <DrawnPage
            key={index}
            {...{ documentId, version, frame, labels, onLost }}
            number={index + 1}
            count={frames.length}
            width={widths[index]}
            isNear={near.has(index + 1)}
            boxes={boxes.get(index + 1) ?? NONE}
          />
        ))}
    </div>
  );
}

const DrawnPage = memo(function DrawnPage({ documentId, version, number, count, frame, width, isNear, boxes, labels, onLost }) {
  const [state, setState] = useState("waiting");
  const [tries, setTries] = useState(0);
  const pixels = Math.min(WIDEST, Math.ceil(width * devicePixelRatio));
  const lost = () => {
    setState("failed");
    onLost();
  };
  const again = () => {
    setState("waiting");
    setTries(tries + 1);
  };
  return (
    <div className="viewer-page" data-testid="document-page" data-page={number} data-state={isNear ? state : "waiting"} style={{ width, aspectRatio: `${frame.width} / ${frame.height}` }}>
      {isNear && state !== "failed" && (
        <img
          src={`/api/v1/documents/${documentId}/pages/${number}.png?width=${pixels}&v=${version}.${tries}`}
          alt={fill(labels.page_n, { number, count })}
          draggable={false}
          onLoad={() => setState("drawn")}
          onError={lost}
        />
      )}
      {state === "failed" && (
        <div className="viewer-page-failed">
          <p>{labels.page_failed}</p>
          <button type="button" className="button" onClick={again}>
            <RotateCcw size={16} strokeWidth={1.75} aria-hidden />
            {labels.retry}
          </button>
        </div>
      )}
      {boxes.map((box, index) => (
        <span key={index} className="viewer-mark" data-testid="highlight" style={styleOf(box, frame)} />
      ))}
    </div>
  );
});

// How wide a page may be.
function useRoom(scroller) {
  const [room, setRoom] = useState(0);
  useLayoutEffect(() => {
    const fit = () => setRoom(Math.max(0, scroller.current.clientWidth - 2 * EDGE));
    fit();
    const observer = new ResizeObserver(fit);
    observer.observe(scroller.current);
    return () => observer.disconnect();
  }, [scroller]);
  return room;
}

// Pages that one only flies past are not drawn.
function useNear(scroller, frames, room) {
  const [near, setNear] = useState(() => new Set());
  const hasRoom = room > 0;
  useEffect(() => {
    if (!hasRoom) return undefined;
    const here = new Set();
    let timer = 0;
    const observer = new IntersectionObserver(
      (entries) => {
        for (const { target, isIntersecting } of entries) {
          const number = Number(target.dataset.page);
          if (isIntersecting) here.add(number);
          else here.delete(number);
        }
        clearTimeout(timer);
        timer = setTimeout(() => setNear(new Set(here)), REST);
      },
      { root: scroller.current, rootMargin: "100% 0px" },
    );
    for (const page of scroller.current.children) observer.observe(page);
    return () => {
      clearTimeout(timer);
      observer.disconnect();
    };
  }, [scroller, frames, hasRoom]);
  return near;
}

// Says which page one is at, and stays there when pages become larger or smaller.
function useAnchor(scroller, widths, room, onPage) {
  const anchor = useRef(null);
  const [followed] = useState(() => () => {
    const { children, scrollTop, clientHeight } = scroller.current;
    if (!children.length) return;
    const index = indexAt(children, scrollTop + EDGE);
    anchor.current = { index, part: (scrollTop - children[index].offsetTop) / children[index].offsetHeight };
    onPage(indexAt(children, scrollTop + clientHeight / 3) + 1);
  });
  useLayoutEffect(() => {
    const { index, part } = anchor.current ?? {};
    const page = scroller.current.children[index];
    if (page) scroller.current.scrollTop = page.offsetTop + part * page.offsetHeight;
  }, [scroller, widths, room]);
  return followed;
}

function useJump(scroller, room, place, frames, followed) {
  const done = useRef(0);
  useLayoutEffect(() => {
    if (!place || !room || done.current === place.serial) return;
    done.current = place.serial;
    const [page, left, top] = place.boxes[0] ?? [place.page, 0, 0];
    const element = scroller.current.children[page - 1];
    if (!element) return;
    const scale = element.offsetWidth / frames[page - 1].width;
    const above = place.boxes.length ? scroller.current.clientHeight * HIGH : EDGE;
    scroller.current.scrollTo({ top: element.offsetTop + top * scale - above, left: left * scale - EDGE });
    followed();
  }, [scroller, room, place, frames, followed]);
}

function usePageJump(scroller, room, jump, followed) {
  const done = useRef(0);
  useLayoutEffect(() => {
    if (!jump || !room || done.current === jump.serial) return;
    done.current = jump.serial;
    const element = scroller.current.children[jump.page - 1];
    if (element) scroller.current.scrollTop = element.offsetTop - EDGE;
    followed();
  }, [scroller, room, jump, followed]);
}
