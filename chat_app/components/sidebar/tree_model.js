// From folders and chats to the rows of the sidebar, top to bottom. Pure: it knows nothing of the page.

/** @returns {Map<string, object[]>} the folders in each folder, "" for the top, in their order */
export function childrenOf(folders) {
  const known = new Set(folders.map((folder) => folder.id));
  const children = new Map();
  for (const folder of folders) {
    const parent = known.has(folder.parent_id) ? folder.parent_id : "";
    children.set(parent, [...(children.get(parent) ?? []), folder]);
  }
  return children;
}

/** @returns {string[]} ids of the folder and all in it */
export function subtreeOf(folders, id) {
  const children = childrenOf(folders);
  const walk = (at) => [at, ...(children.get(at) ?? []).flatMap((folder) => walk(folder.id))];
  return walk(id);
}

/** @returns {object[]} the folder with those above it, the topmost first */
export function pathOf(folders, id) {
  const byId = new Map(folders.map((folder) => [folder.id, folder]));
  const path = [];
  for (let at = byId.get(id); at && !path.includes(at); at = byId.get(at.parent_id)) path.unshift(at);
  return path;
}

/** Every folder with its level, in the order in which the tree shows them. */
export function flatFolders(folders) {
  const children = childrenOf(folders);
  const walk = (parent, level) => (children.get(parent) ?? []).flatMap((folder) => [{ folder, level }, ...walk(folder.id, level + 1)]);
  return walk("", 1);
}

/** Folders first, each with what is in it while it is open; then the groups of the list itself. */
export function treeRows({ folders, counts, inside, insideMore, openIds, groups, hasTree }) {
  const rows = hasTree ? folderRows(folders, { counts, inside, more: new Set(insideMore), open: new Set(openIds) }) : [];
  for (const group of groups) {
    rows.push({ kind: "label", key: `l:${group.label}`, text: group.label });
    for (const chat of group.rows) rows.push({ kind: "chat", key: `c:${chat.id}`, chat, level: 1 });
  }
  return rows;
}

function folderRows(folders, { counts, inside, more, open }) {
  const children = childrenOf(folders);
  const totals = new Map();
  const total = (id) => {
    if (!totals.has(id)) totals.set(id, (counts[id] ?? 0) + (children.get(id) ?? []).reduce((sum, folder) => sum + total(folder.id), 0));
    return totals.get(id);
  };
  const rows = [];
  const walk = (parent, level) => {
    for (const folder of children.get(parent) ?? []) {
      const isOpen = open.has(folder.id);
      rows.push({ kind: "folder", key: `f:${folder.id}`, folder, level, open: isOpen, total: total(folder.id) });
      if (!isOpen) continue;
      walk(folder.id, level + 1);
      rows.push(...chatRows(folder.id, level + 1, inside[folder.id], counts[folder.id] ?? 0, more.has(folder.id), children.has(folder.id)));
    }
  };
  walk("", 1);
  return rows;
}

function chatRows(folderId, level, chats, count, hasMore, hasFolders) {
  if (!chats) return count ? [{ kind: "loading", key: `w:${folderId}`, folderId, level, count }] : emptyRow(folderId, level, hasFolders);
  if (!chats.length) return emptyRow(folderId, level, hasFolders);
  const rows = chats.map((chat) => ({ kind: "chat", key: `c:${chat.id}`, chat, level }));
  return hasMore ? [...rows, { kind: "more", key: `m:${folderId}`, folderId, level }] : rows;
}

const emptyRow = (folderId, level, hasFolders) => (hasFolders ? [] : [{ kind: "empty", key: `e:${folderId}`, folderId, level }]);

/** Whether a folder may lie in another one ("" for the top): never in itself or in what it holds. */
export const mayMoveFolder = (folders, id, parentId) => !subtreeOf(folders, id).includes(parentId);

/** The keys of the chats from one row to another, whichever comes first. */
export function chatsBetween(rows, fromKey, toKey) {
  const [from, to] = [fromKey, toKey].map((key) => rows.findIndex((row) => row.key === key));
  if (to < 0) return [];
  const [low, high] = from < 0 ? [to, to] : [Math.min(from, to), Math.max(from, to)];
  return rows.slice(low, high + 1).filter((row) => row.kind === "chat").map((row) => row.chat.id);
}
