// What was done here and has not been answered by the server yet, shown on top of what the server last said.
// When the answer comes the entry goes: done or refused, the server's word is then the truth. Pure.

/** @param data {folders, counts, inside, chats, view, hasTree} @param pending what was done, oldest first */
export const applyPending = (data, pending) => pending.reduce((seen, entry) => (entry.verb === "move-folder" ? moveFolder(seen, entry) : actOnChats(seen, entry)), data);

const LEAVES = {
  delete: () => true,
  restore: () => true,
  purge: () => true,
  archive: (view) => view !== "archive",
  unarchive: (view) => view === "archive",
  unfavourite: (view) => view === "favourites",
};
const CHANGES = {
  favourite: () => ({ favourite: true }),
  unfavourite: () => ({ favourite: false }),
  archive: () => ({ archived: true }),
  unarchive: () => ({ archived: false }),
  move: ({ folderId }) => ({ folder_id: folderId }),
  tag: ({ tagId }, chat) => ({ tag_ids: [...new Set([...chat.tag_ids, tagId])] }),
  untag: ({ tagId }, chat) => ({ tag_ids: chat.tag_ids.filter((id) => id !== tagId) }),
};

function actOnChats(data, entry) {
  const ids = new Set(entry.ids);
  const leaves = Boolean(LEAVES[entry.verb]?.(data.view));
  const touched = [];
  const update = (rows) =>
    rows.flatMap((chat) => {
      if (!ids.has(chat.id)) return [chat];
      const changed = { ...chat, ...CHANGES[entry.verb]?.(entry, chat) };
      touched.push([chat, changed]);
      const movesAway = data.hasTree && entry.verb === "move" && chat.folder_id !== entry.folderId;
      return leaves || movesAway ? [] : [changed];
    });
  const chats = update(data.chats);
  const inside = mapValues(data.inside, update);
  const next = { ...data, chats, inside };
  if (!data.hasTree) return next;
  if (leaves) return { ...next, counts: shifted(data.counts, touched.map(([chat]) => [chat.folder_id, ""])) };
  if (entry.verb !== "move") return next;
  const moved = touched.filter(([chat]) => chat.folder_id !== entry.folderId);
  return arrive({ ...next, counts: shifted(data.counts, moved.map(([chat]) => [chat.folder_id, entry.folderId])) }, moved.map(([, chat]) => chat), entry.folderId);
}

function arrive(data, chats, folderId) {
  const byAge = (rows) => [...rows, ...chats].sort((one, two) => two.updated_ms - one.updated_ms);
  if (!folderId) return { ...data, chats: byAge(data.chats) };
  if (!data.inside[folderId]) return data;
  return { ...data, inside: { ...data.inside, [folderId]: byAge(data.inside[folderId]) } };
}

function shifted(counts, moves) {
  const next = { ...counts };
  for (const [from, to] of moves) {
    if (from) next[from] = Math.max(0, (next[from] ?? 0) - 1);
    if (to) next[to] = (next[to] ?? 0) + 1;
  }
  return next;
}

function moveFolder(data, { id, parentId, beforeId }) {
  const moving = data.folders.find((folder) => folder.id === id);
  if (!moving) return data;
  const rest = data.folders.filter((folder) => folder.id !== id);
  const place = beforeId ? rest.findIndex((folder) => folder.id === beforeId) : -1;
  const moved = { ...moving, parent_id: parentId };
  return { ...data, folders: place < 0 ? [...rest, moved] : [...rest.slice(0, place), moved, ...rest.slice(place)] };
}

const mapValues = (object, change) => Object.fromEntries(Object.entries(object).map(([key, value]) => [key, change(value)]));
