// How a project is set, what may be done with all of it, and how it ends.
import { Card } from "$/public/external/chat_app/components/billing/library/card.jsx";
import { useFeature } from "$/public/external/chat_app/components/ui/library/features.js";
import { Ending } from "./ending.jsx";
import { ProjectBudgets } from "./project_budgets.jsx";
import { SettingsForm } from "./settings_form.jsx";
import { WholeProject } from "./whole_project.jsx";

export function Settings({ folder, rights, charging, currency, labels, budgetLabels, onChanged }) {
  const hasCredit = useFeature("billing") && charging;
  return (
    <div className="project-settings" data-testid="project-settings">
      {rights.manage ? <SettingsForm key={folder.id} {...{ folder, rights, labels, onChanged }} charging={hasCredit} /> : <p className="project-none">{labels.read_only}</p>}
      {rights.own && hasCredit && (
        <Card title={labels.money} text={labels.money_text} testid="project-money">
          <ProjectBudgets folder={folder} currency={currency} labels={budgetLabels} none={labels.budget_none} addLabel={labels.budget_add} />
        </Card>
      )}
      <WholeProject folder={folder} labels={labels} />
      {rights.manage && <Ending {...{ folder, rights, labels, onChanged }} />}
    </div>
  );
}
