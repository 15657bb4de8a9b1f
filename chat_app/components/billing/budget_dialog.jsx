// Sets a budget: for what, how much in which time, and what happens at its end.
import { useEffect, useId, useState } from "react";
import { ApiError, api } from "$/public/external/chat_app/components/ui/library/api.js";
import { Dialog } from "$/public/external/chat_app/components/ui/library/dialog.jsx";
import { useLanguage } from "$/public/external/chat_app/components/ui/library/language.js";
import { nanoField, readNano } from "./money.js";

const PERIODS = ["day", "month", "total"];
const ACTIONS = ["stop", "ask", "warn"];
const FORM = "budget-form";

/** `budget` is {} for a new one, {scope, scope_id} where it is known for what. That stays: another thing has another budget. */
export function BudgetDialog({ budget, house, path, currency, labels, onClose, onSaved }) {
  const language = useLanguage();
  const [wish, setWish] = useState(() => ({
    scope: budget.scope ?? house?.scope ?? "user",
    scopeId: budget.scope_id ?? house?.scopeId ?? "",
    period: budget.period ?? "month",
    amount: budget.amount_nano ? nanoField(budget.amount_nano, language) : "",
    action: budget.action ?? "stop",
    warn: String(budget.warn_percent ?? 80),
  }));
  const [problem, setProblem] = useState("");
  const [busy, setBusy] = useState(false);
  const change = (changes) => setWish({ ...wish, ...changes });
  const send = async (event) => {
    event.preventDefault();
    const wrong = problemOf(wish, labels);
    setProblem(wrong);
    if (wrong || busy) return;
    setBusy(true);
    try {
      await api(path, { method: "PUT", body: bodyOf(wish) });
      onSaved();
      onClose();
    } catch (error) {
      setProblem((error instanceof ApiError && error.message) || labels.failed);
      setBusy(false);
    }
  };
  const footer = (
    <>
      <button type="button" className="button" onClick={onClose}>
        {labels.cancel}
      </button>
      <button type="submit" form={FORM} className="button primary" aria-disabled={busy} data-testid="budget-save">
        {labels.save}
      </button>
    </>
  );
  return (
    <Dialog open onClose={onClose} title={budget.id ? labels.edit_title : labels.add_title} closeLabel={labels.cancel} footer={footer} testid="budget-dialog">
      <form id={FORM} className="form" onSubmit={send} noValidate>
        {!budget.id && !budget.scope_id && <For wish={wish} house={house} labels={labels} onChange={change} />}
        <div className="budget-amount">
          <label className="form-field">
            <span className="form-label">{labels.amount.replace("{currency}", currency)}</span>
            <input className="form-input" inputMode="decimal" autoComplete="off" value={wish.amount} data-testid="budget-amount" aria-invalid={Boolean(problem) && readNano(wish.amount) === null} onChange={(event) => change({ amount: event.target.value })} />
          </label>
          <label className="form-field">
            <span className="form-label">{labels.period}</span>
            <select className="form-input" value={wish.period} disabled={Boolean(budget.id)} data-testid="budget-period" onChange={(event) => change({ period: event.target.value })}>
              {PERIODS.map((period) => (
                <option key={period} value={period}>
                  {labels[`period_${period}`]}
                </option>
              ))}
            </select>
          </label>
        </div>
        <Ends wish={wish} labels={labels} onChange={change} />
        <label className="form-field">
          <span className="form-label">{labels.warn}</span>
          <input className="form-input budget-percent" type="number" min={1} max={100} value={wish.warn} data-testid="budget-warn" onChange={(event) => change({ warn: event.target.value })} />
        </label>
        {problem && (
          <p className="form-problem" role="alert" data-testid="budget-problem">
            {problem}
          </p>
        )}
      </form>
    </Dialog>
  );
}

const problemOf = (wish, labels) => {
  const nano = readNano(wish.amount);
  if (!nano || nano === "0") return labels.amount_needed;
  if (["folder", "key"].includes(wish.scope) && !wish.scopeId) return labels.thing_needed;
  return Number.isInteger(Number(wish.warn)) && Number(wish.warn) >= 1 && Number(wish.warn) <= 100 ? "" : labels.warn_needed;
};

const bodyOf = (wish) => ({
  scope: wish.scope,
  scope_id: wish.scopeId,
  period: wish.period,
  amount_nano: readNano(wish.amount),
  action: wish.action,
  warn_percent: Number(wish.warn),
});

// What happens at the end, each with what it means.
function Ends({ wish, labels, onChange }) {
  const name = useId();
  return (
    <fieldset className="budget-ends">
      <legend className="form-label">{labels.action}</legend>
      {ACTIONS.map((action) => (
        <label key={action}>
          <input type="radio" name={name} value={action} checked={wish.action === action} data-testid={`budget-${action}`} onChange={() => onChange({ action })} />
          <span>
            {labels[`action_${action}`]}
            <small>{labels[`action_${action}_text`]}</small>
          </span>
        </label>
      ))}
    </fieldset>
  );
}

// What a new budget is for: oneself, a folder or a key; for a group, all together or each member.
function For({ wish, house, labels, onChange }) {
  const things = useThings(house ? "" : wish.scope);
  if (house?.scope === "user") return null;
  const scopes = house ? ["group", "member"] : ["user", "folder", "key"];
  return (
    <>
      <label className="form-field">
        <span className="form-label">{labels.for}</span>
        <select className="form-input" value={wish.scope} data-testid="budget-scope" onChange={(event) => onChange({ scope: event.target.value, scopeId: house?.scopeId ?? "" })}>
          {scopes.map((scope) => (
            <option key={scope} value={scope}>
              {labels[`for_${scope}`]}
            </option>
          ))}
        </select>
      </label>
      {!house && wish.scope !== "user" && (
        <label className="form-field">
          <span className="form-label">{labels[`for_${wish.scope}`]}</span>
          <select className="form-input" value={wish.scopeId} disabled={!things.length} data-testid="budget-thing" onChange={(event) => onChange({ scopeId: event.target.value })}>
            <option value="">{things.length ? labels.choose : labels[`no_${wish.scope}`]}</option>
            {things.map(({ id, name }) => (
              <option key={id} value={id}>
                {name}
              </option>
            ))}
          </select>
        </label>
      )}
    </>
  );
}

function useThings(scope) {
  const [things, setThings] = useState({});
  useEffect(() => {
    if (!["folder", "key"].includes(scope) || things[scope]) return;
    const found = scope === "folder" ? api("/folders").then(({ items }) => items) : api("/me/api-keys").then((keys) => keys.filter((key) => !key.revoked_at));
    found.catch(() => []).then((list) => setThings((before) => ({ ...before, [scope]: list })));
  }, [scope]);
  return things[scope] ?? [];
}
