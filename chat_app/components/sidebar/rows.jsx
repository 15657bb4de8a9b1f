// The rows of the sidebar. They are drawn again only when what they show differs: lists come anew with every change.
import { memo, useEffect, useRef } from "react";
import { BookCheck, Check, ChevronRight, Ellipsis, Folder, FolderOpen, MessageSquare, SquarePen, Star, UsersRound } from "lucide-react";
import { useSemantic } from "$/public/external/chat_app/components/semantic/library/store.js";
import { addressOf, isPlainClick } from "$/public/external/chat_app/components/layout/library/address.js";
import { rightsOf } from "$/public/external/chat_app/components/projects/library/roles.js";
import { ageOf, momentOf } from "./ages.js";

const icon = { size: 16, strokeWidth: 1.75, "aria-hidden": true };
const level = (value) => ({ "--level": value });

const sameRow = (one, two) => {
  const names = Object.keys(two);
  return names.length === Object.keys(one).length && names.every((name) => same(one[name], two[name]));
};
const same = (one, two) => {
  if (Object.is(one, two)) return true;
  if (typeof one !== "object" || typeof two !== "object" || !one || !two) return false;
  const keys = Object.keys(two);
  return keys.length === Object.keys(one).length && keys.every((key) => Object.is(one[key], two[key]) || (Array.isArray(two[key]) && String(one[key]) === String(two[key])));
};

export const FolderRow = memo(function FolderRow({ row, tabbable, cut, renaming, labels, desk }) {
  const { folder, open, total } = row;
  const Icon = open ? FolderOpen : Folder;
  const shared = folder.shared && (folder.role === "owner" ? labels.sharedByMe : labels.sharedWithMe);
  const name = [folder.name, shared, labels.chatsCount.replace("{count}", total)].filter(Boolean).join(", ");
  return (
    <li
      role="treeitem"
      className={cut ? "desk-row folder-row cut" : "desk-row folder-row"}
      style={level(row.level)}
      data-testid="folder"
      data-id={folder.id}
      data-row={row.key}
      data-drag=""
      data-color={folder.color || undefined}
      aria-level={row.level}
      aria-expanded={open}
      aria-label={name}
      tabIndex={tabbable ? 0 : -1}
      onClick={(event) => !event.target.closest("button, input") && desk.toggle(row)}
      onFocus={() => desk.focused(row.key)}
      onContextMenu={(event) => desk.menuAt(row, event)}
    >
      <ChevronRight {...icon} className="folder-arrow" />
      <Icon {...icon} className="folder-icon" />
      {renaming ? (
        <RenameField name={folder.name} label={labels.rename} longest={100} onDone={(text) => desk.renamed(row, text)} />
      ) : (
        <span className="folder-name" title={folder.name}>
          {folder.name}
        </span>
      )}
      {shared && (
        <span className="folder-shared" title={shared} data-testid="folder-shared">
          <UsersRound {...icon} size={14} />
        </span>
      )}
      <span className="folder-count">{total || ""}</span>
      {rightsOf(folder.role).edit && (
        <RowButton testid="folder-new-chat" label={`${labels.newChatHere}: ${folder.name}`} title={labels.newChatHere} onClick={() => desk.begin(folder.id)}>
          <SquarePen {...icon} />
        </RowButton>
      )}
      <RowButton testid="folder-menu" label={`${labels.actions}: ${folder.name}`} title={labels.actions} menu onClick={(event) => desk.menuBelow(row, event)}>
        <Ellipsis {...icon} />
      </RowButton>
    </li>
  );
}, sameRow);

export const ChatRow = memo(function ChatRow({ row, current, tabbable, cut, selecting, selected, renaming, tags, place, trashed, language, labels, desk }) {
  const { chat } = row;
  const title = chat.title || labels.untitled;
  const isKnowledge = useSemantic().has(`chat:${chat.id}`);
  const clicked = (event) => {
    if (event.target.closest("button, input")) return;
    if (selecting || (event.shiftKey && !trashed)) {
      event.preventDefault();
      desk.pick(row, event.shiftKey);
    } else if (trashed) {
      event.preventDefault();
      desk.menuAt(row, event);
    } else if (isPlainClick(event)) {
      event.preventDefault();
      desk.openChat(chat.id);
    }
  };
  const state = [chat.running && labels.running, chat.unread && labels.unread, chat.favourite && labels.favourite, isKnowledge && labels.usedAsKnowledge, ...tags.map((tag) => tag.name)].filter(Boolean);
  const classes = ["desk-row", "chat-row", current && "current", cut && "cut", selected && "selected", chat.unread && "unread"].filter(Boolean).join(" ");
  return (
    <li
      role="treeitem"
      className={classes}
      style={level(row.level)}
      data-row={row.key}
      data-drag=""
      aria-level={row.level}
      aria-selected={selecting ? selected : current}
      aria-label={[title, ...state, place].filter(Boolean).join(", ")}
      tabIndex={tabbable ? 0 : -1}
      onClick={clicked}
      onFocus={() => desk.focused(row.key)}
      onContextMenu={(event) => desk.menuAt(row, event)}
    >
      {selecting ? <Box checked={selected} /> : <Initial model={chat.model} />}
      <span className="chat-text">
        {renaming ? (
          <RenameField name={title} label={labels.rename} longest={200} onDone={(text) => desk.renamed(row, text)} />
        ) : (
          <a href={trashed ? undefined : addressOf(chat.id)} className="chat-link" data-testid="chat-item" data-id={chat.id} tabIndex={-1} draggable={false} aria-current={current ? "page" : undefined} title={title}>
            {title}
          </a>
        )}
        {(tags.length > 0 || place) && <Chips tags={tags} place={place} />}
      </span>
      {isKnowledge && <BookCheck size={13} strokeWidth={1.75} className="chat-knowledge" data-testid="chat-knowledge" aria-hidden />}
      {chat.favourite && <Star size={13} strokeWidth={1.75} className="chat-star" aria-hidden />}
      {chat.running ? (
        <span className="running-dot" role="img" aria-label={labels.running} title={labels.running} />
      ) : chat.unread ? (
        <span className="unread-dot" role="img" aria-label={labels.unread} title={labels.unread} />
      ) : (
        <time className="chat-age" dateTime={new Date(chat.updated_ms).toISOString()} title={momentOf(chat.updated_ms, language)}>
          {ageOf(chat.updated_ms, language)}
        </time>
      )}
      <RowButton testid="chat-menu" label={`${labels.actions}: ${title}`} title={labels.actions} menu onClick={(event) => desk.menuBelow(row, event)}>
        <Ellipsis {...icon} />
      </RowButton>
    </li>
  );
}, sameRow);

const Initial = ({ model }) => (
  <span className="chat-initial" aria-hidden title={model || undefined}>
    {[...model].find((sign) => /\p{L}|\p{N}/u.test(sign))?.toUpperCase() ?? <MessageSquare size={11} strokeWidth={2} />}
  </span>
);

const Box = ({ checked }) => (
  <span className={checked ? "select-box checked" : "select-box"} aria-hidden>
    {checked && <Check size={12} strokeWidth={3} />}
  </span>
);

// Of the folders above each other the innermost says most; the others are in the tooltip.
const Chips = ({ tags, place }) => (
  <span className="chat-chips">
    {place && (
      <span className="chat-place" title={place}>
        <Folder size={11} strokeWidth={1.75} aria-hidden /> {place.split(" / ").at(-1)}
      </span>
    )}
    {tags.map((tag) => (
      <span key={tag.id} className="tag-chip" data-color={tag.color || undefined}>
        {tag.name}
      </span>
    ))}
  </span>
);

// Rows are one tab stop; their buttons are reached by pointer, and what they do by the row's keys.
const RowButton = ({ testid, label, title, menu, onClick, children }) => (
  <button type="button" className="icon-button row-menu" data-testid={testid} tabIndex={-1} aria-label={label} title={title} aria-haspopup={menu ? "menu" : undefined} onClick={onClick}>
    {children}
  </button>
);

export function RenameField({ name, label, longest, onDone }) {
  const field = useRef(null);
  const done = useRef(false);
  useEffect(() => {
    field.current.select();
  }, []);
  const finish = (text) => {
    if (done.current) return;
    done.current = true;
    onDone(text);
  };
  const pressed = (event) => {
    event.stopPropagation();
    if (event.key === "Enter" && !event.nativeEvent.isComposing) finish(field.current.value);
    if (event.key === "Escape") {
      event.preventDefault();
      finish(name);
    }
  };
  return (
    <input
      ref={field}
      className="rename-field"
      data-testid="rename-field"
      aria-label={label}
      defaultValue={name}
      maxLength={longest}
      onKeyDown={pressed}
      onBlur={() => finish(field.current.value)}
    />
  );
}

/** Chats of an open folder that are on their way; seen, they are asked for. */
export function Waiting({ row, label, onSeen }) {
  const place = useRef(null);
  const seen = useRef(onSeen);
  seen.current = onSeen;
  useEffect(() => {
    const observer = new IntersectionObserver(([entry]) => entry.isIntersecting && seen.current(), { rootMargin: "300px" });
    observer.observe(place.current);
    return () => observer.disconnect();
  }, [row.key]);
  return (
    <li ref={place} role="presentation" className="tree-waiting" style={level(row.level)} title={label}>
      {Array.from({ length: Math.min(row.count ?? 1, 3) }, (_, at) => (
        <span key={at} className="skeleton" />
      ))}
    </li>
  );
}
