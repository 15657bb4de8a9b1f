// The keys of the tree, as ARIA has them, and the usual ones for cutting, pasting, renaming and deleting.
const isTyping = (target) => target.closest("input, textarea, select");

/** @param desk what can be done: rows, focused, focus, toggle, open, select, extend, selectAll, rename, remove, cut, paste, menu, leave */
export function treeKey(event, desk) {
  if (isTyping(event.target) || event.target.closest("button")) return;
  const at = desk.rows.findIndex((row) => row.key === desk.focused);
  const row = desk.rows[at];
  const run = row && (event.ctrlKey || event.metaKey ? command(event, desk, row) : plain(event, desk, row, at));
  if (!run) return;
  event.preventDefault();
  event.stopPropagation();
  run();
}

function command(event, desk, row) {
  if (event.altKey || event.shiftKey) return null;
  return { x: () => desk.cut(row), v: desk.canPaste && (() => desk.paste(row)), a: desk.selectAll }[event.key.toLowerCase()];
}

function plain(event, desk, row, at) {
  if (event.altKey) return null;
  if (event.key === "F10" && event.shiftKey) return () => desk.menu(row);
  const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
  if (step) return () => (event.shiftKey ? desk.extend(row, desk.rows[at + step]) : desk.focus(desk.rows[at + step]));
  const byKey = {
    Home: () => desk.focus(desk.rows[0]),
    End: () => desk.focus(desk.rows.at(-1)),
    ArrowRight: () => inwards(desk, row, at),
    ArrowLeft: () => outwards(desk, row, at),
    Enter: () => desk.open(row),
    " ": () => desk.select(row),
    F2: () => desk.rename(row),
    Delete: () => desk.remove(row),
    ContextMenu: () => desk.menu(row),
    Escape: desk.canLeave && desk.leave,
  };
  if (byKey[event.key]) return byKey[event.key];
  return event.key.length === 1 && /\p{L}|\p{N}/u.test(event.key) ? () => desk.focus(nextBeginning(desk.rows, at, event.key)) : null;
}

function inwards(desk, row, at) {
  if (row.kind !== "folder") return;
  if (!row.open) desk.toggle(row);
  else if (desk.rows[at + 1]?.level > row.level) desk.focus(desk.rows[at + 1]);
}

function outwards(desk, row, at) {
  if (row.kind === "folder" && row.open) desk.toggle(row);
  else desk.focus(desk.rows.slice(0, at).findLast((each) => each.kind === "folder" && each.level < row.level));
}

const nameOf = (row) => (row.kind === "folder" ? row.folder.name : row.chat.title);

function nextBeginning(rows, at, letter) {
  const wanted = letter.toLowerCase();
  const order = [...rows.slice(at + 1), ...rows.slice(0, at)];
  return order.find((row) => nameOf(row).toLowerCase().startsWith(wanted));
}
