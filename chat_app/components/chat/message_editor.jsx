// Rewrite a message in its place: a question as a new branch or as it is, an answer as it is.
import { useEffect, useRef, useState } from "react";
import { newKey } from "$/public/external/chat_app/components/ui/library/intent.js";
import { EditedFiles } from "$/public/external/chat_app/components/attachments/library/message_files.jsx";
import { useOnce } from "./message_actions.jsx";

export function MessageEditor({ messageId, role, text, files = [], labels, fileLabels, onSend, onSave, onCancel }) {
  const area = useRef(null);
  const question = role === "user";
  const value = () => area.current.value;
  const [removed, setRemoved] = useState([]);
  const kept = files.length - removed.length;
  const send = useOnce(() => (value().trim() || kept) && onSend(messageId, value(), newKey(), removed));
  const save = useOnce(() => (value().trim() || files.length) && onSave(messageId, value()));
  useEffect(() => {
    area.current.focus();
    area.current.setSelectionRange(area.current.value.length, area.current.value.length);
  }, []);
  const pressed = (event) => {
    if (event.key === "Escape") onCancel("");
    if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) (question ? send : save)();
  };
  return (
    <div className="editor">
      <EditedFiles files={files} removed={removed} labels={fileLabels} onRemove={(id) => setRemoved([...removed, id])} />
      <textarea ref={area} defaultValue={text} aria-label={labels.edit} data-testid="edit-text" onKeyDown={pressed} />
      <div className="editor-buttons">
        <button type="button" className="button quiet" onClick={() => onCancel("")}>
          {labels.cancel}
        </button>
        <button type="button" className={question ? "button" : "button primary"} data-testid="edit-save" onClick={() => save()}>
          {question ? labels.saveOnly : labels.save}
        </button>
        {question && (
          <button type="button" className="button primary" data-testid="edit-send" onClick={() => send()}>
            {labels.send}
          </button>
        )}
      </div>
    </div>
  );
}
