// Searching in everything one may read: by words, by meaning, by both; what is found opens where it stands.
import { useEffect, useId, useRef, useState } from "react";
import { CircleCheck, LoaderCircle, Search as SearchIcon } from "lucide-react";
import { fill } from "$/public/external/chat_app/components/admin/library/words.js";
import { Empty, Failed, Outline, icon } from "$/public/external/chat_app/components/billing/library/card.jsx";
import { openDocument } from "$/public/external/chat_app/components/viewer/library/opening.js";
import { readFolders } from "./documents.js";
import { Hit } from "./hit.jsx";
import { useKnowledgeSearch } from "./search_calls.js";
import "$/public/styles/settings.css";
import "$/public/styles/knowledge.css";

export const MODES = ["hybrid", "words", "meaning"];
const KINDS = ["pdf", "office", "book", "web", "mail", "image", "text", "table", "code", "data"];
const LIMIT = 30;

export function Search({ labels }) {
  const [wish, setWish] = useState({ q: "", place: "", media: "", mode: "hybrid" });
  const [folders, setFolders] = useState([]);
  const field = useRef(null);
  const { search, ...found } = useKnowledgeSearch();
  useEffect(() => {
    readFolders().then(setFolders, () => {});
  }, []);
  const ask = (change) => {
    const next = { ...wish, ...change, q: field.current.value.trim() };
    setWish(next);
    const { q, place, media, mode } = next;
    search({ q, media, mode, limit: LIMIT, kind: place ? "project" : "everything", folder_id: place });
  };
  const submit = (event) => {
    event.preventDefault();
    ask({});
  };
  return (
    <section className="knowledge-search" aria-label={labels.title} data-testid="knowledge-search" data-busy={found.busy || undefined}>
      <form role="search" onSubmit={submit}>
        <label className="list-search knowledge-field">
          <SearchIcon {...icon} />
          <input ref={field} type="search" placeholder={labels.field} aria-label={labels.field} maxLength={500} data-testid="knowledge-query" />
          <button type="submit" className="button primary" data-testid="knowledge-go">
            {labels.go}
          </button>
        </label>
        <div className="knowledge-filters">
          <Modes labels={labels} mode={wish.mode} onChange={(mode) => ask({ mode })} />
          <Choice label={labels.place} value={wish.place} testid="search-place" onChange={(place) => ask({ place })}>
            <option value="">{labels.everywhere}</option>
            {folders.map(({ id, path }) => (
              <option key={id} value={id}>
                {path}
              </option>
            ))}
          </Choice>
          <Choice label={labels.kind} value={wish.media} testid="search-kind" onChange={(media) => ask({ media })}>
            <option value="">{labels.all_kinds}</option>
            {KINDS.map((kind) => (
              <option key={kind} value={kind}>
                {labels[`kind_${kind}`]}
              </option>
            ))}
          </Choice>
        </div>
      </form>
      <Found {...found} labels={labels} onRetry={() => ask({})} />
    </section>
  );
}

export function Modes({ labels, mode, onChange }) {
  const name = useId();
  return (
    <fieldset className="segments knowledge-modes">
      <legend className="visually-hidden">{labels.mode}</legend>
      {MODES.map((each) => (
        <label key={each} className="segment" title={labels[`mode_${each}_help`]}>
          <input type="radio" name={name} value={each} checked={mode === each} data-testid={`mode-${each}`} onChange={() => onChange(each)} />
          <span>{labels[`mode_${each}`]}</span>
        </label>
      ))}
    </fieldset>
  );
}

export function Choice({ label, value, testid, onChange, children }) {
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

function Found({ asked, stages, hits, answerable, busy, failed, labels, onRetry }) {
  if (!asked) return <p className="knowledge-hint">{labels.hint}</p>;
  const isEmpty = !busy && !failed && !hits?.length;
  return (
    <>
      <Stages stages={stages} busy={busy} labels={labels} />
      {failed && <Failed text={failed} labels={labels} onRetry={onRetry} />}
      {busy && !hits && <Outline rows={4} />}
      {isEmpty && <Empty text={labels.nothing} />}
      {!busy && !answerable && hits?.length > 0 && (
        <p className="knowledge-doubt" data-testid="not-in-documents">
          <strong>{labels.doubt}</strong> {labels.doubt_text}
        </p>
      )}
      <p className="visually-hidden" role="status">
        {!busy && hits ? fill(labels.count, { count: hits.length }) : ""}
      </p>
      {hits?.length > 0 && (
        <ol className="knowledge-hits" data-testid="knowledge-hits">
          {hits.map((hit, index) => (
            <Hit key={hit.chunk_id} hit={hit} rank={index + 1} question={asked} labels={labels} onOpen={() => open(hit)} />
          ))}
        </ol>
      )}
    </>
  );
}

const open = (hit) => openDocument({ documentId: hit.document_id, chunkId: hit.chunk_id, page: hit.page, start: hit.start, end: hit.end, boxes: hit.boxes });

// Which steps are done, and how long each took from the beginning.
function Stages({ stages, busy, labels }) {
  return (
    <ul className="knowledge-stages" data-testid="search-stages">
      {stages
        .filter(({ stage }) => stage !== "done")
        .map(({ stage, ms }) => (
          <li key={stage} data-stage={stage}>
            <CircleCheck size={14} strokeWidth={1.75} aria-hidden />
            {labels[`stage_${stage}`] ?? stage} <span className="figure">{fill(labels.ms, { ms })}</span>
          </li>
        ))}
      {busy && (
        <li>
          <LoaderCircle size={14} strokeWidth={1.75} className="turning" aria-hidden />
          {labels.going}
        </li>
      )}
    </ul>
  );
}
