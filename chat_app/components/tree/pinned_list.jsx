// The pinned messages of a chat.
import { useEffect, useRef } from "react";
import { PinOff } from "lucide-react";
import { closePanel } from "$/public/external/chat_app/components/layout/library/panel.js";

const coversPage = () => matchMedia("(max-width: 860px)").matches;

export function PinnedList({ pins, conversationId, stamp, labels, onLoad, onGo, onUnpin }) {
  const load = useRef(onLoad);
  load.current = onLoad;
  useEffect(() => {
    load.current();
  }, [conversationId, stamp]);
  const go = (id) => {
    onGo(id);
    if (coversPage()) closePanel();
  };
  if (!pins.length) return <p className="panel-empty">{labels.empty}</p>;
  return (
    <ul className="pins">
      {pins.map((pin) => (
        <li key={pin.id} className="pin" data-testid="pin">
          <button type="button" className="pin-go" title={labels.go} onClick={() => go(pin.id)}>
            <span className="pin-author">{pin.author}</span>
            <span className="pin-text">{pin.excerpt}</span>
          </button>
          <button type="button" className="icon-button" aria-label={labels.unpin} title={labels.unpin} data-testid="unpin" onClick={() => onUnpin(pin.id, false)}>
            <PinOff size={16} strokeWidth={1.75} aria-hidden />
          </button>
        </li>
      ))}
    </ul>
  );
}
