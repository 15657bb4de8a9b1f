// Tokens, cost and seconds in one faint line; a click tells the rest.
import { Popover } from "$/public/external/chat_app/components/ui/library/popover.jsx";

export function MessageMeta({ message, label }) {
  return (
    <Popover
      align="end"
      panelProps={{ role: "dialog", "aria-label": label }}
      button={(props) => (
        <button {...props} className="meta meta-button" title={message.details}>
          <span className="meta-part" data-testid="message-tokens">
            {message.tokens_label}
          </span>
          {message.cost_label && (
            <span className="meta-part" data-testid="message-cost">
              {message.cost_label}
            </span>
          )}
          {message.time_label && <span className="meta-part">{message.time_label}</span>}
        </button>
      )}
    >
      {() => <p className="meta-details">{message.details}</p>}
    </Popover>
  );
}
