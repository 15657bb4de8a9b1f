// The lists to choose from, the filter by tags, and what begins something: a folder, a selection.
import { useEffect, useState } from "react";
import { Archive, CheckSquare, FolderPlus, MessagesSquare, Star, Tags, Trash2, X } from "lucide-react";
import { Popover } from "$/public/external/chat_app/components/ui/library/popover.jsx";

const icon = { size: 16, strokeWidth: 1.75, "aria-hidden": true };
const VIEWS = [
  ["all", MessagesSquare],
  ["favourites", Star],
  ["archive", Archive],
  ["trash", Trash2],
];

export function ViewsBar({ view: knownView, tagIds: knownTags, tags, labels, selecting, emptied, onShow: tell, onSelect, onNewFolder, onEmptyTrash }) {
  // The choice shows at once; the list follows when the server has read it.
  const [asked, setAsked] = useState(null);
  useEffect(() => setAsked(null), [knownView, knownTags]);
  const { view, tagIds } = asked ?? { view: knownView, tagIds: knownTags };
  const onShow = (nextView, nextTags) => {
    setAsked({ view: nextView, tagIds: nextTags });
    tell(nextView, nextTags);
  };
  const chosen = tags.filter((tag) => tagIds.includes(tag.id));
  return (
    <>
      <div className="views-bar">
        <div role="group" aria-label={labels.views} className="views">
          {VIEWS.map(([name, Icon]) => (
            <button key={name} type="button" className="icon-button" data-testid={`view-${name}`} aria-pressed={view === name} aria-label={labels[name]} title={labels[name]} onClick={() => onShow(name, tagIds)}>
              <Icon {...icon} />
            </button>
          ))}
        </div>
        <Popover
          align="end"
          className="tag-filter"
          panelProps={{ role: "dialog", "aria-label": labels.filter }}
          button={(own) => (
            <button {...own} className={tagIds.length ? "icon-button chosen" : "icon-button"} data-testid="tag-filter" aria-label={labels.filter} title={labels.filter}>
              <Tags {...icon} />
            </button>
          )}
        >
          {() => <TagChoice tags={tags} tagIds={tagIds} labels={labels} onPick={(ids) => onShow(view, ids)} />}
        </Popover>
        <button type="button" className="icon-button" data-testid="new-folder" aria-label={labels.newFolder} title={labels.newFolder} onClick={onNewFolder}>
          <FolderPlus {...icon} />
        </button>
        <button type="button" className="icon-button" data-testid="select-mode" aria-pressed={selecting} aria-label={labels.selectMode} title={labels.selectMode} onClick={onSelect}>
          <CheckSquare {...icon} />
        </button>
      </div>
      {(view !== "all" || chosen.length > 0) && (
        <div className="view-head">
          <h2>{chosen.length && view === "all" ? labels.tagged : labels[view]}</h2>
          {view === "trash" && !emptied && (
            <button type="button" className="text-button" data-testid="empty-trash" onClick={onEmptyTrash}>
              {labels.emptyTrashAction}
            </button>
          )}
          {chosen.map((tag) => (
            <button key={tag.id} type="button" className="tag-chip removable" data-color={tag.color || undefined} aria-label={`${labels.removeFilter}: ${tag.name}`} onClick={() => onShow(view, tagIds.filter((id) => id !== tag.id))}>
              {tag.name} <X size={11} strokeWidth={2} aria-hidden />
            </button>
          ))}
          {view === "trash" && <p className="view-note">{labels.trashNote}</p>}
        </div>
      )}
    </>
  );
}

function TagChoice({ tags, tagIds, labels, onPick }) {
  if (!tags.length) return <p className="popover-note">{labels.noTagsToFilter}</p>;
  const toggled = (id) => (tagIds.includes(id) ? tagIds.filter((each) => each !== id) : [...tagIds, id]);
  return (
    <ul className="tag-choice">
      {tags.map((tag) => (
        <li key={tag.id}>
          <label className="check-row">
            <input type="checkbox" data-testid="filter-tag" checked={tagIds.includes(tag.id)} onChange={() => onPick(toggled(tag.id))} />
            <span className="tag-dot" data-color={tag.color || undefined} aria-hidden />
            <span className="check-label">{tag.name}</span>
          </label>
        </li>
      ))}
    </ul>
  );
}
