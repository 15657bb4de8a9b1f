// What of the chat the chosen model cannot do, above the composer, with what can be done about it.
import { CircleAlert, Info, X } from "lucide-react";
import { runAction } from "$/public/external/chat_app/components/ui/library/actions.js";
import { openPanel } from "$/public/external/chat_app/components/layout/library/panel.js";

export function FitCard({ problems, shownFor, conversationId, labels, onChoose, onDropOldest, onDismiss }) {
  if (!problems.length || shownFor !== conversationId) return null;
  const blocked = problems.some((problem) => problem.blocks);
  return (
    <section className={blocked ? "fit-card blocked" : "fit-card"} role={blocked ? "alert" : "status"} aria-label={labels.title} data-testid="fit-card">
      <div className="fit-problems">
        {problems.map((problem) => (
          <Problem key={problem.text} problem={problem} labels={labels} onChoose={onChoose} onDropOldest={onDropOldest} />
        ))}
      </div>
      <button type="button" className="icon-button" aria-label={labels.dismiss} title={labels.dismiss} data-testid="fit-dismiss" onClick={onDismiss}>
        <X size={16} strokeWidth={1.75} aria-hidden />
      </button>
    </section>
  );
}

function Problem({ problem, labels, onChoose, onDropOldest }) {
  const Icon = problem.blocks ? CircleAlert : Info;
  const offered = new Set(problem.offers);
  return (
    <div className="fit-problem" data-testid={`fit-${problem.kind}`}>
      <Icon size={16} strokeWidth={1.75} aria-hidden />
      <div>
        <p>{problem.text}</p>
        <div className="fit-offers">
          {offered.has("summarise") && (
            <button type="button" className="text-button" data-testid="fit-summarise" onClick={() => runAction("summary.make")}>
              {labels.summarise}
            </button>
          )}
          {offered.has("drop_oldest") && (
            <button type="button" className="text-button" data-testid="fit-drop-oldest" onClick={onDropOldest}>
              {labels.drop_oldest}
            </button>
          )}
          {problem.models.map((model) => (
            <button key={model.id} type="button" className="text-button" data-testid="fit-switch" data-model={model.id} onClick={() => onChoose(model.id)}>
              {labels.switch_to.replace("{model}", model.label)}
            </button>
          ))}
          {problem.kind === "parameters" && (
            <button type="button" className="text-button" onClick={() => openPanel("parameters")}>
              {labels.parameters_open}
            </button>
          )}
        </div>
      </div>
    </div>
  );
}
