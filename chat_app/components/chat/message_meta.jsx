// Tokens, cost and seconds in one faint line; a click tells how the cost came about.
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
      <table className="cost-lines">
        <caption>{labels.label}</caption>
        <thead>
          <tr>
            <th scope="col">{labels.kind}</th>
            <th scope="col">{labels.count}</th>
            <th scope="col">{labels.rate}</th>
            <th scope="col">{labels.amount}</th>
          </tr>
        </thead>
        <tbody>
          {cost.lines.map((line, index) => (
            <tr key={index} data-testid="cost-line">
              <th scope="row">{line.kind}</th>
              <td>{line.count}</td>
              <td>{line.rate}</td>
              <td>{line.amount}</td>
            </tr>
          ))}
        </tbody>
        <tfoot>
          <tr>
            <th scope="row" colSpan={3}>
              {labels.total}
            </th>
            <td data-testid="cost-total">{cost.total}</td>
          </tr>
        </tfoot>
      </table>
      {cost.note && <p className="cost-note">{cost.note}</p>}
      <ul className="cost-facts">
        {cost.facts.map((fact) => (
          <li key={fact}>{fact}</li>
        ))}
      </ul>
    </>
  );
}
