// What the menus of chats and folders offer.
import { Archive, ArchiveRestore, BookCheck, BookPlus, CheckSquare, Download, FolderInput, FolderKanban, FolderPlus, Pencil, RotateCcw, Settings2, Share2, SquarePen, Star, StarOff, Tag, Trash2 } from "lucide-react";
import { goTo } from "$/public/external/chat_app/components/layout/library/navigation.js";
import { isAvailable, runAction } from "$/public/external/chat_app/components/ui/library/actions.js";
import { semanticOf } from "$/public/external/chat_app/components/semantic/library/store.js";
import { rightsOf } from "$/public/external/chat_app/components/projects/library/roles.js";

export function chatMenu({ chat, key }, desk, { labels, view }) {
  const ids = [chat.id];
  const row = { kind: "chat", chat, key };
  if (view === "trash") {
    return [
      { key: "restore", text: labels.restore, icon: RotateCcw, run: () => desk.act("restore", ids) },
      { key: "purge", text: labels.purge, icon: Trash2, danger: true, run: () => desk.show({ name: "purge", ids }) },
    ];
  }
  return [
    { key: "rename", text: labels.rename, icon: Pencil, run: () => desk.keys.rename(row) },
    chat.favourite
      ? { key: "favourite", text: labels.unmark, icon: StarOff, run: () => desk.act("unfavourite", ids) }
      : { key: "favourite", text: labels.mark, icon: Star, run: () => desk.act("favourite", ids) },
    { key: "tags", text: labels.tagsMenu, icon: Tag, run: () => desk.show({ name: "tags", ids }) },
    { key: "move", text: labels.move, icon: FolderInput, run: () => desk.show({ name: "move", ids }) },
    { key: "select", text: labels.select, icon: CheckSquare, run: () => desk.beginSelection(ids) },
    isAvailable("export.selection") && { key: "export", text: labels.export, icon: Download, run: () => runAction("export.selection", ids) },
    isAvailable("semantic.use") && { key: "semantic", text: semanticOf("chat", chat.id) ? labels.usedAsKnowledge : labels.useAsKnowledge, icon: semanticOf("chat", chat.id) ? BookCheck : BookPlus, run: () => runAction("semantic.use", "chat", chat.id) },
    chat.archived
      ? { key: "archive", text: labels.unarchive, icon: ArchiveRestore, run: () => desk.act("unarchive", ids) }
      : { key: "archive", text: labels.toArchive, icon: Archive, run: () => desk.act("archive", ids) },
    { key: "delete-chat", text: labels.delete, icon: Trash2, danger: true, run: () => desk.act("delete", ids) },
  ].filter(Boolean);
}

export function folderMenu(row, desk, labels) {
  const { folder } = row;
  const rights = rightsOf(folder.role);
  return [
    rights.edit && { key: "new-chat-here", text: labels.newChatHere, icon: SquarePen, run: () => desk.verbs.begin(folder.id) },
    { key: "open-project", text: labels.openProject, icon: FolderKanban, run: () => goTo(`/projects/${folder.id}`) },
    rights.manage && { key: "share-folder", text: labels.shareFolder, icon: Share2, run: () => goTo(`/projects/${folder.id}#people`) },
    rights.edit && { key: "new-folder-here", text: labels.newFolderHere, icon: FolderPlus, run: () => desk.show({ name: "folder", parentId: folder.id }) },
    rights.manage && { key: "rename-folder", text: labels.rename, icon: Pencil, run: () => desk.keys.rename(row) },
    rights.manage && { key: "folder-settings", text: labels.folderSettings, icon: Settings2, run: () => desk.show({ name: "folder", folder }) },
    rights.own && { key: "move-folder", text: labels.moveFolder, icon: FolderInput, run: () => desk.show({ name: "move", folder }) },
    rights.own && { key: "delete-folder", text: labels.delete, icon: Trash2, danger: true, run: () => desk.keys.remove(row) },
  ].filter(Boolean);
}
