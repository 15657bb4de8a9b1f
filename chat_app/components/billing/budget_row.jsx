// One budget: whose it is, how full it is, and what can be done about it.
import { useState } from "react";
import { Pencil, Trash2 } from "lucide-react";
import { ConfirmDialog } from "$/public/external/chat_app/components/admin/library/confirm.jsx";
import { fill } from "$/public/external/chat_app/components/admin/library/words.js";
import { ApiError, api } from "$/public/external/chat_app/components/ui/library/api.js";
import { dayText } from "$/public/external/chat_app/components/ui/library/habits.js";
import { useLanguage } from "$/public/external/chat_app/components/ui/library/language.js";
import { icon } from "./card.jsx";
import { exactText, nanoText } from "./money.js";

// Thousandths, so that the smallest use is seen; whole numbers throughout.
const share = (part, all) => (all === 0n ? 1000 : Number((BigInt(part) * 1000n) / all)) / 10;

export function BudgetRow({ budget, house, path, currency, labels, onEdit, onChanged, onTake }) {
  const language = useLanguage();
  const allowed = BigInt(budget.amount_nano) + BigInt(budget.extra_nano);
  const used = Math.min(100, share(budget.used_nano, allowed));
  const held = Math.min(100 - used, share(budget.held_nano, allowed));
  const level = BigInt(budget.used_nano) >= allowed ? "full" : used >= budget.warn_percent ? "near" : "";
  const shown = (nano) => nanoText(nano, currency, language);
  const exact = (nano) => exactText(nano, currency, language);
  const sentence = fill(labels.used, { used: shown(budget.used_nano), allowed: shown(allowed) });
  return (
    <li className="budget" data-testid="budget" data-level={level || undefined} data-scope={budget.scope}>
      <div className="budget-head">
        <div className="budget-name">
          <strong>{nameOf(budget, house, labels)}</strong>
          <span className="budget-kind">
            {labels[`period_${budget.period}`]} · {labels[`action_${budget.action}`]}
          </span>
          {!house && !budget.mine && <span className="budget-by">{labels.by_house}</span>}
        </div>
        <Tools budget={budget} path={path} labels={labels} onEdit={onEdit} onChanged={onChanged} />
      </div>
      <div className="budget-bar" role="meter" aria-label={sentence} aria-valuemin={0} aria-valuemax={100} aria-valuenow={Math.round(used)}>
        <span className="budget-used" style={{ inlineSize: `${used}%` }} />
        <span className="budget-held" style={{ inlineSize: `${held}%` }} />
      </div>
      <p className="budget-figures">
        <span title={`${exact(budget.used_nano)} / ${exact(allowed)}`}>{sentence}</span>
        {BigInt(budget.held_nano) > 0n && <span>{fill(labels.held, { amount: shown(budget.held_nano) })}</span>}
        {BigInt(budget.extra_nano) > 0n && <span>{fill(labels.extra, { amount: shown(budget.extra_nano) })}</span>}
        {budget.ends_at && <span>{fill(labels.anew, { day: dayText(budget.ends_at.slice(0, 10), language) })}</span>}
        {house && budget.scope === "member" && <span>{labels.most_used}</span>}
      </p>
      {budget.can_allow && level && <AllowMore budget={budget} labels={labels} amount={shown(budget.amount_nano)} onTake={onTake} />}
    </li>
  );
}

// Where a person or a group is on show, its name need not be said again.
const nameOf = (budget, house, labels) => {
  if (house) return budget.scope === "user" ? labels.of_user : labels[`for_${budget.scope}`];
  if (budget.scope === "user") return labels.of_me;
  return fill(labels[`of_${budget.scope}`], { name: budget.name || labels.gone });
};

function Tools({ budget, path, labels, onEdit, onChanged }) {
  const [asking, setAsking] = useState(false);
  if (!budget.can_change) return null;
  const remove = async () => {
    await api(`${path}/${budget.id}`, { method: "DELETE" }).catch(() => null);
    onChanged();
  };
  return (
    <span className="budget-tools">
      <button type="button" className="icon-button" aria-label={labels.edit} title={labels.edit} data-testid="budget-edit" onClick={onEdit}>
        <Pencil {...icon} />
      </button>
      <button type="button" className="icon-button" aria-label={labels.remove} title={labels.remove} data-testid="budget-remove" onClick={() => setAsking(true)}>
        <Trash2 {...icon} />
      </button>
      {asking && <ConfirmDialog title={labels.remove_title} text={labels.remove_text} confirmLabel={labels.remove} cancelLabel={labels.cancel} onConfirm={remove} onClose={() => setAsking(false)} />}
    </span>
  );
}

/** Goes beyond a budget once; what the person saw travels along, so that a second click is the same answer. */
export function AllowMore({ budget, labels, amount, onTake, className = "button" }) {
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState("");
  const allow = async () => {
    setBusy(true);
    try {
      onTake(await api(`/billing/budgets/${budget.id}/allow`, { method: "POST", body: { seen_extra_nano: budget.extra_nano } }));
      setProblem("");
    } catch (error) {
      setProblem((error instanceof ApiError && error.message) || labels.failed);
    }
    setBusy(false);
  };
  return (
    <>
      <button type="button" className={className} aria-disabled={busy} data-testid="allow-more" onClick={() => busy || allow()}>
        {fill(labels.allow, { amount })}
      </button>
      {problem && (
        <p className="form-problem" role="alert">
          {problem}
        </p>
      )}
    </>
  );
}
