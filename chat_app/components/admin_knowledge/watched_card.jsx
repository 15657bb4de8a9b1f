// Folders of the server whose files become documents.
import { useState } from "react";
import { FolderPlus, FolderSearch, Pencil, RefreshCw, Trash2, TriangleAlert } from "lucide-react";
import { useTask } from "$/public/external/chat_app/components/account/library/task.js";
import { fill } from "$/public/external/chat_app/components/admin/library/words.js";
import { FieldsDialog } from "$/public/external/chat_app/components/admin_billing/library/dialogs.jsx";
import { Card, Empty, Failed, Outline, icon } from "$/public/external/chat_app/components/billing/library/card.jsx";
import { api } from "$/public/external/chat_app/components/ui/library/api.js";
import { useLanguage } from "$/public/external/chat_app/components/ui/library/language.js";
import { useRemote } from "$/public/external/chat_app/components/ui/library/remote.js";

const BASE = "/admin/watched-folders";

export function WatchedCard({ labels }) {
  const { data, failed, reload } = useRemote(BASE);
  const [open, setOpen] = useState({ name: "" });
  const close = () => setOpen({ name: "" });
  const mayAdd = data && data.places.length > 0;
  const add = mayAdd && (
    <button type="button" className="button" data-testid="watch-folder" onClick={() => setOpen({ name: "edit" })}>
      <FolderPlus {...icon} />
      {labels.add}
    </button>
  );
  return (
    <Card title={labels.watched} text={labels.watched_text} action={add} testid="watched-folders">
      {!data && (failed ? <Failed text={failed} labels={labels} onRetry={reload} /> : <Outline rows={2} />)}
      {data && data.items.length === 0 && <Empty text={mayAdd ? labels.none : labels.no_places} />}
      {data && data.items.length > 0 && (
        <ul className="watched-list">
          {data.items.map((entry) => (
            <Watched key={entry.folder.id} entry={entry} labels={labels} onChanged={reload} onEdit={() => setOpen({ name: "edit", entry })} onRemove={() => setOpen({ name: "remove", entry })} />
          ))}
        </ul>
      )}
      {mayAdd && <p className="setting-help">{fill(labels.places, { places: data.places.join(", ") })}</p>}
      {open.name === "edit" && <EditDialog entry={open.entry} labels={labels} onClose={close} onDone={reload} />}
      {open.name === "remove" && <RemoveDialog entry={open.entry} labels={labels} onClose={close} onDone={reload} />}
    </Card>
  );
}

function Watched({ entry, labels, onChanged, onEdit, onRemove }) {
  const { folder, problem } = entry;
  const language = useLanguage();
  const [found, setFound] = useState(null);
  const task = useTask(labels.failed);
  const scan = () =>
    task.run(async () => {
      setFound(await api(`${BASE}/${folder.id}/scan`, { method: "POST" }));
      await onChanged();
    });
  const count = folder.documents === 1 ? labels.one_document : fill(labels.documents, { count: new Intl.NumberFormat(language).format(folder.documents) });
  const seen = folder.seen_at ? fill(labels.seen, { time: new Intl.DateTimeFormat(language, { dateStyle: "short", timeStyle: "short" }).format(Date.parse(folder.seen_at)) }) : labels.never_seen;
  const trouble = task.problem || problem;
  return (
    <li className="watched" data-testid="watched-folder" data-path={folder.path}>
      <FolderSearch {...icon} size={18} />
      <div>
        <b className="watched-path">{folder.path}</b>
        <p>{[folder.folder_name || (folder.owner_name && fill(labels.owner, { name: folder.owner_name })), count, seen].filter(Boolean).join(" · ")}</p>
        {trouble && (
          <p className="watched-problem" role="status" data-testid="watched-problem">
            <TriangleAlert {...icon} />
            <span>{trouble}</span>
          </p>
        )}
        {found && <Found found={found} labels={labels} />}
      </div>
      <span className="watched-actions">
        <button type="button" className="icon-button" aria-label={labels.scan} title={labels.scan} aria-busy={task.busy} data-testid="scan-folder" onClick={scan}>
          <RefreshCw {...icon} />
        </button>
        <button type="button" className="icon-button" aria-label={labels.change} title={labels.change} data-testid="change-folder" onClick={onEdit}>
          <Pencil {...icon} />
        </button>
        <button type="button" className="icon-button" aria-label={labels.remove} title={labels.remove} data-testid="remove-folder" onClick={onRemove}>
          <Trash2 {...icon} />
        </button>
      </span>
    </li>
  );
}

function Found({ found, labels }) {
  return (
    <div role="status" data-testid="scanned">
      <p className="figure">
        {fill(labels.scanned, found)} {found.left > 0 && fill(labels.scanned_left, found)}
      </p>
      {found.refused.length > 0 && (
        <>
          <p>{labels.scanned_refused}</p>
          <ul className="watched-refused">
            {found.refused.map((file) => (
              <li key={file.name}>
                <b>{file.name}</b> {file.problem}
              </li>
            ))}
          </ul>
        </>
      )}
    </div>
  );
}

function EditDialog({ entry, labels, onClose, onDone }) {
  const folders = useRemote("/folders").data?.items ?? [];
  const fields = [
    { name: "path", kind: "text", label: labels.path, help: labels.path_help },
    { name: "folder_id", kind: "select", label: labels.project, help: labels.project_help, options: [{ value: "", label: labels.own_library }, ...folders.map(({ id, name }) => ({ value: id, label: name }))] },
  ];
  const wish = {
    check: ({ path = "" }) => (path.trim() ? {} : { path: labels.path_missing }),
    send: async ({ path, folder_id: folderId = "" }) => {
      await api(entry ? `${BASE}/${entry.folder.id}` : BASE, { method: entry ? "PUT" : "POST", body: { path: path.trim(), folder_id: folderId } });
      await onDone();
    },
  };
  const first = entry ? { path: entry.folder.path, folder_id: entry.folder.folder_id } : { folder_id: "" };
  return <FieldsDialog title={entry ? labels.change_title : labels.add_title} fields={fields} first={first} submit={entry ? labels.save : labels.add} labels={labels} testid="watched-form" onSend={wish} onClose={onClose} />;
}

function RemoveDialog({ entry, labels, onClose, onDone }) {
  const fields = [
    { name: "documents", kind: "choice", label: labels.remove_documents, options: [{ value: "trash", label: labels.remove_trash }, { value: "keep", label: labels.remove_keep }] },
  ];
  const wish = {
    send: async ({ documents }) => {
      await api(`${BASE}/${entry.folder.id}?${new URLSearchParams({ documents })}`, { method: "DELETE" });
      await onDone();
    },
  };
  return <FieldsDialog title={labels.remove_title} text={fill(labels.remove_text, { path: entry.folder.path })} fields={fields} first={{ documents: "trash" }} submit={labels.remove} danger labels={labels} testid="remove-form" onSend={wish} onClose={onClose} />;
}
