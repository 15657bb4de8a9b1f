// What can be done to the documents that are selected.
import { EyeOff, Eye, FolderInput, RotateCcw, Trash2, Undo2, X } from "lucide-react";
import { fill } from "$/public/external/chat_app/components/admin/library/words.js";
import { icon } from "$/public/external/chat_app/components/billing/library/card.jsx";

export function SelectionBar({ documents, shown, inTrash, select, labels, run, show }) {
  const of = (verb) => () => run(verb, documents);
  const ask = (name) => () => show({ name, documents, done: () => select(new Set()) });
  const deeds = inTrash
    ? [
        ["selection-restore", labels.restore, Undo2, of("restore")],
        ["selection-purge", labels.purge, Trash2, ask("purge")],
      ]
    : [
        ["selection-move", labels.move, FolderInput, ask("move")],
        ["selection-on", labels.use, Eye, of("enable")],
        ["selection-off", labels.leave_out, EyeOff, of("disable")],
        ["selection-retry", labels.read_again, RotateCcw, of("retry")],
        ["selection-delete", labels.to_trash, Trash2, of("delete")],
      ];
  return (
    <div className="documents-selection" role="toolbar" aria-label={labels.selection} data-testid="document-selection">
      <span role="status">{fill(labels.selected, { count: documents.length })}</span>
      <button type="button" className="text-button" data-testid="selection-all" onClick={() => select(new Set(shown.map(({ id }) => id)))}>
        {labels.select_all}
      </button>
      <span className="documents-space" />
      {deeds.map(([testid, text, Icon, go]) => (
        <button key={testid} type="button" className="button quiet" data-testid={testid} aria-label={text} title={text} onClick={go}>
          <Icon {...icon} />
          <span>{text}</span>
        </button>
      ))}
      <button type="button" className="icon-button" aria-label={labels.end_selection} title={labels.end_selection} data-testid="selection-end" onClick={() => select(new Set())}>
        <X {...icon} />
      </button>
    </div>
  );
}
