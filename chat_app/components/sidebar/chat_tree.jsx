// The sidebar's chats: views, folders and lists in one tree, with selection, drag and drop, menus and dialogs.
import { startTransition, useCallback, useEffect, useMemo, useRef, useState } from "react";
import { useLanguage } from "$/public/external/chat_app/components/ui/library/language.js";
import { FloatingMenu } from "$/public/external/chat_app/components/ui/library/popover.jsx";
import { groupByDate } from "./date_groups.js";
import { useFirstView } from "./use_first_view.js";
import { useLeaveDrawer } from "$/public/external/chat_app/components/layout/library/shell.jsx";
import { ChatRow, FolderRow, Waiting } from "./rows.jsx";
import { Dialogs } from "./dialogs.jsx";
import { EmptyList } from "./empty_list.jsx";
import { SelectionBar } from "./selection_bar.jsx";
import { ViewsBar } from "./views_bar.jsx";
import { chatMenu, folderMenu } from "./menus.js";
import { useDesk } from "./desk.js";
import { usePending } from "./pending.js";
import { useSelection } from "./selection.js";
import { treeKey } from "./tree_keys.js";
import { pathOf, treeRows } from "./tree_model.js";

const FIRST_ROWS = 40;

export function ChatTree(known) {
  const first = useFirstView(known.ready);
  const props = first ? { ...known, ...first, ready: true } : known;
  const { view, tagIds, chats, folders, counts, inside, insideMore, openIds: storedOpen, tags, currentId, ready, labels, hasMore } = props;
  const language = useLanguage();
  const tree = useRef(null);
  const hasTree = view === "all" && !tagIds.length;
  const [openIds, setOpen] = useOpenFolders(storedOpen, props.onSetOpen);
  const data = useMemo(() => ({ folders, counts, inside, chats, view, hasTree }), [folders, counts, inside, chats, view, hasTree]);
  const { shown, act, moveFolder } = usePending(data, props.answeredKey, props);
  const groups = useMemo(() => groupByDate(shown.chats, labels, language), [shown.chats, labels, language]);
  const rows = useMemo(
    () => treeRows({ ...shown, insideMore, openIds, groups, hasTree }),
    [shown, insideMore, openIds, groups, hasTree],
  );
  const settled = useSettled(ready);
  const items = useMemo(() => rows.filter((row) => row.kind === "folder" || row.kind === "chat"), [rows]);
  const selection = useSelection(items, props);
  const leave = useLeaveDrawer();
  const desk = useDesk({ ...props, tree, rows: items, shown, openIds, setOpen, act, moveFolder, selection, leave, hasTree });
  const { focusKey, menu, renaming, cut, dialog } = desk;
  const tabbable = items.some((row) => row.key === focusKey) ? focusKey : (items.find((row) => row.chat?.id === currentId) ?? items[0])?.key;
  const tagsById = useMemo(() => new Map(tags.map((tag) => [tag.id, tag])), [tags]);
  const rowOf = (row) => {
    if (row.kind === "label") return <Label key={row.key} text={row.text} />;
    if (row.kind === "empty") return <Note key={row.key} row={row} text={labels.folderEmpty} />;
    if (row.kind === "loading" || row.kind === "more") return <Waiting key={row.key} row={row} label={labels.loading} onSeen={() => props.onLoadFolder(row.folderId)} />;
    const common = { row, tabbable: row.key === tabbable, cut: cut.has(row.key), renaming: renaming === row.key, labels, desk: desk.verbs };
    if (row.kind === "folder") return <FolderRow key={row.key} {...common} />;
    const { chat } = row;
    return (
      <ChatRow
        key={row.key}
        {...common}
        current={chat.id === currentId && view !== "trash"}
        selecting={selection.on}
        selected={selection.ids.has(chat.id)}
        tags={chat.tag_ids.map((id) => tagsById.get(id)).filter(Boolean)}
        place={hasTree ? "" : pathOf(folders, chat.folder_id).map((folder) => folder.name).join(" / ")}
        trashed={view === "trash"}
        language={language}
      />
    );
  };
  return (
    <>
      <ViewsBar
        {...props}
        emptied={!chats.length}
        selecting={selection.on}
        onSelect={() => (selection.on ? selection.clear() : selection.begin())}
        onNewFolder={() => desk.show({ name: "folder", parentId: "" })}
        onEmptyTrash={() => desk.show({ name: "empty-trash" })}
      />
      <div className="sidebar-list" data-view={view}>
        {!ready && <Skeleton label={labels.loading} />}
        <ul ref={tree} role="tree" aria-label={labels.tree} aria-multiselectable={selection.on || undefined} className="desk-tree" hidden={!ready || !items.length} onKeyDown={(event) => treeKey(event, desk.keys)}>
          {(settled ? rows : rows.slice(0, FIRST_ROWS)).map(rowOf)}
        </ul>
        {ready && !items.length && <EmptyList view={view} filtered={tagIds.length > 0} labels={labels} onAll={() => props.onShow("all", [])} />}
        {hasMore && <More count={chats.length} onMore={props.onMore} />}
      </div>
      <p className="visually-hidden" role="status">
        {desk.said}
      </p>
      {selection.on && <SelectionBar selection={selection} view={view} labels={labels} act={desk.actOnSelection} show={desk.show} />}
      <FloatingMenu at={menu?.rect} label={labels.actions} onClose={desk.closeMenu} items={menu ? menuItems(menu.row, desk, props) : []} />
      <Dialogs dialog={dialog} desk={desk} shown={shown} {...props} />
    </>
  );
}

const menuItems = (row, desk, props) => (row.kind === "folder" ? folderMenu(row, desk, props.labels) : chatMenu(row, desk, props));

// What fits on a screen is painted first, all the rest when nothing more urgent is left to do.
function useSettled(ready) {
  const [settled, setSettled] = useState(false);
  useEffect(() => {
    if (ready) startTransition(() => setSettled(true));
  }, [ready]);
  return settled;
}

// Opening is the browser's; which folders are open is kept on the server for the next visit.
function useOpenFolders(stored, onSetOpen) {
  const [own, setOwn] = useState(null);
  const openIds = own ?? stored;
  const latest = useRef(openIds);
  latest.current = openIds;
  const setOpen = useCallback(
    (change) => {
      const next = change(latest.current);
      latest.current = next;
      setOwn(next);
      onSetOpen(next);
    },
    [onSetOpen],
  );
  return [openIds, setOpen];
}

const Label = ({ text }) => (
  <li role="presentation" className="chat-group-label">
    {text}
  </li>
);

const Note = ({ row, text }) => (
  <li role="presentation" className="tree-note" style={{ "--level": row.level }}>
    {text}
  </li>
);

function More({ count, onMore }) {
  const end = useRef(null);
  const more = useRef(onMore);
  more.current = onMore;
  useEffect(() => {
    const observer = new IntersectionObserver(([entry]) => entry.isIntersecting && more.current(), { rootMargin: "400px" });
    observer.observe(end.current);
    return () => observer.disconnect();
  }, [count]);
  return <div ref={end} className="sidebar-more" data-testid="chats-more" />;
}

function Skeleton({ label }) {
  return (
    <div className="skeleton-list" role="status" aria-label={label}>
      {[72, 58, 84, 64, 76, 50].map((width) => (
        <span key={width} className="skeleton" style={{ "--width": `${width}%` }} />
      ))}
    </div>
  );
}
