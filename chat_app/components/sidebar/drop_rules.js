// What may be dropped where: chats into folders or out of them, folders into folders or between their siblings.
import { childrenOf, mayMoveFolder } from "./tree_model.js";

export function dropRules({ now, toggle, act, say, verbs }) {
  const rowOf = (element) => now.current.rows.find((row) => row.key === element?.dataset.row);
  const elementOf = (key) => now.current.tree.current.querySelector(`[data-row="${key}"]`);
  const ground = () => ({ kind: "ground", folderId: "", element: now.current.tree.current, place: "ground" });
  const into = (folderId) => ({ kind: "into", folderId, element: elementOf(`f:${folderId}`), place: "into" });

  const take = (key) => {
    const { rows, selection, labels, hasTree, view } = now.current;
    const row = rows.find((each) => each.key === key);
    if (!row || view === "trash") return null;
    if (row.kind === "folder") return { kind: "folder", id: row.folder.id, parentId: row.folder.parent_id, label: row.folder.name };
    if (!hasTree && view !== "all") return null;
    const ids = selection.ids.has(row.chat.id) ? [...selection.ids] : [row.chat.id];
    return { kind: "chats", ids, from: row.chat.folder_id, label: ids.length > 1 ? labels.chatsCount.replace("{count}", ids.length) : row.chat.title || labels.untitled };
  };
  const targetOfChats = (thing, row) => {
    const folderId = row ? (row.kind === "folder" ? row.folder.id : row.chat.folder_id) : "";
    if (thing.ids.length === 1 && folderId === thing.from) return null;
    return folderId ? into(folderId) : ground();
  };
  const targetOfFolder = (thing, row, part) => {
    const { folders } = now.current.shown;
    if (!row || row.kind === "chat") {
      const folderId = row?.chat.folder_id ?? "";
      if (folderId === thing.parentId || !mayMoveFolder(folders, thing.id, folderId)) return null;
      return folderId ? into(folderId) : ground();
    }
    if (row.folder.id === thing.id) return null;
    if (part === "into" || (part === "after" && row.open)) return mayMoveFolder(folders, thing.id, row.folder.id) ? into(row.folder.id) : null;
    if (!mayMoveFolder(folders, thing.id, row.folder.parent_id)) return null;
    return { kind: "between", folderId: row.folder.parent_id, beforeId: siblingAt(folders, row.folder, part, thing.id), element: elementOf(row.key), place: part };
  };
  return {
    take,
    target: (thing, element, part) => {
      const row = rowOf(element);
      return thing.kind === "folder" ? targetOfFolder(thing, row, part) : targetOfChats(thing, row);
    },
    drop: (thing, { folderId, beforeId = "" }) => {
      if (thing.kind === "folder") now.current.moveFolder(thing.id, folderId, beforeId);
      else act("move", thing.ids, { folderId });
      if (thing.kind === "chats" && now.current.selection.on) now.current.selection.clear();
      say(now.current.labels.moved);
    },
    hover: (element) => {
      const row = rowOf(element);
      if (row?.kind === "folder" && !row.open) toggle(row);
    },
    held: (key, event) => {
      const element = elementOf(key);
      const row = rowOf(element);
      if (row) verbs.menuAt(row, { target: element, currentTarget: element, clientX: event.clientX, clientY: event.clientY, preventDefault: () => {} });
    },
  };
}

// The sibling before which the folder goes; "" for the end.
function siblingAt(folders, folder, part, movingId) {
  if (part === "before") return folder.id;
  const siblings = (childrenOf(folders).get(folder.parent_id) ?? []).filter((each) => each.id !== movingId);
  return siblings[siblings.findIndex((each) => each.id === folder.id) + 1]?.id ?? "";
}
