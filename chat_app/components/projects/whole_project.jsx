// What whoever may read a project may do with all of it: copy it, and take it along as a file.
import { useState } from "react";
import { Copy, FileArchive } from "lucide-react";
import { fill } from "$/public/external/chat_app/components/admin/library/words.js";
import { Card } from "$/public/external/chat_app/components/billing/library/card.jsx";
import { goTo } from "$/public/external/chat_app/components/layout/library/navigation.js";
import { Dialog } from "$/public/external/chat_app/components/ui/library/dialog.jsx";
import { useFeature } from "$/public/external/chat_app/components/ui/library/features.js";
import { useSending } from "./live.js";
import { icon, Problem } from "./shared.jsx";

const FORM = "copy-project";

export function WholeProject({ folder, labels }) {
  const [copying, setCopying] = useState(false);
  const canExport = useFeature("export");
  return (
    <Card title={labels.whole} testid="whole-project">
      <ul className="project-deeds">
        <Deed text={labels.duplicate_text}>
          <button type="button" className="button" data-testid="duplicate" onClick={() => setCopying(true)}>
            <Copy {...icon} />
            {labels.duplicate}
          </button>
        </Deed>
        {canExport && (
          <Deed text={labels.export_text}>
            <a className="button" href={`/api/v1/projects/${folder.id}/export`} download data-testid="export-project">
              <FileArchive {...icon} />
              {labels.export}
            </a>
          </Deed>
        )}
      </ul>
      {copying && <CopyDialog folder={folder} labels={labels} onClose={() => setCopying(false)} />}
    </Card>
  );
}

/** Something to do, with what it means beside it. */
export function Deed({ text, children }) {
  return (
    <li>
      <p>{text}</p>
      {children}
    </li>
  );
}

function CopyDialog({ folder, labels, onClose }) {
  const [wish, setWish] = useState({ name: fill(labels.copy_of, { name: folder.name }), chats: false, files: false });
  const [busy, problem, send] = useSending(labels.not_saved);
  const submit = async (event) => {
    event.preventDefault();
    const made = busy ? null : await send(`/projects/${folder.id}/duplicate`, { method: "POST", body: wish });
    if (made) goTo(`/projects/${made.id}`);
  };
  const footer = (
    <>
      <button type="button" className="button" onClick={onClose}>
        {labels.cancel}
      </button>
      <button type="submit" form={FORM} className="button primary" aria-disabled={busy} data-testid="copy-now">
        {labels.duplicate}
      </button>
    </>
  );
  return (
    <Dialog open onClose={onClose} title={labels.duplicate_title} closeLabel={labels.close} footer={footer} testid="copy-dialog">
      <form id={FORM} className="form" onSubmit={submit}>
        <label className="form-field">
          <span className="form-label">{labels.duplicate_name}</span>
          <input className="form-input" value={wish.name} maxLength={100} autoComplete="off" data-testid="copy-name" onChange={(event) => setWish({ ...wish, name: event.target.value })} />
        </label>
        {["chats", "files"].map((name) => (
          <label key={name} className="project-check">
            <input type="checkbox" checked={wish[name]} data-testid={`copy-${name}`} onChange={(event) => setWish({ ...wish, [name]: event.target.checked })} />
            <span>{labels[`duplicate_${name}`]}</span>
          </label>
        ))}
        <Problem text={problem} />
      </form>
    </Dialog>
  );
}
