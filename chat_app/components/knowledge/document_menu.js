// What can be done to a document, for its menu.
import { CircleStop, Download, Eye, EyeOff, FileText, FolderInput, Pencil, RotateCcw, ScrollText, Trash2, Undo2 } from "lucide-react";
import { openDocument } from "$/public/external/chat_app/components/viewer/library/opening.js";

/** Items of a `FloatingMenu`. `run(verb, documents)` does what REST's bulk route does, `show(dialog)` asks first. */
export function documentMenu(document, { labels, run, show, inTrash, canWrite }) {
  const of = (verb) => () => run(verb, [document]);
  const ask = (name) => () => show({ name, documents: [document] });
  const isOpen = document.state === "waiting" || document.state === "working";
  if (inTrash)
    return [
      canWrite && { key: "menu-restore", text: labels.restore, icon: Undo2, run: of("restore") },
      canWrite && { key: "menu-purge", text: labels.purge, icon: Trash2, danger: true, run: ask("purge") },
    ].filter(Boolean);
  return [
    document.state === "ready" && { key: "menu-open", text: labels.open, icon: FileText, run: () => openDocument({ documentId: document.id }) },
    canWrite && { key: "menu-rename", text: labels.rename, icon: Pencil, run: ask("rename") },
    canWrite && { key: "menu-move", text: labels.move, icon: FolderInput, run: ask("move") },
    canWrite && document.enabled && { key: "menu-off", text: labels.switch_off, icon: EyeOff, run: of("disable") },
    canWrite && !document.enabled && { key: "menu-on", text: labels.switch_on, icon: Eye, run: of("enable") },
    canWrite && !isOpen && { key: "menu-retry", text: labels.read_again, icon: RotateCcw, run: of("retry") },
    canWrite && isOpen && { key: "menu-cancel", text: labels.stop, icon: CircleStop, run: of("cancel") },
    { key: "menu-log", text: labels.log, icon: ScrollText, run: ask("log") },
    document.sha256 && { key: "menu-download", text: labels.download, icon: Download, run: () => location.assign(`/api/v1/documents/${document.id}/file`) },
    canWrite && { key: "menu-delete", text: labels.to_trash, icon: Trash2, danger: true, apart: true, run: of("delete") },
  ].filter(Boolean);
}
