// What stands behind a message: the divider of the context, and a summary of what came before.
import { useRef, useState } from "react";
import { ListCollapse, TriangleAlert } from "lucide-react";
import { Markdown } from "$/public/external/chat_app/components/message/source_files/markdown_view.jsx";
import { LabelsProvider } from "$/public/external/chat_app/components/message/source_files/labels.jsx";

export function ContextDivider({ messageId, labels, onUndo }) {
  return (
    <div className="context-divider" data-testid="context-divider">
      <span>{labels.text}</span>
      <button type="button" className="text-button" data-testid="divider-undo" onClick={() => onUndo(messageId, false)}>
        {labels.undo}
      </button>
    </div>
  );
}

export function SummaryBlock({ summaryId, label, text, edited, renewing, labels, messageLabels, onEdit, onRegenerate, onRemove }) {
  const [editing, setEditing] = useState(false);
  const button = (name, testid, run) => (
    <button type="button" className="text-button" data-testid={testid} disabled={renewing} onClick={run}>
      {labels[name]}
    </button>
  );
  const ways = (
    <div className="summary-ways">
      {text && button("edit", "summary-edit", () => setEditing(true))}
      {button("again", "summary-again", () => onRegenerate(summaryId))}
      {button("remove", "summary-remove", () => onRemove(summaryId))}
      {renewing && <span role="status">{labels.working}</span>}
    </div>
  );
  if (!text)
    return (
      <aside className="summary failed" data-testid="summary" aria-label={label}>
        <p className="summary-failed">
          <TriangleAlert size={16} strokeWidth={1.75} aria-hidden />
          {labels.failed}
        </p>
        {ways}
      </aside>
    );
  return (
    <aside className="summary" data-testid="summary" aria-label={label}>
      <details>
        <summary>
          <ListCollapse size={16} strokeWidth={1.75} aria-hidden />
          <span className="summary-label">{label}</span>
          {edited && <span className="summary-edited">{labels.edited}</span>}
        </summary>
        <p className="summary-note">{labels.note}</p>
        {editing ? (
          <SummaryEditor
            text={text}
            labels={labels}
            onCancel={() => setEditing(false)}
            onSave={(next) => {
              setEditing(false);
              onEdit(summaryId, next);
            }}
          />
        ) : (
          <>
            <LabelsProvider labels={messageLabels}>
              <Markdown text={text} />
            </LabelsProvider>
            {ways}
          </>
        )}
      </details>
    </aside>
  );
}

function SummaryEditor({ text, labels, onSave, onCancel }) {
  const area = useRef(null);
  const save = () => area.current.value.trim() && onSave(area.current.value);
  const pressed = (event) => {
    if (event.key === "Escape") onCancel();
    if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) save();
  };
  return (
    <div className="editor">
      <textarea ref={area} defaultValue={text} aria-label={labels.edit} data-testid="summary-text" autoFocus onKeyDown={pressed} />
      <div className="editor-buttons">
        <button type="button" className="button quiet" onClick={onCancel}>
          {labels.cancel}
        </button>
        <button type="button" className="button primary" data-testid="summary-save" onClick={save}>
          {labels.save}
        </button>
      </div>
    </div>
  );
}

/** Says that a summary is being written on demand, where it will stand: at the end of what is on show. */
export function SummaryWorking({ text }) {
  return (
    <p className="summary-working" role="status" data-testid="summary-working">
      <ListCollapse size={16} strokeWidth={1.75} aria-hidden />
      {text}
    </p>
  );
}
