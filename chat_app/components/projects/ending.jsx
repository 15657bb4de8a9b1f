// Putting a project away, taking it out again, and deleting it.
import { useState } from "react";
import { Archive, ArchiveRestore, Trash2 } from "lucide-react";
import { fill } from "$/public/external/chat_app/components/admin/library/words.js";
import { Card } from "$/public/external/chat_app/components/billing/library/card.jsx";
import { goTo } from "$/public/external/chat_app/components/layout/library/navigation.js";
import { Dialog } from "$/public/external/chat_app/components/ui/library/dialog.jsx";
import { useSending } from "./live.js";
import { icon, Problem } from "./shared.jsx";
import { Deed } from "./whole_project.jsx";

export function Ending({ folder, rights, labels, onChanged }) {
  const [asking, setAsking] = useState(false);
  const [busy, problem, send] = useSending(labels.not_saved);
  const isAway = Boolean(folder.archived_at);
  const archive = async () => {
    if (!busy && (await send(`/projects/${folder.id}`, { method: "PATCH", body: { archived: !isAway } }))) onChanged();
  };
  const remove = async (chats) => {
    setAsking(false);
    if (await send(`/projects/${folder.id}?chats=${chats}`, { method: "DELETE" })) goTo("/projects");
  };
  const Icon = isAway ? ArchiveRestore : Archive;
  const verb = isAway ? "unarchive" : "archive";
  return (
    <Card title={labels.ending} testid="project-ending">
      <Problem text={problem} />
      <ul className="project-deeds">
        <Deed text={labels[`${verb}_text`]}>
          <button type="button" className="button" aria-disabled={busy} data-testid="archive-project" onClick={archive}>
            <Icon {...icon} />
            {labels[verb]}
          </button>
        </Deed>
        {rights.own && (
          <Deed text={labels.delete_text}>
            <button type="button" className="button danger" aria-disabled={busy} data-testid="delete-project" onClick={() => busy || setAsking(true)}>
              <Trash2 {...icon} />
              {labels.delete}
            </button>
          </Deed>
        )}
      </ul>
      {asking && <DeleteDialog folder={folder} labels={labels} onDelete={remove} onClose={() => setAsking(false)} />}
    </Card>
  );
}

function DeleteDialog({ folder, labels, onDelete, onClose }) {
  const footer = (
    <>
      <button type="button" className="button danger" data-testid="delete-all" onClick={() => onDelete("delete")}>
        {labels.delete_all}
      </button>
      <button type="button" className="button primary" data-testid="delete-keep" onClick={() => onDelete("keep")}>
        {labels.delete_keep}
      </button>
    </>
  );
  return (
    <Dialog open onClose={onClose} title={fill(labels.delete_title, { name: folder.name })} closeLabel={labels.close} footer={footer} testid="delete-project-dialog">
      <p className="admin-text">{labels.delete_confirm}</p>
    </Dialog>
  );
}
