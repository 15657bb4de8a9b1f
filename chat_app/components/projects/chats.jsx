// The chats of a project, the last used first.
import { useCallback, useEffect, useState } from "react";
import { LoaderCircle, SquarePen } from "lucide-react";
import { api } from "$/public/external/chat_app/components/ui/library/api.js";
import { useAsked } from "$/public/external/chat_app/components/ui/library/remote.js";
import { AdminLink } from "$/public/external/chat_app/components/admin/library/frame.jsx";
import { Moment } from "$/public/external/chat_app/components/admin/library/table.jsx";
import { Card, Empty, Failed, Outline } from "$/public/external/chat_app/components/billing/library/card.jsx";
import { goTo } from "$/public/external/chat_app/components/layout/library/navigation.js";
import { useProjectNews } from "./live.js";
import { icon } from "./shared.jsx";

const PAGE = 50;

export function Chats({ folder, rights, labels }) {
  const { data: chats, failed, reload, more, hasMore } = useChats(folder.id);
  const begin = rights.edit && (
    <button type="button" className="button" data-testid="chat-here" onClick={() => goTo(`/?folder=${folder.id}`)}>
      <SquarePen {...icon} />
      {labels.new_chat}
    </button>
  );
  return (
    <Card title={labels.title} action={chats?.length > 0 && begin} testid="project-chats">
      {failed && <Failed text={failed} labels={labels} onRetry={reload} />}
      {!chats && !failed && <Outline rows={4} />}
      {chats?.length === 0 && <Empty text={rights.edit ? labels.none : labels.none_viewer}>{begin}</Empty>}
      <ul className="project-rows">
        {chats?.map((chat) => (
          <ChatRow key={chat.id} chat={chat} labels={labels} />
        ))}
      </ul>
      {hasMore && (
        <button type="button" className="button" data-testid="more-chats" onClick={more}>
          {labels.more}
        </button>
      )}
    </Card>
  );
}

function ChatRow({ chat, labels }) {
  return (
    <li>
      <AdminLink href={`/c/${chat.id}`} className="project-row" testid="project-chat">
        <span className="project-row-name">{chat.title || labels.untitled}</span>
        {chat.running && <LoaderCircle size={14} strokeWidth={1.75} className="project-running" aria-label={labels.running} />}
        {chat.unread && !chat.running && <span className="project-unread" role="img" aria-label={labels.unread} title={labels.unread} />}
        <Moment time={chat.updated_at} />
      </AdminLink>
    </li>
  );
}

// As many pages as the reader asked for, read anew together.
function useChats(folderId) {
  const [pages, setPages] = useState(1);
  const asked = useAsked(useCallback(() => readPages(folderId, pages), [folderId, pages]));
  useEffect(() => {
    asked.reload();
  }, [asked.reload]);
  useProjectNews(asked.reload);
  return { ...asked, data: asked.data?.items ?? null, hasMore: Boolean(asked.data?.next), more: () => setPages(pages + 1) };
}

async function readPages(folderId, pages) {
  const items = [];
  let next = "";
  for (let page = 0; page < pages && (page === 0 || next); page += 1) {
    const found = await api(`/conversations?folder_id=${folderId}&limit=${PAGE}&cursor=${encodeURIComponent(next)}`);
    items.push(...found.items);
    next = found.next_cursor;
  }
  return { items, next };
}
