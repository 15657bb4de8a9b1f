// What GET /api/v1/sidebar says, in the shape of the state: properties of the sidebar's components.
const row = ({ updated_at, ...chat }) => ({ ...chat, model: "", updated_ms: Date.parse(updated_at) });

export const asState = ({ width, is_open, open_ids, folders, counts, tags, chats, inside }) => ({
  width,
  isOpen: is_open,
  openIds: open_ids,
  folders,
  counts,
  tags,
  chats: chats.map(row),
  inside: Object.fromEntries(Object.entries(inside).map(([id, rows]) => [id, rows.map(row)])),
});
