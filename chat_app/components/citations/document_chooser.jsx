// Chooses among the documents that one may read: to be searched, or to go along in full.
import { useCallback, useDeferredValue, useEffect, useState } from "react";
import { Search } from "lucide-react";
import { api } from "$/public/external/chat_app/components/ui/library/api.js";
import { Dialog } from "$/public/external/chat_app/components/ui/library/dialog.jsx";
import { useHabits } from "$/public/external/chat_app/components/ui/library/habits.js";
import { useLanguage } from "$/public/external/chat_app/components/ui/library/language.js";
import { useAsked } from "$/public/external/chat_app/components/ui/library/remote.js";
import { priceText } from "./pinned_price.js";
import { toggled } from "./scope.js";
import { say } from "./words.js";

const PAUSE = 200;

/** `purpose` is "search" or "pin"; `onSave(documents, ids)` gets all documents that were seen, and the ids of those chosen. */
export function DocumentChooser({ purpose, chosen, rates, labels, onClose, onSave }) {
  const [ids, setIds] = useState(chosen);
  const [words, setWords] = useState("");
  const { documents, more, failed, loadMore, reload } = useDocuments(words);
  const pin = purpose === "pin";
  const save = () => {
    onSave(documents.seen, ids);
    onClose();
  };
  const footer = (
    <>
      <span className="chooser-count" role="status">
        {say(ids.length === 1 ? labels.chosen_one : labels.chosen, { count: ids.length })}
      </span>
      {ids.length > 0 && (
        <button type="button" className="text-button" onClick={() => setIds([])}>
          {labels.clear}
        </button>
      )}
      <button type="button" className="button" onClick={onClose}>
        {labels.cancel}
      </button>
      <button type="button" className="button primary" data-testid="chooser-save" onClick={save}>
        {labels.save}
      </button>
    </>
  );
  return (
    <Dialog open onClose={onClose} title={pin ? labels.pin_title : labels.choose_title} closeLabel={labels.cancel} className="chooser" footer={footer} testid="document-chooser">
      <label className="choice-search chooser-search">
        <Search size={16} strokeWidth={1.75} aria-hidden />
        <input type="search" value={words} placeholder={labels.search} aria-label={labels.search} data-testid="chooser-search" onChange={(event) => setWords(event.target.value)} />
      </label>
      {failed && (
        <p className="scope-problem" role="alert">
          {failed.trim() || labels.failed}{" "}
          <button type="button" className="text-button" onClick={reload}>
            {labels.retry}
          </button>
        </p>
      )}
      {documents.shown && <Rows documents={documents.shown} ids={ids} pin={pin} words={words} rates={rates} labels={labels} onToggle={(id) => setIds(toggled(ids, id))} />}
      {more && (
        <button type="button" className="text-button" onClick={loadMore}>
          {labels.load_more}
        </button>
      )}
    </Dialog>
  );
}

// The list for the words that were typed, page after page; `seen` are all that were ever on show.
function useDocuments(words) {
  const wanted = usePaused(words.trim());
  const [page, setPage] = useState({ items: [], cursor: "" });
  const ask = useCallback(() => api(`/documents?${new URLSearchParams({ words: wanted, limit: "50" })}`), [wanted]);
  const { data, failed, reload } = useAsked(ask);
  const [seen, setSeen] = useState(new Map());
  const note = (items) => setSeen((before) => new Map([...before, ...items.map((item) => [item.id, item])]));
  useEffect(() => {
    reload();
  }, [reload]);
  useEffect(() => {
    if (!data) return;
    setPage({ items: data.items, cursor: data.next_cursor });
    note(data.items);
  }, [data]);
  const loadMore = async () => {
    const next = await api(`/documents?${new URLSearchParams({ words: wanted, limit: "50", cursor: page.cursor })}`).catch(() => null);
    if (!next) return;
    setPage((before) => ({ items: [...before.items, ...next.items], cursor: next.next_cursor }));
    note(next.items);
  };
  return { documents: { shown: data && page.items, seen: [...seen.values()] }, more: page.cursor !== "", failed, loadMore, reload };
}

// While somebody types nothing is asked.
function usePaused(words) {
  const [paused, setPaused] = useState(words);
  useEffect(() => {
    const timer = setTimeout(() => setPaused(words), PAUSE);
    return () => clearTimeout(timer);
  }, [words]);
  return paused;
}

function Rows({ documents, ids, pin, words, rates, labels, onToggle }) {
  const language = useLanguage();
  const reader = { ...useHabits(), language };
  const shown = useDeferredValue(documents);
  if (!shown.length) return <p className="scope-help chooser-empty">{words ? labels.none_found : labels.none_there}</p>;
  const facts = (document) => {
    if (document.state !== "ready") return labels[`state_${document.state}`] ?? labels.state_working;
    const tokens = say(labels.tokens, { tokens: new Intl.NumberFormat(language).format(document.tokens) });
    return pin ? [tokens, priceText(document.tokens, rates, reader)].filter(Boolean).join(" · ") : document.pages ? say(document.pages === 1 ? labels.pages_one : labels.pages, { count: document.pages }) : tokens;
  };
  return (
    <ul className="chooser-rows">
      {shown.map((document) => (
        <li key={document.id}>
          <label className="chooser-row" data-testid="chooser-row">
            <input type="checkbox" checked={ids.includes(document.id)} onChange={() => onToggle(document.id)} />
            <span className="pinned-name">{document.name}</span>
            <span className="pinned-size">{facts(document)}</span>
          </label>
        </li>
      ))}
    </ul>
  );
}
