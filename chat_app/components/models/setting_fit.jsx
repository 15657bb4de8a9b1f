// Where a model is chosen for many chats: what of the setting it cannot do, in words, with models that can.
import { useEffect, useState } from "react";
import { CircleAlert, Info } from "lucide-react";
import { api } from "$/public/external/chat_app/components/ui/library/api.js";
import { useLanguage } from "$/public/external/chat_app/components/ui/library/language.js";

const PAUSE = 400;
const MOST_OFFERS = 3;
const NONE = [];

const fill = (text, values) => text.replace(/\{(\w+)\}/g, (whole, name) => values[name] ?? whole);

/** `told` are the instructions, `models` those to choose from; `onChoose(id)` takes another one. */
export function SettingFit({ modelId, told, parameters, models, labels, onChoose }) {
  const language = useLanguage();
  const problems = useProblems(modelId, told, parameters);
  const labelOf = (id) => models.find((each) => each.id === id)?.label ?? id.slice(id.indexOf("/") + 1);
  const shown = problems.filter((problem) => labels[`fit_${problem.kind}`]);
  return (
    <div className="setting-fit" role="status" data-testid="setting-fit">
      {shown.map((problem) => {
        const Icon = problem.blocks ? CircleAlert : Info;
        return (
          <div key={problem.kind} className={problem.blocks ? "fit-problem blocked" : "fit-problem"} data-testid={`setting-fit-${problem.kind}`}>
            <Icon size={16} strokeWidth={1.75} aria-hidden />
            <div>
              <p>{sentence(problem, labelOf(modelId), labels, language)}</p>
              {problem.model_ids.length > 0 && (
                <div className="fit-offers">
                  {problem.model_ids.slice(0, MOST_OFFERS).map((id) => (
                    <button key={id} type="button" className="text-button" data-testid="setting-fit-switch" data-model={id} onClick={() => onChoose(id)}>
                      {fill(labels.fit_switch_to, { model: labelOf(id) })}
                    </button>
                  ))}
                </div>
              )}
            </div>
          </div>
        );
      })}
    </div>
  );
}

function sentence(problem, model, labels, language) {
  const figures = new Intl.NumberFormat(language);
  const day = problem.date && new Intl.DateTimeFormat(language, { dateStyle: "medium", timeZone: "UTC" }).format(new Date(problem.date));
  const names = problem.parameters.map((name) => labels[`parameter_${name}`] ?? name).join(", ");
  const [over, room, tokens] = [problem.over, problem.room, problem.tokens].map((figure) => figures.format(figure));
  return fill(labels[`fit_${problem.kind}`], { model, names, over, room, tokens, date: day });
}

// Asked when the typing rests; until then what was said of this model stays.
function useProblems(modelId, told, parameters) {
  const [found, setFound] = useState({ modelId: "", problems: NONE });
  useEffect(() => {
    if (!modelId) return undefined;
    const control = new AbortController();
    const timer = setTimeout(() => {
      api("/models/fit", { method: "POST", signal: control.signal, body: { model_id: modelId, system_prompt: told, parameters: parameters ?? {} } })
        .then(({ problems }) => !control.signal.aborted && setFound({ modelId, problems }))
        // Saving says what is wrong with texts and models that the check does not take.
        .catch(() => !control.signal.aborted && setFound({ modelId, problems: NONE }));
    }, PAUSE);
    return () => {
      clearTimeout(timer);
      control.abort();
    };
  }, [modelId, told, parameters]);
  return modelId && found.modelId === modelId ? found.problems : NONE;
}
