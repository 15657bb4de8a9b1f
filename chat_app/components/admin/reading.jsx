// Somebody's chats, to be read only. The banner stays as long as the access is open.
import { useEffect, useRef } from "react";
import { Eye, FileText, MessageSquare } from "lucide-react";
import { PageHead } from "./frame.jsx";
import { Moment } from "./table.jsx";
import { fill } from "./words.js";

const icon = { size: 16, strokeWidth: 1.75, "aria-hidden": true };

export function ReadingPage(props) {
  const { person, access, ready, chatId, labels, onEnd } = props;
  useEnd(access.until, props.onOver);
  const back = { href: `/admin/users/${person.id}`, label: person.name };
  if (!ready) return <div aria-busy="true" className="admin-waiting" />;
  if (!access.id) {
    return (
      <div data-testid="reading-closed">
        <PageHead title={labels.title} back={back} />
        <p className="admin-empty">{labels.closed}</p>
      </div>
    );
  }
  return (
    <div data-testid="reading">
      <aside className="admin-banner" data-testid="reading-banner">
        <Eye {...icon} />
        <span>
          {fill(labels.banner, { name: person.name, reason: access.reason })} <Moment time={access.until} />
        </span>
        <button type="button" className="button" data-testid="reading-end" onClick={onEnd}>
          {labels.end}
        </button>
      </aside>
      {chatId ? <Chat {...props} /> : <Chats {...props} back={back} />}
    </div>
  );
}

// When the time is up, what was read leaves the page.
function useEnd(until, onOver) {
  const over = useRef(onOver);
  over.current = onOver;
  useEffect(() => {
    if (!until) return undefined;
    const timer = setTimeout(() => over.current(), Math.max(0, Date.parse(until) - Date.now()) + 500);
    return () => clearTimeout(timer);
  }, [until]);
}

function Chats({ chats, cursor, back, labels, onRead, onMore }) {
  return (
    <>
      <PageHead title={labels.title} back={back} />
      {!chats.length && <p className="admin-empty">{labels.empty}</p>}
      <ul className="admin-lines-list">
        {chats.map((chat) => (
          <li key={chat.id}>
            <MessageSquare {...icon} />
            <span>
              <button type="button" className="admin-row-button" data-testid="read-chat" onClick={() => onRead(chat.id)}>
                {chat.title}
              </button>
            </span>
            <small>
              <Moment time={chat.updated} />
            </small>
          </li>
        ))}
      </ul>
      {cursor && (
        <button type="button" className="button" onClick={onMore}>
          {labels.more}
        </button>
      )}
    </>
  );
}

function Chat({ title, messages, hasEarlier, labels, onRead, onEarlier }) {
  return (
    <article>
      <header className="admin-head">
        <div>
          <button type="button" className="admin-back" data-testid="reading-back" onClick={() => onRead("")}>
            ← {labels.all_chats}
          </button>
          <h1>{title || "…"}</h1>
        </div>
      </header>
      {hasEarlier && (
        <button type="button" className="button" onClick={onEarlier}>
          {labels.earlier}
        </button>
      )}
      {messages.map((message) => (
        <section key={message.id} className="admin-message" data-testid="read-message" data-role={message.role}>
          <header>
            <strong>{message.role === "user" ? labels.person : labels.assistant}</strong>
            <Moment time={message.at} />
            {message.model && <span>{message.model}</span>}
          </header>
          <div>{message.text}</div>
          {message.files.length > 0 && (
            <p className="admin-files">
              <FileText {...icon} /> {fill(labels.files, { names: message.files.join(", ") })}
            </p>
          )}
        </section>
      ))}
    </article>
  );
}
