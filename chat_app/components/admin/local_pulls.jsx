// Downloads: how far, how fast, how long still, or why not.
import { useState } from "react";
import { CircleAlert, CircleCheck, CircleSlash, Play, X } from "lucide-react";
import { api } from "$/public/external/chat_app/components/ui/library/api.js";
import { useLanguage } from "$/public/external/chat_app/components/ui/library/language.js";
import { BASE, icon, sentenceOf, sizeText, timeText } from "./local_calls.js";
import { fill } from "./words.js";

const SIGNS = { done: CircleCheck, failed: CircleAlert, cancelled: CircleSlash };

export function Downloads({ pulls, act, labels }) {
  return (
    <section className="local-part">
      <h2>{labels.downloads}</h2>
      <ul className="local-pulls" data-testid="pulls">
        {pulls.map((pull) => (
          <Download key={pull.id} pull={pull} act={act} labels={labels} />
        ))}
      </ul>
    </section>
  );
}

function Download({ pull, act, labels }) {
  const [problem, setProblem] = useState("");
  const language = useLanguage();
  const Sign = SIGNS[pull.state];
  const run = (path, options) => async () => {
    setProblem("");
    await act(() => api(`${BASE}${path}`, options)).catch((error) => setProblem(sentenceOf(error, labels)));
  };
  const resume = run(`/servers/${pull.server}/pulls`, { method: "POST", body: { model: pull.model } });
  return (
    <li className="local-pull" data-testid="pull" data-model={pull.model} data-state={pull.state}>
      <div className="local-pull-head">
        {Sign && <Sign {...icon} />}
        <b>{pull.model}</b>
        <span>{pull.server_label}</span>
        <span className="local-actions">
          {pull.state === "running" ? (
            <button type="button" className="button quiet" data-testid="pull-cancel" onClick={run(`/pulls/${pull.id}/cancel`, { method: "POST" })}>
              <X {...icon} />
              {labels.cancel}
            </button>
          ) : (
            <>
              {pull.state !== "done" && (
                <button type="button" className="button quiet" data-testid="pull-resume" onClick={resume}>
                  <Play {...icon} />
                  {labels.resume}
                </button>
              )}
              <button type="button" className="icon-button" aria-label={labels.put_away} title={labels.put_away} data-testid="pull-dismiss" onClick={run(`/pulls/${pull.id}`, { method: "DELETE" })}>
                <X {...icon} />
              </button>
            </>
          )}
        </span>
      </div>
      {pull.state === "running" && <Bar pull={pull} labels={labels} language={language} />}
      {pull.state !== "running" && <p data-testid="pull-text">{pull.problem || labels[pull.state]}</p>}
      {problem && <p role="alert">{problem}</p>}
    </li>
  );
}

function Bar({ pull, labels, language }) {
  const share = pull.total ? pull.done / pull.total : 0;
  const percent = Math.floor(share * 100);
  const parts = [
    labels[pull.phase],
    pull.total > 0 && fill(labels.progress, { done: sizeText(pull.done, language), total: sizeText(pull.total, language) }),
    pull.speed > 0 && fill(labels.speed, { speed: sizeText(pull.speed, language) }),
    pull.seconds_left !== null && fill(labels.left, { time: timeText(pull.seconds_left) }),
  ];
  return (
    <>
      <div className="local-bar" role="progressbar" aria-label={pull.model} aria-valuenow={percent} aria-valuemin={0} aria-valuemax={100} data-testid="pull-bar">
        <span style={{ width: `${share * 100}%` }} />
      </div>
      <p className="figure" data-testid="pull-figures">
        {parts.filter(Boolean).join(" · ")}
        <span className="local-percent">{`${percent}\u00a0%`}</span>
      </p>
    </>
  );
}
