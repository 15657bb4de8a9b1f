// One question of the bench: where its answer stands, at which rank that was found, and what was found before it.
import { useState } from "react";
import { CircleCheck, CircleX, Pencil, Trash2 } from "lucide-react";
import { ApiError, api } from "$/public/external/chat_app/components/ui/library/api.js";
import { ConfirmButton } from "$/public/external/chat_app/components/admin/library/confirm.jsx";
import { fill } from "$/public/external/chat_app/components/admin/library/words.js";
import { icon } from "$/public/external/chat_app/components/billing/library/card.jsx";
import { isPlainClick } from "$/public/external/chat_app/components/layout/library/address.js";
import { addressOf, openDocument } from "$/public/external/chat_app/components/viewer/library/opening.js";

// Beside the bench; in a tab of its own for whoever asks for one.
const opened = (place) => (event) => {
  if (!isPlainClick(event)) return;
  event.preventDefault();
  openDocument({ documentId: place.document_id, chunkId: place.chunk_id, page: place.page });
};

export function BenchQuestion({ question, outcome, folder, labels, onEdit, onChanged }) {
  const [failed, setFailed] = useState("");
  const remove = async () => {
    try {
      await api(`/projects/questions/${question.id}`, { method: "DELETE" });
      await onChanged();
    } catch (error) {
      setFailed((error instanceof ApiError && error.message) || labels.failed);
    }
  };
  return (
    <li className="bench-question" data-testid="bench-question" data-rank={outcome?.rank}>
      <div>
        <p className="bench-wording">{question.text}</p>
        <p className="bench-expected">
          {labels.expected} <Places places={question.expected} labels={labels} />
        </p>
        {outcome && outcome.rank !== 1 && outcome.hits.length > 0 && (
          <p className="bench-expected">
            {labels.instead} <Places places={outcome.hits.slice(0, 3)} labels={labels} />
          </p>
        )}
        {failed && (
          <p role="alert" className="form-problem">
            {failed}
          </p>
        )}
      </div>
      <Rank outcome={outcome} labels={labels} />
      {folder.writable && (
        <div className="document-acts">
          <button type="button" className="icon-button" aria-label={`${labels.edit_question}: ${question.text}`} title={labels.edit_question} data-testid="edit-question" onClick={() => onEdit({ question })}>
            <Pencil {...icon} />
          </button>
          <ConfirmButton
            label={<Trash2 size={16} strokeWidth={1.75} aria-label={`${labels.delete_question}: ${question.text}`} />}
            className="icon-button"
            testid="delete-question"
            title={labels.delete_title}
            text={fill(labels.delete_text, { question: question.text })}
            confirmLabel={labels.delete_question}
            cancelLabel={labels.cancel}
            onConfirm={remove}
          />
        </div>
      )}
    </li>
  );
}

function Rank({ outcome, labels }) {
  if (!outcome) return <span className="bench-rank">{labels.not_asked}</span>;
  const Icon = outcome.rank ? CircleCheck : CircleX;
  return (
    <span className="bench-rank" data-found={outcome.rank > 0 || undefined}>
      <Icon {...icon} />
      {outcome.rank ? fill(labels.rank, { rank: outcome.rank }) : labels.not_found}
    </span>
  );
}

function Places({ places, labels }) {
  return places.map((place, index) => {
    const text = [place.title, place.heading, place.page > 0 && fill(labels.page, { page: place.page })].filter(Boolean).join(" · ");
    return (
      <span key={`${place.document_id}${place.chunk_id}`}>
        {index > 0 && "; "}
        {place.title ? (
          <a href={addressOf(place.document_id, place.chunk_id)} className="bench-place" onClick={opened(place)}>
            {text}
          </a>
        ) : (
          <em>{labels.place_gone}</em>
        )}
      </span>
    );
  });
}
