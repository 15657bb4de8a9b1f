// The chats by date. More rows come when the end is near; one menu serves all rows.
import { memo, useCallback, useEffect, useMemo, useRef, useState } from "react";
import { Ellipsis, Pencil, Trash2 } from "lucide-react";
import { useLanguage } from "$/public/external/chat_app/components/ui/library/language.js";
import { FloatingMenu } from "$/public/external/chat_app/components/ui/library/popover.jsx";
import { addressOf, isPlainClick, visit } from "./address.js";
import { groupByDate } from "./date_groups.js";
import { useLeaveDrawer } from "./shell.jsx";

export function SidebarList({ chats, currentId, ready, hasMore, labels, onMore, onRename, onDelete }) {
  const leave = useLeaveDrawer();
  const language = useLanguage();
  const groups = useMemo(() => groupByDate(chats, labels, language), [chats, labels, language]);
  const [menu, setMenu] = useState(null);
  const [renaming, setRenaming] = useState("");
  const handlers = useRef();
  handlers.current = { onMore, onRename };
  const openMenu = useCallback((id, rect) => setMenu({ id, rect }), []);
  const pick = useCallback((id) => {
    leave();
    visit(id);
  }, [leave]);
  const rename = useCallback((id, title, old) => {
    setRenaming("");
    if (title.trim() && title.trim() !== old) handlers.current.onRename(id, title.trim());
  }, []);
  const end = useMore(hasMore, chats.length, handlers);
  if (!ready) return <Skeleton label={labels.loading} />;
  if (!chats.length) return <p className="sidebar-empty">{labels.empty}</p>;
  return (
    <>
      {groups.map(({ label, rows }) => (
        <section key={label} className="chat-group" aria-label={label}>
          <h2 className="chat-group-label">{label}</h2>
          <ul>
            {rows.map((chat) => (
              <Row
                key={chat.id}
                chat={chat}
                current={chat.id === currentId}
                renaming={chat.id === renaming}
                labels={labels}
                onPick={pick}
                onMenu={openMenu}
                onRename={rename}
              />
            ))}
          </ul>
        </section>
      ))}
      {hasMore && <div ref={end} className="sidebar-more" data-testid="chats-more" />}
      <FloatingMenu
        at={menu?.rect}
        label={labels.actions}
        onClose={() => setMenu(null)}
        items={[
          { key: "rename", text: labels.rename, icon: Pencil, run: () => setRenaming(menu.id) },
          { key: "delete-chat", text: labels.delete, icon: Trash2, danger: true, run: () => onDelete(menu.id) },
        ]}
      />
    </>
  );
}

const Row = memo(function Row({ chat, current, renaming, labels, onPick, onMenu, onRename }) {
  const { id, title, running } = chat;
  const name = title || labels.untitled;
  if (renaming) {
    return (
      <li className="chat-row renaming">
        <RenameField name={name} label={labels.rename} onDone={(text) => onRename(id, text, name)} />
      </li>
    );
  }
  const clicked = (event) => {
    if (!isPlainClick(event)) return;
    event.preventDefault();
    onPick(id);
  };
  const context = (event) => {
    event.preventDefault();
    onMenu(id, new DOMRect(event.clientX, event.clientY, 0, 0));
  };
  return (
    <li className={current ? "chat-row current" : "chat-row"} onContextMenu={context}>
      <a href={addressOf(id)} className="chat-link" data-testid="chat-item" data-id={id} aria-current={current ? "page" : undefined} title={name} onClick={clicked}>
        <span className="chat-title">{name}</span>
        {running && <span className="running-dot" role="img" aria-label={labels.running} />}
      </a>
      <button
        type="button"
        className="icon-button row-menu"
        data-testid="chat-menu"
        aria-label={`${labels.actions}: ${name}`}
        title={labels.actions}
        aria-haspopup="menu"
        onClick={(event) => onMenu(id, event.currentTarget.getBoundingClientRect())}
      >
        <Ellipsis size={16} strokeWidth={1.75} aria-hidden />
      </button>
    </li>
  );
});

function RenameField({ name, label, onDone }) {
  const field = useRef(null);
  const done = useRef(false);
  useEffect(() => field.current.select(), []);
  const finish = (text) => {
    if (done.current) return;
    done.current = true;
    onDone(text);
  };
  const pressed = (event) => {
    if (event.key === "Enter" && !event.nativeEvent.isComposing) finish(field.current.value);
    if (event.key === "Escape") finish(name);
  };
  return (
    <input
      ref={field}
      className="rename-field"
      data-testid="rename-field"
      aria-label={label}
      defaultValue={name}
      maxLength={200}
      onKeyDown={pressed}
      onBlur={() => finish(field.current.value)}
    />
  );
}

function Skeleton({ label }) {
  return (
    <div className="skeleton-list" role="status" aria-label={label}>
      {[72, 58, 84, 64, 76, 50].map((width) => (
        <span key={width} className="skeleton" style={{ width: `${width}%` }} />
      ))}
    </div>
  );
}

function useMore(hasMore, count, handlers) {
  const [end, setEnd] = useState(null);
  useEffect(() => {
    if (!end || !hasMore) return undefined;
    const observer = new IntersectionObserver(([entry]) => entry.isIntersecting && handlers.current.onMore(), { rootMargin: "400px" });
    observer.observe(end);
    return () => observer.disconnect();
  }, [end, hasMore, count, handlers]);
  return setEnd;
}
