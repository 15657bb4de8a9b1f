// Above the pages: which one, how large, and from one cited passage to the next.
import { useEffect, useMemo, useRef, useState } from "react";
import { ChevronLeft, ChevronRight, MoveHorizontal, ZoomIn, ZoomOut } from "lucide-react";
import { fill } from "./places.js";

const icon = { size: 16, strokeWidth: 1.75, "aria-hidden": true };
const STEPS = [0.25, 0.33, 0.5, 0.67, 0.75, 0.9, 1, 1.25, 1.5, 2, 2.5, 3];
/** Fits the width of the panel. */
export const FIT = 0;

/** @returns {{value: number, step, fit, fitted}} `value` is FIT or a factor of the true size; `fitted` is told what FIT comes to */
export function useZoom() {
  const [value, setValue] = useState(FIT);
  const current = useRef(1);
  return useMemo(
    () => ({
      value,
      fit: () => setValue(FIT),
      fitted: (factor) => {
        current.current = factor;
      },
      step: (direction) => {
        const now = current.current;
        const next = direction > 0 ? STEPS.find((step) => step > now * 1.02) : STEPS.findLast((step) => step < now * 0.98);
        if (next) setValue(next);
      },
    }),
    [value],
  );
}

export function Toolbar({ view, tab, page, zoom, places, labels, onPage }) {
  if (tab !== "pages" && view.pages.length < 2 && places.count < 2) return null;
  return (
    <div className="viewer-tools">
      {view.pages.length > 1 && <PageField page={page} count={view.pages.length} labels={labels} onPage={onPage} />}
      {places.count > 1 && (
        <span className="viewer-group" role="group">
          <Tool label={labels.previous_passage} Icon={ChevronLeft} testid="passage-previous" onClick={() => places.go(-1)} />
          <span className="viewer-figure" data-testid="passage-place" aria-live="polite">
            {fill(labels.passage_of, { number: places.at + 1, count: places.count })}
          </span>
          <Tool label={labels.next_passage} Icon={ChevronRight} testid="passage-next" onClick={() => places.go(1)} />
        </span>
      )}
      {tab === "pages" && (
        <span className="viewer-group viewer-zoom" role="group" aria-label={labels.zoom}>
          <Tool label={labels.zoom_out} Icon={ZoomOut} testid="zoom-out" onClick={() => zoom.step(-1)} />
          <Tool label={labels.zoom_in} Icon={ZoomIn} testid="zoom-in" onClick={() => zoom.step(1)} />
          <Tool label={labels.fit} Icon={MoveHorizontal} testid="zoom-fit" pressed={zoom.value === FIT} onClick={zoom.fit} />
        </span>
      )}
    </div>
  );
}

function Tool({ label, Icon, testid, pressed, onClick }) {
  return (
    <button type="button" className="icon-button" aria-label={label} title={label} aria-pressed={pressed} data-testid={testid} onClick={onClick}>
      <Icon {...icon} />
    </button>
  );
}

// Follows the page that one is at; what is typed counts with Enter, or when one leaves.
function PageField({ page, count, labels, onPage }) {
  const [typed, setTyped] = useState(null);
  useEffect(() => setTyped(null), [page]);
  const go = () => {
    const number = Number.parseInt(typed, 10);
    if (number) onPage(Math.max(1, Math.min(number, count)));
    setTyped(null);
  };
  const keyed = (event) => {
    if (event.key === "Enter") go();
    else if (event.key === "Escape" && typed !== null) {
      event.preventDefault();
      setTyped(null);
    }
  };
  return (
    <label className="viewer-page-field">
      <span className="visually-hidden">{labels.page_field}</span>
      <input
        className="field"
        inputMode="numeric"
        size={Math.max(2, String(count).length)}
        value={typed ?? page}
        data-testid="page-field"
        onChange={(event) => setTyped(event.target.value)}
        onFocus={(event) => event.target.select()}
        onBlur={() => typed !== null && go()}
        onKeyDown={keyed}
      />
      <span className="viewer-figure">{fill(labels.pages_of, { count })}</span>
    </label>
  );
}
