// Above the documents: search by name, place, state, the trash; and how far everything is.
import { useEffect, useId, useRef, useState } from "react";
import { Search, Trash2, TriangleAlert } from "lucide-react";
import { useRemote } from "$/public/external/chat_app/components/ui/library/remote.js";
import { sizeOf } from "$/public/external/chat_app/components/attachments/library/file_chip.jsx";
import { fill } from "$/public/external/chat_app/components/admin/library/words.js";
import { icon } from "$/public/external/chat_app/components/billing/library/card.jsx";
import { leftText } from "./document_state.jsx";

const STATES = ["ready", "working", "waiting", "failed", "cancelled"];
const TYPING = 250;
const NEARLY = 0.9;

export function DocumentTools({ filter, folders, labels, narrow, standing, isProject, children }) {
  return (
    <>
      <div className="documents-tools">
        <SearchField value={filter.words} label={labels.search} onChange={(words) => narrow({ words })} />
        {!isProject && (
          <Choice label={labels.place} value={filter.place} testid="document-place" onChange={(place) => narrow({ place })}>
            <option value="">{labels.all_places}</option>
            <option value="none">{labels.no_place}</option>
            {(folders ?? []).map(({ id, path }) => (
              <option key={id} value={id}>
                {path}
              </option>
            ))}
          </Choice>
        )}
        <Choice label={labels.state} value={filter.state} testid="document-state-filter" onChange={(state) => narrow({ state })}>
          <option value="">{labels.all_states}</option>
          {STATES.map((state) => (
            <option key={state} value={state}>
              {labels[`state_${state}`]}
            </option>
          ))}
        </Choice>
        <button
          type="button"
          className="button quiet documents-trash"
          aria-pressed={filter.in_trash}
          data-testid="documents-trash"
          onClick={() => narrow({ in_trash: !filter.in_trash, state: "" })}
        >
          <Trash2 {...icon} />
          <span>{filter.in_trash ? labels.leave_trash : labels.trash}</span>
        </button>
        <span className="documents-space" />
        {children}
      </div>
      <div className="documents-standing">
        <Standing standing={standing} labels={labels} />
        {!isProject && <Room standing={standing} labels={labels} />}
      </div>
    </>
  );
}

function Choice({ label, value, testid, onChange, children }) {
  const id = useId();
  return (
    <>
      <label className="visually-hidden" htmlFor={id}>
        {label}
      </label>
      <select id={id} className="select" value={value} data-testid={testid} onChange={(event) => onChange(event.target.value)}>
        {children}
      </select>
    </>
  );
}

function SearchField({ value, label, onChange }) {
  const [text, setText] = useState(value);
  const latest = useRef(onChange);
  latest.current = onChange;
  useEffect(() => setText(value), [value]);
  useEffect(() => {
    if (text === value) return undefined;
    const timer = setTimeout(() => latest.current(text), TYPING);
    return () => clearTimeout(timer);
  }, [text, value]);
  return (
    <label className="list-search documents-search">
      <Search {...icon} />
      <input type="search" value={text} placeholder={label} aria-label={label} maxLength={200} data-testid="document-search" onChange={(event) => setText(event.target.value)} />
    </label>
  );
}

function Standing({ standing, labels }) {
  if (!standing) return null;
  const { waiting = 0, working = 0, failed = 0, ...rest } = standing.counts;
  const open = waiting + working;
  const all = Object.values(rest).reduce((sum, count) => sum + count, open + failed);
  if (!all) return null;
  const left = standing.seconds_left;
  const parts = [
    fill(labels.counts_all, { count: all }),
    open > 0 && fill(labels.counts_open, { count: open }),
    open > 0 && left !== null && fill(labels.all_left, { time: leftText(left, labels) }),
    failed > 0 && fill(labels.counts_failed, { count: failed }),
  ];
  return (
    <p data-testid="documents-standing">
      {parts.filter(Boolean).join(" · ")}
    </p>
  );
}

// What one may have at most, before one meets it.
function Room({ standing, labels }) {
  const { data, reload } = useRemote("/knowledge/room");
  const all = standing ? JSON.stringify(standing.counts) : "";
  useEffect(() => {
    if (all) reload();
  }, [all, reload]);
  if (!data?.documents) return null;
  const isFull = data.bytes > NEARLY * data.bytes_most || data.documents > NEARLY * data.documents_most;
  const text = fill(labels.room, { used: sizeOf(data.bytes), most: sizeOf(data.bytes_most) });
  return (
    <p data-full={isFull || undefined} data-testid="documents-room">
      {isFull && <TriangleAlert size={14} strokeWidth={1.75} aria-hidden />}
      {text}
    </p>
  );
}
