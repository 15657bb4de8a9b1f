// Tokens, cost and seconds in one faint line; a click tells how the cost came about.
import { CostLines } from "$/public/external/chat_app/components/models/library/cost_lines.jsx";
import { Popover } from "$/public/external/chat_app/components/ui/library/popover.jsx";

export function MessageMeta({ message, label, labels, cost, onOpen }) {
  return (
    <Popover
      className="cost-panel"
      panelProps={{ role: "dialog", "aria-label": label, "data-testid": "cost-panel" }}
      onOpen={() => onOpen(message.id)}
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
      {() => (cost.message_id === message.id && cost.lines.length > 0 ? <Cost cost={cost} labels={labels} /> : <Figures text={message.details} note={cost.message_id === message.id ? cost.note : ""} />)}
    </Popover>
  );
}

// What the page knows by itself: until the lines have come, and where there are none.
function Figures({ text, note }) {
  return (
    <>
      <p className="meta-details">{text}</p>
      {note && <p className="cost-note">{note}</p>}
    </>
  );
}

function Cost({ cost, labels }) {
  return (
    <>
      <CostLines className="cost-lines" lines={cost.lines} total={cost.total} labels={{ ...labels, caption: labels.label }} />
      {cost.note && <p className="cost-note">{cost.note}</p>}
      <ul className="cost-facts">
        {cost.facts.map((fact) => (
          <li key={fact}>{fact}</li>
        ))}
      </ul>
    </>
  );
}
