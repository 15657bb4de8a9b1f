// Above the composer: the models that answer, whether their names are hidden, and from where the chat goes on.
import { BarChart3, Columns2, EyeOff, Plus, X } from "lucide-react";
import { openPanel } from "$/public/external/chat_app/components/layout/library/panel.js";
import { runAction, useAction } from "$/public/external/chat_app/components/ui/library/actions.js";
import { newKey } from "$/public/external/chat_app/components/ui/library/intent.js";
import { fill } from "./columns.js";

const MOST = 6;
const icon = { size: 14, strokeWidth: 1.75, "aria-hidden": true };

// Without a model to add, the list to choose from opens.
const pickModel = () => document.querySelector('[data-testid="model-picker"]')?.click();

export function CompareBar({ models, blind, goesOnName, labels, onAdd, onRemove, onBlind, onAnswer }) {
  useAction("compare.add", (modelId) => (modelId ? onAdd(modelId) : pickModel()));
  useAction("compare.remove", (modelId) => onRemove(modelId));
  useAction("compare.blind", () => onBlind(!blind));
  useAction("compare.answer", (messageId, modelId) => onAnswer(messageId, modelId, newKey()));
  useAction("standings.open", () => openPanel("standings"));
  if (!models.length && !goesOnName) return null;
  return (
    <div className="compare-bar" role="group" aria-label={labels.bar} data-testid="compare-bar">
      {models.length > 0 && (
        <>
          <Columns2 {...icon} />
          <ul className="compare-chips" aria-label={labels.models}>
            {models.map(({ id, label }) => (
              <li key={id} className="chip" data-testid="compare-chip">
                <span className="chip-text">{label}</span>
                <button type="button" className="chip-button" aria-label={fill(labels.remove, { name: label })} title={fill(labels.remove, { name: label })} onClick={() => onRemove(id)}>
                  <X {...icon} />
                </button>
              </li>
            ))}
          </ul>
          {models.length < MOST && (
            <button type="button" className="icon-button" data-testid="compare-more" aria-label={labels.add} title={labels.add} onClick={() => runAction("compare.add")}>
              <Plus {...icon} size={16} />
            </button>
          )}
          <button type="button" className="compare-blind" data-testid="compare-blind" aria-pressed={blind} title={labels.blindHint} onClick={() => onBlind(!blind)}>
            <EyeOff {...icon} />
            {labels.blind}
          </button>
          <button type="button" className="icon-button compare-rates" aria-label={labels.standings} title={labels.standings} onClick={() => openPanel("standings")}>
            <BarChart3 {...icon} size={16} />
          </button>
        </>
      )}
      {goesOnName && (
        <p className="compare-next" data-testid="compare-next">
          {fill(labels.nextFrom, { name: goesOnName })}
        </p>
      )}
    </div>
  );
}
