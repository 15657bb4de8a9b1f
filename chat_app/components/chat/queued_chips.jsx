// Messages that wait for the answer before them.
import { Clock, SendHorizontal, X } from "lucide-react";

export function QueuedChips({ queued, running, labels, onDiscard, onSendQueued }) {
  if (!queued?.length) return null;
  return (
    <ul className="queued" aria-label={labels.queue}>
      {queued.map(({ id, text }) => (
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
    </ul>
  );
}
