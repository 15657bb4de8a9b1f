// What can be done in the sidebar, for rows, keys, menus, drag and drop, and the actions of the whole page.
import { useCallback, useEffect, useMemo, useRef, useState } from "react";
import { useAction } from "$/public/external/chat_app/components/ui/library/actions.js";
import { visit } from "$/public/external/chat_app/components/layout/library/address.js";
import { useDrag } from "./drag.js";
import { dropRules } from "./drop_rules.js";
import { beginIn } from "./new_chat_place.js";

const NOTHING = new Set();
const nameOf = (row) => (row.kind === "folder" ? row.folder.name : row.chat.title);

export function useDesk(props) {
  const [focusKey, setFocusKey] = useState("");
  const [menu, setMenu] = useState(null);
  const [renaming, setRenaming] = useState("");
  const [cut, setCut] = useState(NOTHING);
  const [dialog, setDialog] = useState(null);
  const [said, say] = useState("");
  const now = useRef(null);
  now.current = { ...props, cut };
  const focus = useCallback((row) => {
    if (!row) return;
    setFocusKey(row.key);
    now.current.tree.current?.querySelector(`[data-row="${row.key}"]`)?.focus();
  }, []);
  const toggle = useCallback((row) => {
    const { id } = row.folder;
    now.current.setOpen((ids) => (ids.includes(id) ? ids.filter((each) => each !== id) : [...ids, id]));
  }, []);
  const act = useCallback((verb, ids, target) => now.current.act(verb, ids, target), []);
  const show = useCallback((next) => setDialog(next), []);
  const verbs = useMemo(() => rowVerbs({ now, toggle, setFocusKey, setMenu, setRenaming, focus }), [toggle, focus]);
  const keys = {
    ...keyVerbs({ now, toggle, focus, setCut, setMenu, setRenaming, show, act, say }),
    rows: props.rows,
    focused: focusKey,
    canPaste: cut.size > 0,
    canLeave: cut.size > 0 || props.selection.on,
    open: (row) => (row.kind === "folder" ? toggle(row) : props.selection.on ? props.selection.toggle(row) : props.view === "trash" ? keys.menu(row) : verbs.openChat(row.chat.id)),
  };
  useDrag(props.tree, dropRules({ now, toggle, act, say, verbs }));
  usePageActions({ now, act, show, setRenaming, props });
  useMadeFolder(props, now, focus);
  return {
    focusKey, menu, renaming, cut, dialog, said, keys, verbs, act, show,
    moveFolder: props.moveFolder,
    closeMenu: useCallback(() => setMenu(null), []),
    beginSelection: props.selection.begin,
    actOnSelection: (verb, target) => {
      act(verb, [...props.selection.ids], target);
      props.selection.clear();
    },
  };
}

function rowVerbs({ now, toggle, setFocusKey, setMenu, setRenaming, focus }) {
  return {
    toggle,
    focused: setFocusKey,
    openChat: (id) => {
      now.current.leave();
      visit(id);
    },
    begin: (folderId) => {
      now.current.leave();
      beginIn(folderId, now.current.onBegin);
    },
    pick: (row, range) => (range ? now.current.selection.reach(row) : now.current.selection.toggle(row)),
    menuBelow: (row, event) => setMenu({ row, rect: event.currentTarget.getBoundingClientRect() }),
    menuAt: (row, event) => {
      if (event.target.closest("input")) return;
      event.preventDefault();
      // The key for menus comes without a place.
      const box = event.currentTarget.getBoundingClientRect();
      setMenu({ row, rect: event.clientX || event.clientY ? new DOMRect(event.clientX, event.clientY, 0, 0) : new DOMRect(box.left + 24, box.bottom, 0, 0) });
    },
    renamed: (row, text) => {
      setRenaming("");
      const name = text.trim();
      if (name && name !== nameOf(row)) {
        if (row.kind === "folder") now.current.onRenameFolder(row.folder.id, name);
        else now.current.onRename(row.chat.id, name);
      }
      requestAnimationFrame(() => focus(row));
    },
  };
}

function keyVerbs({ now, toggle, focus, setCut, setMenu, setRenaming, show, act, say }) {
  return {
    toggle,
    focus,
    rename: (row) => (row.kind === "chat" && now.current.view === "trash" ? null : setRenaming(row.key)),
    select: (row) => (row.kind === "chat" ? now.current.selection.toggle(row) : toggle(row)),
    extend: (row, next) => {
      if (row.kind === "chat") now.current.selection.reach(row);
      if (next?.kind === "chat") now.current.selection.reach(next);
      focus(next);
    },
    selectAll: () => now.current.selection.all(),
    remove: (row) => {
      const { view, selection, rows, shown } = now.current;
      const ids = row.kind === "chat" && selection.ids.has(row.chat.id) ? [...selection.ids] : [row.chat?.id];
      focus(rows[rows.indexOf(row) + 1] ?? rows[rows.indexOf(row) - 1]);
      if (row.kind === "folder") removeFolder(row, { now, shown, show });
      else if (view === "trash") show({ name: "purge", ids });
      else act("delete", ids);
      if (selection.on) selection.clear();
    },
    cut: (row) => {
      const { selection, labels } = now.current;
      const chosen = row.kind === "chat" && selection.ids.has(row.chat.id) ? [...selection.ids].map((id) => `c:${id}`) : [row.key];
      setCut(new Set(chosen));
      say(labels.cutDone);
    },
    paste: (row) => {
      const { cut, labels } = now.current;
      const folderId = row.kind === "folder" ? row.folder.id : row.chat.folder_id;
      moveKeys([...cut], folderId, now.current);
      setCut(NOTHING);
      say(labels.moved);
    },
    menu: (row) => {
      const box = now.current.tree.current.querySelector(`[data-row="${row.key}"]`).getBoundingClientRect();
      setMenu({ row, rect: new DOMRect(box.left + 24, box.bottom, 0, 0) });
    },
    leave: () => {
      if (now.current.cut.size) setCut(NOTHING);
      else now.current.selection.clear();
    },
  };
}

const moveKeys = (keys, folderId, { act, moveFolder }) => {
  const ids = keys.filter((key) => key.startsWith("c:")).map((key) => key.slice(2));
  act("move", ids, { folderId });
  keys.filter((key) => key.startsWith("f:")).forEach((key) => moveFolder(key.slice(2), folderId));
};

// An empty folder goes at once, and can be brought back; of a full one it is asked what becomes of its chats.
function removeFolder(row, { now, shown, show }) {
  const holds = row.total > 0 || shown.folders.some((folder) => folder.parent_id === row.folder.id);
  if (holds) show({ name: "delete-folder", folder: row.folder, total: row.total });
  else now.current.onDeleteFolder(row.folder.id, true);
}

function usePageActions({ now, act, show, setRenaming, props }) {
  const here = () => now.current.rows.find((row) => row.chat?.id === now.current.currentId);
  const current = () => [now.current.currentId];
  const there = Boolean(props.currentId);
  const rename = () => {
    const row = here();
    if (row) setRenaming(row.key);
    else show({ name: "rename", id: now.current.currentId });
  };
  useAction("folder.new", () => show({ name: "folder", parentId: "" }));
  useAction("chats.select", () => props.selection.begin());
  useAction("chat.rename", rename, there);
  useAction("chat.favourite", () => act(here()?.chat.favourite ? "unfavourite" : "favourite", current()), there);
  useAction("chat.move", () => show({ name: "move", ids: current() }), there);
  useAction("chat.tag", () => show({ name: "tags", ids: current() }), there);
  useAction("chat.archive", () => act("archive", current()), there);
  useAction("chat.delete", () => act("delete", current()), there);
}

// A folder just made is shown: what it lies in opens, and the focus goes there.
function useMadeFolder({ madeId, shown }, now, focus) {
  const done = useRef(madeId);
  useEffect(() => {
    const made = shown.folders.find((folder) => folder.id === madeId);
    if (!made || done.current === madeId) return;
    done.current = madeId;
    if (made.parent_id) now.current.setOpen((ids) => [...new Set([...ids, made.parent_id])]);
    requestAnimationFrame(() => focus({ key: `f:${madeId}` }));
  }, [madeId, shown.folders, now, focus]);
}
