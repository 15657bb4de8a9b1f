// Where one is among columns that do not all fit: a dot for each, the one in view filled.
import { useCallback, useEffect, useState } from "react";
import { fill } from "./columns.js";

export function ColumnDots({ columns, at, labels, goTo }) {
  return (
    <nav className="compare-dots" aria-label={fill(labels.place, { number: at + 1, count: columns.length })} data-testid="compare-dots">
      <span className="compare-dots-place" aria-hidden>
        {fill(labels.place, { number: at + 1, count: columns.length })}
      </span>
      <span className="compare-dots-row">
        {columns.map((column, index) => (
          <button
            key={column.place}
            type="button"
            className="compare-dot"
            data-status={column.status}
            data-chosen={column.chosen || undefined}
            aria-label={`${fill(labels.column, { number: index + 1, count: columns.length })}: ${column.name}`}
            aria-current={index === at || undefined}
            onClick={() => goTo(index)}
          />
        ))}
      </span>
    </nav>
  );
}

/** Which column is in view, whether there are more than fit, and the way to another. */
export function useColumnInView(track, count) {
  const [at, setAt] = useState(0);
  const [overflows, setOverflows] = useState(false);
  useEffect(() => {
    const area = track.current;
    let frame = 0;
    const look = () => {
      frame = 0;
      setOverflows(area.scrollWidth > area.clientWidth + 4);
      const step = area.firstElementChild ? area.firstElementChild.getBoundingClientRect().width : 1;
      // One column at a time: the row is as tall as the one in view, not as the tallest.
      const single = step > area.clientWidth * 0.9;
      const end = area.scrollLeft + area.clientWidth >= area.scrollWidth - 4;
      const here = end && area.scrollLeft > 0 ? count - 1 : Math.min(count - 1, Math.round(area.scrollLeft / step));
      setAt(here);
      const height = single && count > 1 ? `${area.children[here]?.offsetHeight}px` : "";
      if (area.style.height !== height) area.style.height = height;
    };
    const later = () => {
      if (!frame) frame = requestAnimationFrame(look);
    };
    look();
    const observer = new ResizeObserver(later);
    observer.observe(area);
    [...area.children].forEach((column) => observer.observe(column));
    area.addEventListener("scroll", later, { passive: true });
    return () => {
      cancelAnimationFrame(frame);
      observer.disconnect();
      area.removeEventListener("scroll", later);
    };
  }, [track, count]);
  const goTo = useCallback(
    (index, still = false) => {
      const column = track.current.children[index];
      const calm = still || matchMedia("(prefers-reduced-motion: reduce)").matches;
      track.current.scrollTo({ left: column.offsetLeft, behavior: calm ? "auto" : "smooth" });
    },
    [track],
  );
  return { at, overflows, goTo };
}
