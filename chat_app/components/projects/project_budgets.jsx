// The budgets that the owner set for a project, and the form of one.
import { useState } from "react";
import { Plus } from "lucide-react";
import { BudgetDialog } from "$/public/external/chat_app/components/billing/library/budget_dialog.jsx";
import { BudgetRow } from "$/public/external/chat_app/components/billing/library/budget_row.jsx";
import { Failed, Outline } from "$/public/external/chat_app/components/billing/library/card.jsx";
import { useLive } from "./live.js";
import { icon } from "./shared.jsx";
import "$/public/styles/budgets.css";

const PATH = "/billing/budgets";

/** `labels` are those of the list of budgets; with `addLabel` one can be set here. */
export function ProjectBudgets({ folder, currency, labels, none, addLabel }) {
  const { data, failed, reload } = useLive(PATH);
  const [editing, setEditing] = useState(null);
  if (!data) return failed ? <Failed text={failed} labels={labels} onRetry={reload} /> : <Outline rows={1} />;
  const own = data.filter(({ scope, scope_id }) => scope === "folder" && scope_id === folder.id);
  return (
    <div className="project-budgets" data-testid="project-budgets">
      {own.length === 0 && <p className="project-none">{none}</p>}
      {own.length > 0 && (
        <ul className="budgets">
          {own.map((budget) => (
            <BudgetRow key={budget.id} budget={budget} path={PATH} currency={currency} labels={labels} onEdit={() => setEditing(budget)} onChanged={reload} onTake={reload} />
          ))}
        </ul>
      )}
      {addLabel && (
        <button type="button" className="button" data-testid="project-budget-add" onClick={() => setEditing({ scope: "folder", scope_id: folder.id })}>
          <Plus {...icon} />
          {addLabel}
        </button>
      )}
      {editing && <BudgetDialog budget={editing} path={PATH} currency={currency} labels={labels} onClose={() => setEditing(null)} onSaved={reload} />}
    </div>
  );
}
