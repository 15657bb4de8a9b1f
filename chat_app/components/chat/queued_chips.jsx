// Messages that wait for the answer before them.
import { Clock, CloudUpload, SendHorizontal, X } from "lucide-react";
import { useOutbox } from "./outbox.js";

export function QueuedChips({ conversationId, queued, running, labels, onDiscard, onSendQueued }) {
  // What waits for the server, because it is away, say, is shown as well.
  const leaving = useOutbox().filter((entry) => entry.queued && entry.conversationId === conversationId);
  if (!queued?.length && !leaving.length) return null;
  return (
    <ul className="queued" aria-label={labels.queue}>
      {(queued ?? []).map(({ id, text }) => (
        <li key={id} className="chip" data-testid="queued">
          <Clock size={14} strokeWidth={1.75} aria-hidden />
          <span className="chip-text">{text}</span>
          {!running && (
            <button type="button" className="chip-button" aria-label={labels.sendNow} title={labels.sendNow} onClick={() => onSendQueued(id)}>
              <SendHorizontal size={14} strokeWidth={1.75} aria-hidden />
            </button>
          )}
          <button type="button" className="chip-button" data-testid="queued-remove" aria-label={labels.discard} title={labels.discard} onClick={() => onDiscard(id)}>
            <X size={14} strokeWidth={1.75} aria-hidden />
          </button>
        </li>
      ))}
      {leaving.map(({ key, text }) => (
        <li key={key} className="chip" data-testid="queued-leaving">
          <CloudUpload size={14} strokeWidth={1.75} role="img" aria-label={labels.leaving} />
          <span className="chip-text">{text}</span>
        </li>
      ))}
    </ul>
  );
}
