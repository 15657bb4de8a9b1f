// What was found: by chat or as one list, every row an option of the field above.
import { memo, useMemo } from "react";
import { Archive, FileText, MessageSquare, Sparkles, Trash2, User } from "lucide-react";
import { addressOf } from "$/public/external/chat_app/components/layout/library/address.js";

const KINDS = { chat: MessageSquare, file: FileText };

export const hitAddress = ({ conversation_id, message_id }) => `${addressOf(conversation_id)}${message_id ? `?m=${message_id}` : ""}`;

/** @returns {{key, title, hits}[]} chats in the order of their best hits; the title's own hit comes first */
export const groupsOf = (hits) => {
  const groups = new Map();
  for (const hit of hits) {
    if (!groups.has(hit.conversation_id)) groups.set(hit.conversation_id, { key: hit.conversation_id, title: hit.title, hits: [] });
    const group = groups.get(hit.conversation_id);
    if (hit.kind === "chat") group.hits.unshift(hit);
    else group.hits.push(hit);
  }
  return [...groups.values()];
};

export function Hits({ hits, grouped, active, offset, labels, onOpen }) {
  const groups = useMemo(() => (grouped ? groupsOf(hits) : []), [hits, grouped]);
  const row = (hit, index, flat) => (
    <Row key={hit.key} hit={hit} id={`hit-${offset + index}`} active={active === offset + index} flat={flat} labels={labels} onOpen={onOpen} />
  );
  if (!grouped) return hits.map((hit, index) => row(hit, index, true));
  let index = 0;
  return groups.map((group) => {
    const rows = group.hits.map((hit) => row(hit, index++, false));
    // A chat whose title was found has that row as its heading.
    if (group.hits[0].kind === "chat") return <div key={group.key} className="hit-group">{rows}</div>;
    return (
      <div key={group.key} className="hit-group" role="group" aria-labelledby={`group-${group.key}`}>
        <p className="hit-chat" id={`group-${group.key}`}>
          <Marked parts={group.title} fallback={labels.untitled} />
        </p>
        {rows}
      </div>
    );
  });
}

const Row = memo(function Row({ hit, id, active, flat, labels, onOpen }) {
  const isChat = hit.kind === "chat";
  const Icon = KINDS[hit.kind] ?? (hit.role === "assistant" ? Sparkles : User);
  const who = isChat ? labels.chat : hit.kind === "file" ? labels.file : hit.role === "assistant" ? hit.model || labels.answer : labels.you;
  return (
    <a
      href={hitAddress(hit)}
      id={id}
      role="option"
      aria-selected={active}
      tabIndex={-1}
      className="hit"
      data-kind={hit.kind}
      data-testid="search-hit"
      data-message={hit.message_id || undefined}
      onClick={(event) => onOpen(hit, event)}
    >
      <span className="hit-head">
        <Icon size={14} strokeWidth={1.75} aria-hidden />
        <span className="hit-who">{isChat ? <Marked parts={hit.title} fallback={labels.untitled} /> : flat ? <Marked parts={hit.title} fallback={labels.untitled} /> : who}</span>
        {hit.archived && <Archive size={13} strokeWidth={1.75} role="img" aria-label={labels.archived} />}
        {hit.trashed && <Trash2 size={13} strokeWidth={1.75} role="img" aria-label={labels.trashed} />}
        <time>{hit.day}</time>
      </span>
      {!isChat && (
        <span className="hit-text">
          {flat && <span className="hit-by">{who}: </span>}
          <Marked parts={hit.snippet} fallback="" />
        </span>
      )}
      {hit.trashed && <span className="hit-restore">{labels.restore}</span>}
    </a>
  );
});

function Marked({ parts, fallback }) {
  if (!parts.length) return fallback;
  return parts.map(({ text, marked }, index) => (marked ? <mark key={index}>{text}</mark> : text));
}
