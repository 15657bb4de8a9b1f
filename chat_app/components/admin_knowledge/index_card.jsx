// Which model makes the vectors of passages, and how far that is.
import { useEffect, useState } from "react";
import { ListOrdered, Repeat2 } from "lucide-react";
import { useTask } from "$/public/external/chat_app/components/account/library/task.js";
import { fill } from "$/public/external/chat_app/components/admin/library/words.js";
import { Card, Failed, Outline, icon } from "$/public/external/chat_app/components/billing/library/card.jsx";
import { api } from "$/public/external/chat_app/components/ui/library/api.js";
import { useLanguage } from "$/public/external/chat_app/components/ui/library/language.js";
import { useRemote } from "$/public/external/chat_app/components/ui/library/remote.js";
import { Limit } from "./limit.jsx";
import { SwitchDialog } from "./switch_dialog.jsx";

export const BASE = "/admin/knowledge";
const AGAIN = 4_000;

export function IndexCard({ labels }) {
  const { data, failed, reload } = useRemote(BASE);
  const [choosing, setChoosing] = useState(false);
  const [note, setNote] = useState("");
  const { busy, problem, run } = useTask(labels.failed);
  useEffect(() => {
    const timer = setInterval(() => document.visibilityState === "visible" && reload(), AGAIN);
    return () => clearInterval(timer);
  }, [reload]);
  const optimize = () => run(async () => setNote((await api(`${BASE}/optimize`, { method: "POST" })).done ? labels.optimized : labels.in_order));
  return (
    <Card title={labels.finding} text={labels.finding_text} testid="knowledge-index">
      {!data && (failed ? <Failed text={failed} labels={labels} onRetry={reload} /> : <Outline rows={3} />)}
      {data && (
        <>
          <State state={data} labels={labels} />
          <div className="account-row">
            <button type="button" className="button primary" data-testid="choose-model" onClick={() => setChoosing(true)}>
              <Repeat2 {...icon} />
              {labels.choose}
            </button>
            <button type="button" className="button" aria-busy={busy} data-testid="optimize-index" onClick={optimize}>
              <ListOrdered {...icon} />
              {labels.optimize}
            </button>
            <span role="status" className="saved-note" data-testid="optimized">
              {note}
            </span>
          </div>
          {problem && (
            <p className="admin-field-problem" role="alert">
              {problem}
            </p>
          )}
          <Limit value={data.documents_per_person} labels={labels} onSaved={reload} />
        </>
      )}
      {choosing && <SwitchDialog state={data} labels={labels} onClose={() => setChoosing(false)} onDone={reload} />}
    </Card>
  );
}

function State({ state, labels }) {
  const language = useLanguage();
  const figure = new Intl.NumberFormat(language);
  const made = state.texts - state.missing;
  const [name, where] = nameOf(state, labels);
  return (
    <div className="knowledge-state" data-testid="index-state" data-chosen={state.chosen} data-missing={state.missing}>
      <dl className="knowledge-facts">
        <dt>{labels.in_use}</dt>
        <dd>
          <b data-testid="model-in-use">{name}</b>
          <span>{where}</span>
        </dd>
      </dl>
      {!state.available && (
        <p className="admin-problem" role="alert">
          {labels.away}
        </p>
      )}
      {state.texts === 0 && <p className="setting-help">{labels.nothing_yet}</p>}
      {state.missing > 0 && (
        <div className="knowledge-progress">
          <progress max={state.texts} value={made} aria-label={labels.filling} />
          <p className="setting-help figure" data-testid="index-progress">
            {fill(state.serving === chosenModel(state) ? labels.missing : labels.filling, { made: figure.format(made), all: figure.format(state.texts), old: state.serving || labels.words_only })}
          </p>
        </div>
      )}
      {state.waiting > 0 && <p className="setting-help">{fill(labels.waiting, { count: figure.format(state.waiting) })}</p>}
    </div>
  );
}

const chosenModel = (state) => (state.chosen === "none" ? "" : state.chosen || state.local);

function nameOf(state, labels) {
  if (state.chosen === "none") return [labels.words_only, ""];
  if (state.chosen) return [state.chosen, fill(labels.provider, { name: state.chosen.split("/")[0] })];
  return state.local ? [state.local, labels.here] : [labels.words_only, labels.no_local];
}
