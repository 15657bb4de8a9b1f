// Writes a note. Whoever was slower than somebody else sees both texts and decides; nothing is overwritten unseen.
import { useState } from "react";
import { api } from "$/public/external/chat_app/components/ui/library/api.js";
import { Card } from "$/public/external/chat_app/components/billing/library/card.jsx";
import { MarkdownView } from "$/public/external/chat_app/components/message/source_files/markdown_view.jsx";
import { useSending } from "./live.js";
import { Problem } from "./shared.jsx";

const CONFLICT = 409;

/** `note` is undefined for a new one. */
export function NoteEditor({ folder, note, labels, markdownLabels, onSaved, onClose }) {
  const [draft, setDraft] = useState({ title: note?.title ?? "", text: note?.text ?? "" });
  const [version, setVersion] = useState(note?.version);
  const [theirs, setTheirs] = useState(null);
  const [preview, setPreview] = useState(false);
  const [busy, problem, save] = useSaving(folder, note, labels, onSaved, setTheirs);
  const submit = (event) => {
    event.preventDefault();
    if (!busy) save(draft, version);
  };
  const keep = () => save(draft, theirs.version);
  const take = () => {
    setDraft({ title: theirs.title, text: theirs.text });
    setVersion(theirs.version);
    setTheirs(null);
  };
  return (
    <Card title={note ? note.title || labels.untitled : labels.new} testid="note-editor">
      <form className="form" onSubmit={submit}>
        <label className="form-field">
          <span className="form-label">{labels.field_title}</span>
          <input className="form-input" value={draft.title} maxLength={200} autoComplete="off" autoFocus={!note} data-testid="note-title" onChange={(event) => setDraft({ ...draft, title: event.target.value })} />
        </label>
        <Modes preview={preview} labels={labels} onChange={setPreview} />
        {preview ? (
          <div className="project-preview" data-testid="note-preview">
            <MarkdownView text={draft.text} labels={markdownLabels} />
          </div>
        ) : (
          <label className="form-field">
            <span className="form-label">{labels.field_text}</span>
            <textarea className="form-input project-text" rows={14} value={draft.text} maxLength={200_000} autoFocus={Boolean(note)} data-testid="note-text" onChange={(event) => setDraft({ ...draft, text: event.target.value })} />
            <span className="form-help">{labels.markdown}</span>
          </label>
        )}
        <Problem text={!theirs && problem} />
        {theirs && <Conflict theirs={theirs} labels={labels} markdownLabels={markdownLabels} onTake={take} onKeep={keep} />}
        <div className="form-foot">
          <button type="button" className="button" onClick={onClose}>
            {labels.cancel}
          </button>
          {!theirs && (
            <button type="submit" className="button primary" aria-disabled={busy} data-testid="save-note">
              {labels.save}
            </button>
          )}
        </div>
      </form>
    </Card>
  );
}

function useSaving(folder, note, labels, onSaved, onConflict) {
  const [busy, problem, send] = useSending(labels.not_saved);
  const save = async (draft, version) => {
    const path = note ? `/projects/notes/${note.id}` : `/projects/${folder.id}/notes`;
    const body = note ? { ...draft, version } : draft;
    const refused = async ({ status }) => status === CONFLICT && onConflict(await api(`/projects/notes/${note.id}`));
    const kept = await send(path, { method: note ? "PUT" : "POST", body }, refused);
    if (kept) onSaved(kept);
  };
  return [busy, problem, save];
}

function Modes({ preview, labels, onChange }) {
  return (
    <div className="usage-segments project-modes" role="group" aria-label={labels.field_text}>
      <button type="button" aria-pressed={!preview} data-testid="note-write" onClick={() => onChange(false)}>
        {labels.write}
      </button>
      <button type="button" aria-pressed={preview} data-testid="note-look" onClick={() => onChange(true)}>
        {labels.preview}
      </button>
    </div>
  );
}

function Conflict({ theirs, labels, markdownLabels, onTake, onKeep }) {
  return (
    <section className="project-conflict" role="alert" data-testid="note-conflict">
      <h3>{labels.conflict_title}</h3>
      <p>{labels.conflict_text}</p>
      <div className="project-preview">
        <strong>{theirs.title || labels.untitled}</strong>
        <MarkdownView text={theirs.text} labels={markdownLabels} />
      </div>
      <div className="form-foot">
        <button type="button" className="button" data-testid="take-theirs" onClick={onTake}>
          {labels.conflict_take}
        </button>
        <button type="button" className="button primary" data-testid="keep-mine" onClick={onKeep}>
          {labels.conflict_keep}
        </button>
      </div>
    </section>
  );
}
