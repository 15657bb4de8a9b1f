// Answers of several models to one message, as columns beside each other; on a phone they are swiped.
import { useEffect, useLayoutEffect, useMemo, useRef, useState } from "react";
import { BarChart3, Columns2, Eye } from "lucide-react";
import { openPanel } from "$/public/external/chat_app/components/layout/library/panel.js";
import { BranchArrows, useOnce } from "$/public/external/chat_app/components/chat/library/message_actions.jsx";
import { CompareColumn } from "./compare_column.jsx";
import { byPlace, fill, useShownVersions } from "./columns.js";
import { MergeButton } from "./merge_button.jsx";
import { ColumnDots, useColumnInView } from "./column_dots.jsx";

const icon = { size: 16, strokeWidth: 1.75, "aria-hidden": true };

export function CompareGroup(props) {
  const { comparison, labels, actionLabels, models, onShow, onReveal, onMerge, onModels } = props;
  const places = useMemo(() => byPlace(comparison.columns), [comparison.columns]);
  const { shown, pick } = useShownVersions(places);
  const [folded, setFolded] = useState(comparison.ended && places.length > 1);
  const track = useRef(null);
  const visible = folded ? shown.filter(({ goes_on: goesOn }) => goesOn) : shown;
  const rows = visible.length ? visible : shown;
  const { at, overflows, goTo } = useColumnInView(track, rows.length);
  useNewestInView(rows, goTo);
  const reveal = useOnce(() => onReveal(comparison.id));
  const running = shown.some(({ status }) => status === "running");
  const complete = comparison.columns.filter(({ status, merged }) => status === "complete" && !merged);
  return (
    <section
      className="compare"
      data-testid="compare"
      data-id={comparison.id}
      data-running={running || undefined}
      style={{ "--count": rows.length }}
      aria-label={fill(labels.answers, { count: places.length })}
    >
      <header className="compare-head">
        <Columns2 {...icon} />
        <span className="compare-count">{fill(labels.answers, { count: places.length })}</span>
        <BranchArrows
          place={comparison.previous_id || comparison.next_id ? " " : ""}
          previousId={comparison.previous_id}
          nextId={comparison.next_id}
          labels={actionLabels}
          onShow={onShow}
        />
        <span className="compare-tools">
          {comparison.hidden && (
            <button type="button" className="compare-tool" data-testid="compare-reveal" title={labels.hidden} onClick={() => reveal()}>
              <Eye {...icon} />
              {labels.reveal}
            </button>
          )}
          {complete.length > 1 && <MergeButton comparison={comparison} models={models} labels={labels} onMerge={onMerge} onModels={onModels} />}
          {comparison.ended && places.length > 1 && (
            <button type="button" className="compare-tool" data-testid="compare-fold" aria-pressed={folded} onClick={() => setFolded(!folded)}>
              {folded ? labels.showAll : labels.showChosen}
            </button>
          )}
          <button
            type="button"
            className="icon-button"
            data-testid="compare-standings"
            aria-label={labels.standings}
            title={labels.standings}
            onClick={() => openPanel("standings")}
          >
            <BarChart3 {...icon} />
          </button>
        </span>
      </header>
      {overflows && <ColumnDots columns={rows} at={at} labels={labels} goTo={goTo} />}
      <div className="compare-track" ref={track} data-testid="compare-track">
        {rows.map((column, index) => (
          <CompareColumn
            key={column.place}
            {...props}
            column={column}
            versions={places.find((versions) => versions[0].place === column.place)}
            label={fill(labels.column, { number: index + 1, count: rows.length })}
            canVote={comparison.hidden && !running}
            onPick={pick}
          />
        ))}
      </div>
      <Finished columns={shown} labels={labels} />
    </section>
  );
}

// At first the chosen column is in view, later one that was added.
function useNewestInView(rows, goTo) {
  const before = useRef(0);
  useLayoutEffect(() => {
    const chosen = rows.findIndex(({ chosen: isChosen }) => isChosen);
    if (!before.current && chosen > 0) goTo(chosen, true);
    else if (before.current && rows.length > before.current && rows.at(-1).status === "running") goTo(rows.length - 1);
    before.current = rows.length;
  }, [rows.length]);
}

// Says whose answer has come to its end: the answers themselves would speak all at once.
function Finished({ columns, labels }) {
  const before = useRef(new Set());
  const [said, setSaid] = useState("");
  const running = columns.filter(({ status }) => status === "running").map(({ id }) => id);
  useEffect(() => {
    const ended = columns.filter(({ id, status }) => before.current.has(id) && status !== "running");
    if (ended.length) setSaid(ended.map(({ name }) => fill(labels.done, { name })).join(" "));
    before.current = new Set(running);
  }, [running.join(" ")]);
  return (
    <p className="visually-hidden" role="status">
      {said}
    </p>
  );
}
