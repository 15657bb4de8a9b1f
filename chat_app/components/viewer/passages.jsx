// What answers are found in: the passages of a document, to look at, correct, switch off. Long documents have thousands.
import { useCallback, useEffect, useRef, useState } from "react";
import { CircleAlert, Crosshair, EyeOff, Eye, Pencil, RotateCcw } from "lucide-react";
import { api } from "$/public/external/chat_app/components/ui/library/api.js";
import { fill } from "./places.js";
import { sentenceOf } from "./use_document.js";

const icon = { size: 16, strokeWidth: 1.75, "aria-hidden": true };
const AT_ONCE = 100;
const SHORT = 400;
const LONGEST = 20_000;

export function Passages({ documentId, version, unit, labels, language, onShow }) {
  const { items, cursor, failed, more, change } = usePassages(documentId, version);
  const end = useEnd(more, cursor, items);
  if (!items && failed)
    return (
      <div className="viewer-state" role="alert">
        <CircleAlert size={24} strokeWidth={1.75} aria-hidden />
        <strong>{failed.trim() || labels.failed}</strong>
        <button type="button" className="button" onClick={more}>
          <RotateCcw {...icon} />
          {labels.retry}
        </button>
      </div>
    );
  if (!items) return <div className="skeleton viewer-skeleton" aria-busy="true" />;
  return (
    <div className="viewer-passages" data-testid="passages" data-scroller tabIndex={0} role="group" aria-label={labels.tab_passages}>
      <p className="viewer-help">{items.length ? labels.passages_text : labels.passages_none}</p>
      <ol>
        {items.map((passage) => (
          <Passage key={passage.id} {...{ passage, unit, labels, language, onShow }} onChange={change} />
        ))}
      </ol>
      {cursor && (
        <button type="button" ref={end} className="button" data-testid="passages-more" onClick={more}>
          {labels.passages_more}
        </button>
      )}
    </div>
  );
}

function usePassages(documentId, version) {
  const [state, setState] = useState({ items: null, cursor: "", failed: "" });
  const loading = useRef(false);
  const load = useCallback(
    async (cursor) => {
      if (loading.current) return;
      loading.current = true;
      try {
        const page = await api(`/documents/${documentId}/chunks?${new URLSearchParams({ limit: AT_ONCE, cursor })}`);
        setState((before) => ({ items: cursor ? [...before.items, ...page.items] : page.items, cursor: page.next_cursor, failed: "" }));
      } catch (error) {
        setState((before) => ({ ...before, failed: sentenceOf(error) }));
      } finally {
        loading.current = false;
      }
    },
    [documentId],
  );
  useEffect(() => {
    load("");
  }, [load, version]);
  const { cursor } = state;
  const more = useCallback(() => load(cursor), [load, cursor]);
  const change = useCallback(async (id, body) => {
    const changed = await api(`/chunks/${id}`, { method: "PATCH", body });
    setState((before) => ({ ...before, items: before.items.map((each) => (each.id === id ? changed : each)) }));
  }, []);
  return { ...state, more, change };
}

// The next ones come when the end of the list is near; the button is for those who do not scroll.
function useEnd(more, cursor, items) {
  const end = useRef(null);
  useEffect(() => {
    if (!cursor || !end.current) return undefined;
    const observer = new IntersectionObserver(([entry]) => entry.isIntersecting && more(), { rootMargin: "400px 0px" });
    observer.observe(end.current);
    return () => observer.disconnect();
  }, [more, cursor, items]);
  return end;
}

function Passage({ passage, unit, labels, language, onShow, onChange }) {
  const [isOpen, setOpen] = useState(false);
  const [editing, setEditing] = useState(false);
  const [problem, setProblem] = useState("");
  const change = async (body) => {
    try {
      await onChange(passage.id, body);
      setProblem("");
      setEditing(false);
    } catch (error) {
      setProblem(sentenceOf(error).trim() || labels.failed);
    }
  };
  const isLong = passage.text.length > SHORT;
  const text = isOpen || !isLong ? passage.text : `${passage.text.slice(0, SHORT).trimEnd()} …`;
  return (
    <li className="viewer-passage" data-testid="passage" data-enabled={passage.enabled} data-edited={passage.edited}>
      {passage.heading && <strong className="viewer-passage-heading">{passage.heading}</strong>}
      <Facts {...{ passage, unit, labels, language }} />
      {editing ? (
        <Editor text={passage.text} labels={labels} onSave={(changed) => change({ text: changed })} onCancel={() => setEditing(false)} />
      ) : (
        <>
          <p className="viewer-passage-text">{text}</p>
          {isLong && (
            <button type="button" className="text-button" aria-expanded={isOpen} onClick={() => setOpen(!isOpen)}>
              {isOpen ? labels.show_less : labels.show_all}
            </button>
          )}
          <div className="viewer-passage-actions">
            <Action Icon={Crosshair} label={labels.show} testid="passage-show" onClick={() => onShow(passage)} />
            <Action Icon={Pencil} label={labels.edit} testid="passage-edit" onClick={() => setEditing(true)} />
            <Action Icon={passage.enabled ? EyeOff : Eye} label={passage.enabled ? labels.switch_off : labels.switch_on} testid="passage-switch" onClick={() => change({ enabled: !passage.enabled })} />
            {passage.edited && <Action Icon={RotateCcw} label={labels.reset} testid="passage-reset" onClick={() => change({ reset: true })} />}
          </div>
        </>
      )}
      {problem && (
        <p className="viewer-problem" role="alert">
          {problem}
        </p>
      )}
    </li>
  );
}

function Facts({ passage, unit, labels, language }) {
  const place = passage.page ? fill(labels[`passage_${unit}`] ?? labels.passage_page, { number: passage.page }) : "";
  const tokens = fill(labels.tokens, { count: passage.tokens.toLocaleString(language) });
  return (
    <p className="viewer-passage-facts">
      <span>{[fill(labels.passage_n, { number: passage.number + 1 }), place, tokens].filter(Boolean).join(" · ")}</span>
      {passage.edited && <span className="viewer-badge">{labels.edited}</span>}
      {!passage.enabled && <span className="viewer-badge off">{labels.off}</span>}
    </p>
  );
}

function Editor({ text, labels, onSave, onCancel }) {
  const [value, setValue] = useState(text);
  const keyed = (event) => {
    if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) onSave(value);
    else if (event.key === "Escape") onCancel();
    else return;
    // The panel stays open.
    event.preventDefault();
    event.stopPropagation();
  };
  return (
    <form
      className="viewer-editor"
      onSubmit={(event) => {
        event.preventDefault();
        onSave(value);
      }}
    >
      <textarea className="field" aria-label={labels.passage_text} value={value} maxLength={LONGEST} autoFocus data-testid="passage-text" onChange={(event) => setValue(event.target.value)} onKeyDown={keyed} />
      <div>
        <button type="submit" className="button primary" data-testid="passage-save">
          {labels.save}
        </button>
        <button type="button" className="button" data-testid="passage-cancel" onClick={onCancel}>
          {labels.cancel}
        </button>
      </div>
    </form>
  );
}

function Action({ Icon, label, testid, onClick }) {
  return (
    <button type="button" className="button quiet" data-testid={testid} onClick={onClick}>
      <Icon {...icon} />
      {label}
    </button>
  );
}
