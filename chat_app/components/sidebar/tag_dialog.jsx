// The tags of one chat or many: tick, make, rename, colour, delete.
import { useMemo, useRef, useEffect, useState } from "react";
import { Pencil, Plus, Search } from "lucide-react";
import { Dialog } from "$/public/external/chat_app/components/ui/library/dialog.jsx";
import { Colors } from "./colors.jsx";

const icon = { size: 16, strokeWidth: 1.75, "aria-hidden": true };

export function TagDialog({ ids, tags, shown, labels, frame, close, desk, done, onCreateTag, onChangeTag, onDeleteTag }) {
  const [query, setQuery] = useState("");
  const [editing, setEditing] = useState("");
  const carried = useMemo(() => countCarried(ids, shown), [ids, shown]);
  const wanted = query.trim().replace(/^#/, "");
  const found = tags.filter((tag) => tag.name.toLowerCase().includes(wanted.toLowerCase()));
  const isNew = wanted && !tags.some((tag) => tag.name.toLowerCase() === wanted.toLowerCase());
  const finish = () => {
    close();
    done?.();
  };
  const create = () => {
    onCreateTag(wanted.slice(0, 40), "", ids);
    setQuery("");
  };
  const toggle = (tag) => desk.act(carried.get(tag.id) === ids.length ? "untag" : "tag", ids, { tagId: tag.id });
  const entered = (event) => {
    if (event.key !== "Enter" || event.nativeEvent.isComposing) return;
    event.preventDefault();
    if (isNew) create();
    else if (found[0] && wanted) toggle(found[0]);
  };
  const edited = () => setEditing("");
  const save = (tag) => (name, color) => {
    onChangeTag(tag.id, name, color);
    edited();
  };
  const remove = (tag) => () => {
    onDeleteTag(tag.id);
    edited();
  };
  const footer = (
    <button type="button" className="button primary" data-testid="tags-done" onClick={finish}>
      {labels.done}
    </button>
  );
  return (
    <Dialog {...frame} title={labels.tags} footer={footer} testid="tag-dialog" className="choice-dialog">
      <label className="choice-search">
        <Search {...icon} />
        <input type="text" autoFocus autoComplete="off" data-testid="tag-search" aria-label={labels.findTag} placeholder={labels.findTag} value={query} maxLength={41} onChange={(event) => setQuery(event.target.value)} onKeyDown={entered} />
      </label>
      {isNew && (
        <button type="button" className="choice-row create-row" data-testid="tag-create" onClick={create}>
          <Plus {...icon} /> {labels.createTag.replace("{name}", wanted)}
        </button>
      )}
      <ul className="tag-choice">
        {found.map((tag) =>
          editing === tag.id ? (
            <TagForm key={tag.id} tag={tag} labels={labels} onCancel={edited} onSave={save(tag)} onDelete={remove(tag)} />
          ) : (
            <li key={tag.id} className="tag-line">
              <label className="check-row">
                <Ticked state={stateOf(carried.get(tag.id), ids.length)} onChange={() => toggle(tag)} />
                <span className="tag-dot" data-color={tag.color || undefined} aria-hidden />
                <span className="check-label">{tag.name}</span>
              </label>
              <button type="button" className="icon-button" data-testid="tag-edit" aria-label={`${labels.editTag}: ${tag.name}`} title={labels.editTag} onClick={() => setEditing(tag.id)}>
                <Pencil {...icon} />
              </button>
            </li>
          ),
        )}
      </ul>
      {!tags.length && !isNew && <p className="choice-note">{labels.noTags}</p>}
    </Dialog>
  );
}

const stateOf = (count = 0, all) => (count === 0 ? "none" : count === all ? "all" : "some");

function Ticked({ state, onChange }) {
  const box = useRef(null);
  useEffect(() => {
    box.current.indeterminate = state === "some";
  }, [state]);
  return <input ref={box} type="checkbox" data-testid="tag-option" checked={state === "all"} onChange={onChange} />;
}

function countCarried(ids, { chats, inside }) {
  const wanted = new Set(ids);
  const counts = new Map();
  for (const chat of [...chats, ...Object.values(inside).flat()]) {
    if (wanted.has(chat.id)) for (const id of chat.tag_ids) counts.set(id, (counts.get(id) ?? 0) + 1);
  }
  return counts;
}

function TagForm({ tag, labels, onCancel, onSave, onDelete }) {
  const [name, setName] = useState(tag.name);
  const [color, setColor] = useState(tag.color);
  const send = (event) => {
    event.preventDefault();
    if (name.trim()) onSave(name.trim(), color);
  };
  return (
    <li>
      <form className="form tag-form" onSubmit={send}>
        <label className="form-field">
          <span className="form-label">{labels.name}</span>
          <input className="form-input" data-testid="tag-name" autoFocus value={name} maxLength={40} onChange={(event) => setName(event.target.value)} />
        </label>
        <Colors name={`tag-color-${tag.id}`} value={color} labels={labels} onChange={setColor} />
        <div className="form-foot">
          <button type="button" className="button quiet danger-text" data-testid="tag-delete" onClick={onDelete}>
            {labels.deleteTag}
          </button>
          <button type="button" className="button quiet" onClick={onCancel}>
            {labels.cancel}
          </button>
          <button type="submit" className="button" data-testid="tag-save">
            {labels.save}
          </button>
        </div>
      </form>
    </li>
  );
}
