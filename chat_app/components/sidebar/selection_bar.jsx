// What can be done to the chats that are selected.
import { Archive, ArchiveRestore, Download, FolderInput, RotateCcw, Tag, Trash2, X } from "lucide-react";
import { isAvailable, runAction } from "$/public/external/chat_app/components/ui/library/actions.js";

const icon = { size: 16, strokeWidth: 1.75, "aria-hidden": true };

export function SelectionBar({ selection, view, labels, act, show }) {
  const ids = [...selection.ids];
  const ask = (dialog) => {
    show({ ...dialog, ids, done: selection.clear });
  };
  const actions =
    view === "trash"
      ? [
          ["select-restore", labels.restore, RotateCcw, () => act("restore")],
          ["select-purge", labels.purge, Trash2, () => ask({ name: "purge" })],
        ]
      : [
          ["select-move", labels.move, FolderInput, () => ask({ name: "move" })],
          ["select-tags", labels.tagsMenu, Tag, () => ask({ name: "tags" })],
          view === "archive" ? ["select-archive", labels.unarchive, ArchiveRestore, () => act("unarchive")] : ["select-archive", labels.toArchive, Archive, () => act("archive")],
          isAvailable("export.selection") && ["select-export", labels.export, Download, () => runAction("export.selection", ids)],
          ["select-delete", labels.delete, Trash2, () => act("delete")],
        ].filter(Boolean);
  return (
    <div className="chats-selection" role="toolbar" aria-label={labels.selection} data-testid="selection-bar">
      <div className="chats-selection-line">
        <span className="chats-selection-count" role="status">
          {labels.selected.replace("{count}", ids.length)}
        </span>
        <button type="button" className="text-button" data-testid="select-all" onClick={selection.all}>
          {labels.selectAll}
        </button>
        <button type="button" className="text-button" data-testid="select-invert" onClick={selection.invert}>
          {labels.invert}
        </button>
        <button type="button" className="icon-button" data-testid="select-none" aria-label={labels.endSelection} title={labels.endSelection} onClick={selection.clear}>
          <X {...icon} />
        </button>
      </div>
      <div className="chats-selection-line actions">
        {actions.map(([testid, text, Icon, run]) => (
          <button key={testid} type="button" className="icon-button" data-testid={testid} aria-label={text} title={text} aria-disabled={!ids.length} onClick={() => ids.length && run()}>
            <Icon {...icon} />
          </button>
        ))}
      </div>
    </div>
  );
}
