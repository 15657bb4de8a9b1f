// Budgets: how much may be used, how much was, and what happens at the end. For a person, and for the people and groups that
// administrators limit (`house`: {scope: "user" | "group", scopeId}).
import { useCallback, useEffect, useState } from "react";
import { Plus } from "lucide-react";
import { ApiError, api } from "$/public/external/chat_app/components/ui/library/api.js";
import { BudgetDialog } from "./budget_dialog.jsx";
import { BudgetRow } from "./budget_row.jsx";
import { Card, Empty, Failed, Outline, icon } from "./card.jsx";
import "$/public/styles/billing.css";
import "$/public/styles/budgets.css";

const OWN = "/billing/budgets";
const HOUSE = "/admin/billing/budgets";
const MOST = 200;

export function Budgets({ house, currency, labels }) {
  const path = house ? HOUSE : OWN;
  const { budgets, failed, reload, take } = useBudgets(house, path);
  const [editing, setEditing] = useState(null);
  const add = (
    <button type="button" className="button" data-testid="budget-add" onClick={() => setEditing({})}>
      <Plus {...icon} />
      {labels.add}
    </button>
  );
  return (
    <Card title={labels.title} text={house ? labels.house_text : labels.text} action={budgets?.length > 0 && add} testid="budgets">
      {failed ? <Failed text={failed} labels={labels} onRetry={reload} /> : !budgets && <Outline rows={2} />}
      {budgets?.length === 0 && <Empty text={house ? labels.none_house : labels.none}>{add}</Empty>}
      {budgets?.length > 0 && (
        <ul className="budgets">
          {budgets.map((budget) => (
            <BudgetRow key={budget.id} budget={budget} house={house} path={path} currency={currency} labels={labels} onEdit={() => setEditing(budget)} onChanged={reload} onTake={take} />
          ))}
        </ul>
      )}
      {editing && <BudgetDialog budget={editing} house={house} path={path} currency={currency} labels={labels} onClose={() => setEditing(null)} onSaved={reload} />}
    </Card>
  );
}

function useBudgets(house, path) {
  const [state, setState] = useState({ budgets: null, failed: "" });
  const scopeId = house?.scopeId ?? "";
  const reload = useCallback(async () => {
    try {
      const found = await api(house ? `${path}?scope_id=${scopeId}&limit=${MOST}` : path);
      setState({ budgets: house ? found.items : found, failed: "" });
    } catch (error) {
      setState((before) => ({ ...before, failed: (error instanceof ApiError && error.message) || " " }));
    }
  }, [path, scopeId]);
  useEffect(() => {
    reload();
    const back = () => document.visibilityState === "visible" && reload();
    document.addEventListener("visibilitychange", back);
    return () => document.removeEventListener("visibilitychange", back);
  }, [reload]);
  const take = (budget) => setState((before) => ({ ...before, budgets: before.budgets.map((each) => (each.id === budget.id ? budget : each)) }));
  return { ...state, reload, take };
}
