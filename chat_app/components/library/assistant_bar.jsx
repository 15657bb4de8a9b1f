// Above the composer: whom the chat talks to, and what one could begin with.
import { X } from "lucide-react";
import { sendText } from "$/public/external/chat_app/components/chat/library/composer_handle.js";
import { Avatar } from "./avatar.jsx";

export function AssistantBar({ assistant, labels, starters, onLeave }) {
  return (
    <div className="assistant-bar" data-testid="assistant-bar">
      <span className="chip">
        <Avatar avatar={assistant.avatar} size={14} />
        <span className="chip-text">{assistant.name}</span>
        <button type="button" className="chip-button" aria-label={labels.leave} title={labels.leave} data-testid="assistant-leave" onClick={onLeave}>
          <X size={14} strokeWidth={1.75} aria-hidden />
        </button>
      </span>
      {starters &&
        assistant.starters.map((text) => (
          <button key={text} type="button" className="chip assistant-starter" data-testid="assistant-starter" onClick={() => sendText(text)}>
            <span className="chip-text">{text}</span>
          </button>
        ))}
    </div>
  );
}
