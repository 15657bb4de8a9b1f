// A new key: what it is called, what it may do, for how long and for how much.
import { useId, useState } from "react";
import { useFeaturesOff } from "$/public/external/chat_app/components/ui/library/features.js";
import { useHabits } from "$/public/external/chat_app/components/ui/library/habits.js";
import { keys } from "./calls.js";
import { Field, TextField } from "./fields.jsx";
import { FormDialog } from "./form_dialog.jsx";
import { Missing } from "./task.js";

const DAY = 86_400_000;
const DAYS = [30, 90, 365, 0];
const USUAL = new Set(["chat", "models"]);
const NANO = 1_000_000_000;
const MILLION = 1_000_000;

/** An amount in the reader's currency as nano-dollars; null for none, NaN for what is no amount. */
function nanoOf(text, { currency, exchangeRate }) {
  if (!text.trim()) return null;
  const amount = Number(text.trim().replace(",", "."));
  if (!(amount >= 0)) return NaN;
  return Math.round((amount * NANO * MILLION) / (currency === "USD" ? MILLION : exchangeRate));
}

export function KeyDialog({ scopes, labels, onMade, onClose }) {
  const off = useFeaturesOff();
  const habits = useHabits();
  const allowed = scopes.filter(({ id }) => !off.has(id));
  const [chosen, setChosen] = useState(() => new Set(allowed.map(({ id }) => id).filter((id) => USUAL.has(id))));
  const toggle = (id) => setChosen((before) => new Set(before.has(id) ? [...before].filter((one) => one !== id) : [...before, id]));
  const send = async ({ name, days, budget }) => {
    const budgetNano = nanoOf(budget, habits);
    if (!name.trim()) throw new Missing(labels.nameMissing);
    if (!chosen.size) throw new Missing(labels.scopesMissing);
    if (Number.isNaN(budgetNano)) throw new Missing(labels.budgetWrong);
    const made = await keys.create({
      name: name.trim(),
      scopes: [...chosen],
      expires_at: Number(days) ? new Date(Date.now() + Number(days) * DAY).toISOString() : null,
      budget_nano: budgetNano,
    });
    onMade(made.secret);
  };
  return (
    <FormDialog title={labels.createTitle} submit={labels.create} labels={labels} testid="key-dialog" onSubmit={send} onClose={onClose}>
      <TextField label={labels.name} help={labels.nameHelp} name="name" maxLength={100} data-testid="key-name" />
      <Scopes scopes={allowed} chosen={chosen} onToggle={toggle} labels={labels} />
      <div className="form-pair">
        <Field label={labels.expires}>
          {(props) => (
            <select className="select" name="days" defaultValue={90} data-testid="key-days" {...props}>
              {DAYS.map((days) => (
                <option key={days} value={days}>
                  {labels[`days${days}`]}
                </option>
              ))}
            </select>
          )}
        </Field>
        <TextField label={`${labels.budget} (${habits.currency})`} help={labels.budgetHelp} name="budget" inputMode="decimal" maxLength={12} data-testid="key-budget" />
      </div>
    </FormDialog>
  );
}

function Scopes({ scopes, chosen, onToggle, labels }) {
  const id = useId();
  return (
    <fieldset className="scopes">
      <legend className="form-label">{labels.scopes}</legend>
      {scopes.map((scope) => (
        <label key={scope.id} className="scope">
          <input type="checkbox" checked={chosen.has(scope.id)} aria-describedby={`${id}-${scope.id}`} data-testid={`scope-${scope.id}`} onChange={() => onToggle(scope.id)} />
          <span>
            {scope.label}
            <small id={`${id}-${scope.id}`}>{scope.help}</small>
          </span>
        </label>
      ))}
    </fieldset>
  );
}
