// The notes of a project: a list, and one of them to read or to write.
import { useEffect, useRef, useState } from "react";
import { Pencil, Plus, Trash2 } from "lucide-react";
import { Moment } from "$/public/external/chat_app/components/admin/library/table.jsx";
import { fill } from "$/public/external/chat_app/components/admin/library/words.js";
import { Card, Empty, Failed, Outline } from "$/public/external/chat_app/components/billing/library/card.jsx";
import { MarkdownView } from "$/public/external/chat_app/components/message/source_files/markdown_view.jsx";
import { useLive, useSending } from "./live.js";
import { NoteEditor } from "./note_editor.jsx";
import { icon, Problem } from "./shared.jsx";

const UNDO = 10_000;

/** `open`: the id of the note on show, "new" while one is begun, "" for the list. */
export function Notes({ folder, rights, labels, markdownLabels }) {
  const { data: notes, failed, reload } = useLive(`/projects/${folder.id}/notes`);
  const [open, setOpen] = useState("");
  const [editing, setEditing] = useState(false);
  const [deleted, setDeleted] = useUndo();
  const [, problem, send] = useSending(labels.not_saved);
  const note = notes?.find(({ id }) => id === open);
  const show = (id, write = false) => {
    setOpen(id);
    setEditing(write);
  };
  const saved = async (kept) => {
    await reload();
    show(kept.id);
  };
  const remove = async () => {
    if ((await send(`/projects/notes/${note.id}`, { method: "DELETE" })) === undefined) return;
    setDeleted(note.id);
    show("");
    reload();
  };
  const restore = async () => {
    await send(`/projects/notes/${deleted}/restore`, { method: "POST" });
    setDeleted("");
    reload();
  };
  const begin = rights.edit && (
    <button type="button" className="button" data-testid="new-note" onClick={() => show("new", true)}>
      <Plus {...icon} />
      {labels.new}
    </button>
  );
  if (rights.edit && (open === "new" || (note && editing))) {
    const over = () => show(note ? note.id : "");
    return <NoteEditor key={open} {...{ folder, note, labels, markdownLabels }} onSaved={saved} onClose={over} />;
  }
  if (note) {
    return <OneNote {...{ note, rights, labels, markdownLabels, problem }} onBack={() => show("")} onEdit={() => show(note.id, true)} onRemove={remove} />;
  }
  return (
    <Card title={labels.title} action={notes?.length > 0 && begin} testid="project-notes">
      {deleted && (
        <p className="project-undo" role="status">
          {labels.deleted}
          <button type="button" className="text-button" data-testid="undo-note" onClick={restore}>
            {labels.undo}
          </button>
        </p>
      )}
      <Problem text={problem} />
      {failed && <Failed text={failed} labels={labels} onRetry={reload} />}
      {!notes && !failed && <Outline rows={3} />}
      {notes?.length === 0 && <Empty text={rights.edit ? labels.none : labels.none_viewer}>{begin}</Empty>}
      <ul className="project-rows">
        {notes?.map((each) => (
          <li key={each.id}>
            <button type="button" className="project-row" data-testid="note" onClick={() => show(each.id)}>
              <span className="project-row-name">{each.title || labels.untitled}</span>
              <small>{fill(labels.by, { name: each.author_name })}</small>
              <Moment time={each.updated_at} />
            </button>
          </li>
        ))}
      </ul>
    </Card>
  );
}

function OneNote({ note, rights, labels, markdownLabels, problem, onBack, onEdit, onRemove }) {
  const tools = rights.edit && (
    <div className="project-tools">
      <button type="button" className="button" data-testid="edit-note" onClick={onEdit}>
        <Pencil {...icon} />
        {labels.edit}
      </button>
      <button type="button" className="icon-button" aria-label={labels.delete} title={labels.delete} data-testid="delete-note" onClick={onRemove}>
        <Trash2 {...icon} />
      </button>
    </div>
  );
  return (
    <div className="project-note">
      <button type="button" className="text-button project-back" data-testid="all-notes" onClick={onBack}>
        ← {labels.back}
      </button>
      <Card title={note.title || labels.untitled} action={tools} testid="note-shown">
        <Problem text={problem} />
        <p className="project-note-by">
          {fill(labels.by, { name: note.author_name })} · <Moment time={note.updated_at} />
        </p>
        {note.text.trim() ? <MarkdownView text={note.text} labels={markdownLabels} /> : <Empty text={labels.empty_note} />}
      </Card>
    </div>
  );
}

// What was deleted last, for as long as it can be taken back here.
function useUndo() {
  const [id, setId] = useState("");
  const timer = useRef(0);
  useEffect(() => () => clearTimeout(timer.current), []);
  const begin = (next) => {
    clearTimeout(timer.current);
    setId(next);
    if (next) timer.current = setTimeout(() => setId(""), UNDO);
  };
  return [id, begin];
}

