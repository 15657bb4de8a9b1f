// One tab: what it shows and what the pointer does to it.
import { memo } from "react";
import { Columns2, MessageSquare, Pin, SquarePen, X } from "lucide-react";
import { addressOf, isPlainClick } from "$/public/external/chat_app/components/layout/library/address.js";

export const CHAT_TYPE = "application/x-parley-chat";

/** The model's mark: the initial of its name, or what goes on in the chat. */
export function TabMark({ tab, labels }) {
  if (tab.running) return <span className="tab-mark busy" role="img" aria-label={labels.running} />;
  const initial = (tab.model_label || "").trim().charAt(0).toUpperCase();
  return (
    <span className="tab-mark" data-provider={tab.provider} title={tab.model_label} aria-hidden>
      {initial || <MessageSquare size={11} strokeWidth={2} />}
    </span>
  );
}

export const titleOf = (tab, labels) => tab.title || labels.untitled;

export const TabItem = memo(function TabItem({ tab, active, labels, onShow, onClose, onMenu, onDrag }) {
  const name = titleOf(tab, labels);
  const unread = tab.unread && !active && !tab.share;
  const clicked = (event) => {
    if (!isPlainClick(event)) return;
    event.preventDefault();
    onShow(tab.id);
  };
  const middle = (event) => {
    if (event.button !== 1) return;
    event.preventDefault();
    onClose(tab.id);
  };
  const context = (event) => {
    event.preventDefault();
    // The menu key has no pointer: then the tab itself is where the menu belongs.
    const rect = event.clientX ? new DOMRect(event.clientX, event.clientY, 0, 0) : event.currentTarget.getBoundingClientRect();
    onMenu(tab.id, rect);
  };
  const started = (event) => {
    event.dataTransfer.setData(CHAT_TYPE, tab.id);
    event.dataTransfer.setData("text/uri-list", new URL(addressOf(tab.id), location.origin).href);
    event.dataTransfer.effectAllowed = "copyMove";
    onDrag(tab.id);
  };
  return (
    <li
      className="tab"
      data-testid="tab"
      data-id={tab.id}
      data-active={active}
      data-pinned={tab.pinned}
      data-running={tab.running}
      data-unread={unread}
      data-beside={tab.share > 0}
      draggable
      onDragStart={started}
      onDragEnd={() => onDrag("")}
      onMouseDown={(event) => event.button === 1 && event.preventDefault()}
      onAuxClick={middle}
      onContextMenu={context}
    >
      <a href={addressOf(tab.id)} className="tab-link" draggable={false} tabIndex={active ? 0 : -1} aria-current={active ? "page" : undefined} title={name} onClick={clicked}>
        <TabMark tab={tab} labels={labels} />
        <span className="tab-title">{name}</span>
        {tab.pinned && <Pin size={12} strokeWidth={1.75} className="tab-sign" role="img" aria-label={labels.pinned} />}
        {tab.share > 0 && <Columns2 size={14} strokeWidth={1.75} className="tab-sign" role="img" aria-label={labels.beside} />}
        {unread && <span className="unread-dot" role="img" aria-label={labels.unread} />}
      </a>
      {!tab.pinned && (
        <button type="button" className="tab-close" data-testid="tab-close" tabIndex={-1} aria-label={`${labels.close}: ${name}`} title={labels.closeHint} onClick={(event) => event.detail < 2 && onClose(tab.id)}>
          <X size={14} strokeWidth={1.75} aria-hidden />
        </button>
      )}
    </li>
  );
});

/** A chat that has not begun stands at the end of the strip while it is in front. */
export function NewTab({ labels, onClose }) {
  return (
    <li className="tab" data-testid="tab-new" data-active="true">
      <a href={addressOf("")} className="tab-link" aria-current="page" onClick={(event) => isPlainClick(event) && event.preventDefault()}>
        <span className="tab-mark">
          <SquarePen size={12} strokeWidth={1.75} aria-hidden />
        </span>
        <span className="tab-title">{labels.untitled}</span>
      </a>
      {onClose && (
        <button type="button" className="tab-close" tabIndex={-1} aria-label={`${labels.close}: ${labels.untitled}`} title={labels.closeHint} onClick={onClose}>
          <X size={14} strokeWidth={1.75} aria-hidden />
        </button>
      )}
    </li>
  );
}
