// Lets a chat or a message be found like a document. Opened by the action "semantic.use" with "chat" or "message" and an id.
import { useEffect, useId, useState } from "react";
import { useTask } from "$/public/external/chat_app/components/account/library/task.js";
import { useAction } from "$/public/external/chat_app/components/ui/library/actions.js";
import { api } from "$/public/external/chat_app/components/ui/library/api.js";
import { Dialog } from "$/public/external/chat_app/components/ui/library/dialog.jsx";
import { useRemote } from "$/public/external/chat_app/components/ui/library/remote.js";
import { loadSemantic, semanticOf } from "./store.js";

const PLACES = { chat: "conversations", message: "messages" };

export function SemanticDialog({ labels }) {
  const [open, setOpen] = useState(null);
  useAction("semantic.use", (kind, id) => setOpen({ kind, id }));
  useEffect(() => {
    loadSemantic();
  }, []);
  return open && <Choice key={open.id} {...open} labels={labels} onClose={() => setOpen(null)} />;
}

function Choice({ kind, id, labels, onClose }) {
  const field = useId();
  const used = semanticOf(kind, id);
  const folders = useRemote("/folders").data?.items ?? [];
  const [folderId, setFolderId] = useState(used?.folder_id ?? "");
  const { busy, problem, run } = useTask(labels.failed);
  const path = `/${PLACES[kind]}/${id}/semantic`;
  const act = async (method, body) => {
    if (!(await run(() => api(path, { method, body })))) return;
    await loadSemantic();
    onClose();
  };
  const footer = (
    <>
      {used ? (
        <button type="button" className="button danger" aria-busy={busy} data-testid="semantic-end" onClick={() => act("DELETE")}>
          {labels.end}
        </button>
      ) : (
        <button type="button" className="button" onClick={onClose}>
          {labels.cancel}
        </button>
      )}
      <button type="button" className="button primary" aria-busy={busy} disabled={Boolean(used) && folderId === used.folder_id} data-testid="semantic-begin" onClick={() => act("PUT", { folder_id: folderId })}>
        {used ? labels.move : labels.use}
      </button>
    </>
  );
  return (
    <Dialog open onClose={onClose} title={labels[`${kind}_title`]} closeLabel={labels.close} footer={footer} testid="semantic-dialog">
      <p>{used ? labels.used_text : labels[`${kind}_text`]}</p>
      <div className="setting semantic-place">
        <label className="setting-label" htmlFor={field}>
          {labels.project}
        </label>
        <select id={field} className="select" value={folderId} data-testid="semantic-project" onChange={(event) => setFolderId(event.target.value)}>
          <option value="">{labels.own_library}</option>
          {folders.map((folder) => (
            <option key={folder.id} value={folder.id}>
              {folder.name}
            </option>
          ))}
        </select>
        <p className="setting-help">{labels.project_help}</p>
      </div>
      {problem && (
        <p className="admin-field-problem" role="alert">
          {problem}
        </p>
      )}
    </Dialog>
  );
}
