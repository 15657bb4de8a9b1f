// Writing a question down: what is found for it in the project is there to choose from.
import { useEffect, useId, useState } from "react";
import { Search } from "lucide-react";
import { ApiError, api } from "$/public/external/chat_app/components/ui/library/api.js";
import { Dialog } from "$/public/external/chat_app/components/ui/library/dialog.jsx";
import { fill } from "$/public/external/chat_app/components/admin/library/words.js";
import { icon } from "$/public/external/chat_app/components/billing/library/card.jsx";
import { Hit } from "./hit.jsx";
import { useKnowledgeSearch } from "./search_calls.js";

const LIMIT = 20;
const keyOf = ({ document_id, chunk_id }) => `${document_id} ${chunk_id}`;

export function QuestionDialog({ question, folder, labels, close, onSaved }) {
  const form = useId();
  const [text, setText] = useState(question?.text ?? "");
  const [places, setPlaces] = useState(() => new Map((question?.expected ?? []).filter(({ title }) => title).map((place) => [keyOf(place), place])));
  const [problem, setProblem] = useState("");
  const { search, ...found } = useKnowledgeSearch();
  const look = (words) => search({ q: words.trim(), kind: "project", folder_id: folder.id, mode: "hybrid", limit: LIMIT });
  useEffect(() => {
    if (question) look(question.text);
  }, []);
  const toggle = (hit) =>
    setPlaces((before) => {
      const next = new Map(before);
      if (!next.delete(keyOf(hit))) next.set(keyOf(hit), hit);
      return next;
    });
  const save = async () => {
    const expected = [...places.values()].map(({ document_id, chunk_id }) => ({ document_id, chunk_id }));
    try {
      await api(question ? `/projects/questions/${question.id}` : `/projects/${folder.id}/questions`, { method: question ? "PUT" : "POST", body: { text, expected } });
      close();
      await onSaved();
    } catch (error) {
      setProblem((error instanceof ApiError && error.message) || labels.failed);
    }
  };
  const submit = (event) => {
    event.preventDefault();
    look(text);
  };
  const footer = (
    <>
      <p className="bench-chosen" role="status">
        {fill(labels.chosen, { count: places.size })}
      </p>
      <button type="button" className="button" onClick={close}>
        {labels.cancel}
      </button>
      <button type="button" className="button primary" data-testid="save-question" onClick={save}>
        {labels.save}
      </button>
    </>
  );
  return (
    <Dialog open onClose={close} title={question ? labels.edit_question : labels.add_question} closeLabel={labels.close} footer={footer} className="bench-dialog" testid="question-dialog">
      <form id={form} className="form" onSubmit={submit}>
        <label className="form-field">
          <span className="form-label">{labels.question}</span>
          <span className="bench-ask">
            <input className="form-input" value={text} maxLength={2000} data-testid="question-text" onChange={(event) => setText(event.target.value)} />
            <button type="submit" className="button" data-testid="find-passages">
              <Search {...icon} />
              {labels.find}
            </button>
          </span>
          <span className="form-help">{labels.find_help}</span>
        </label>
      </form>
      <p className="form-problem bench-problem" role="alert">
        {problem || found.failed.trim()}
      </p>
      {found.asked && !found.busy && !found.hits?.length && <p>{labels.nothing}</p>}
      {found.hits?.length > 0 && (
        <ol className="knowledge-hits">
          {found.hits.map((hit, index) => (
            <Hit key={hit.chunk_id} hit={hit} rank={index + 1} question={found.asked} labels={labels} chosen={places.has(keyOf(hit))} onChoose={() => toggle(hit)} />
          ))}
        </ol>
      )}
    </Dialog>
  );
}
