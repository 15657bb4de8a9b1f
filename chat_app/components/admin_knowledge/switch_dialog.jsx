// Another model for the vectors: what that costs is said before it begins.
import { useEffect, useId, useState } from "react";
import { useTask } from "$/public/external/chat_app/components/account/library/task.js";
import { fill } from "$/public/external/chat_app/components/admin/library/words.js";
import { ApiError, api } from "$/public/external/chat_app/components/ui/library/api.js";
import { Dialog } from "$/public/external/chat_app/components/ui/library/dialog.jsx";
import { useLanguage } from "$/public/external/chat_app/components/ui/library/language.js";

const KNOWN = ["openai/text-embedding-3-small", "openai/text-embedding-3-large", "mistral/mistral-embed", "ollama/nomic-embed-text", "ollama/bge-m3"];
const SETTLED = 500;

export function SwitchDialog({ state, labels, onClose, onDone }) {
  const form = useId();
  const [kind, setKind] = useState(state.chosen === "none" ? "words" : state.chosen ? "provider" : "here");
  const [name, setName] = useState(state.chosen === "none" ? "" : state.chosen);
  const { busy, problem, run } = useTask(labels.failed);
  const model = { here: "", words: "none", provider: name.trim() }[kind];
  const isMissing = kind === "provider" && !/^[\w.:@+-]+\/\S+$/.test(model);
  const estimate = useEstimate(isMissing ? null : model, labels);
  const send = async (event) => {
    event.preventDefault();
    if (isMissing) return;
    if (await run(() => api("/admin/knowledge/model", { method: "PUT", body: { model } }))) {
      onDone();
      onClose();
    }
  };
  const footer = (
    <>
      <button type="button" className="button" onClick={onClose}>
        {labels.cancel}
      </button>
      <button type="submit" form={form} className="button primary" disabled={isMissing} aria-busy={busy} data-testid="switch-model">
        {labels.switch_now}
      </button>
    </>
  );
  const options = [
    ["here", labels.option_here, state.local || labels.no_local],
    ["words", labels.option_words, ""],
    ["provider", labels.option_provider, ""],
  ];
  return (
    <Dialog open onClose={onClose} title={labels.choose_title} closeLabel={labels.close} footer={footer} testid="model-dialog">
      <form id={form} className="house-fields" noValidate onSubmit={send}>
        <p className="admin-text">{labels.choose_text}</p>
        <fieldset className="setting knowledge-options">
          <legend className="setting-label">{labels.which}</legend>
          {options.map(([value, label, about]) => (
            <label key={value} className="knowledge-option">
              <input type="radio" name="embedding" checked={kind === value} data-testid={`option-${value}`} onChange={() => setKind(value)} />
              <span>
                {label}
                {about && <small>{about}</small>}
              </span>
            </label>
          ))}
        </fieldset>
        {kind === "provider" && <ModelField value={name} labels={labels} onChange={setName} />}
        <div aria-live="polite" data-testid="estimate">
          {estimate.problem ? <p className="admin-field-problem">{estimate.problem}</p> : <Estimate found={estimate.found} kind={kind} labels={labels} isMissing={isMissing} />}
        </div>
        {problem && (
          <div className="admin-problem" role="alert">
            {problem}
          </div>
        )}
      </form>
    </Dialog>
  );
}

function ModelField({ value, labels, onChange }) {
  const id = useId();
  return (
    <div className="setting">
      <label className="setting-label" htmlFor={id}>
        {labels.model_id}
      </label>
      <input id={id} className="form-input" list={`${id}-known`} value={value} autoComplete="off" autoCapitalize="off" spellCheck={false} maxLength={200} placeholder={KNOWN[0]} aria-describedby={`${id}-help`} data-testid="embedding-model" onChange={(event) => onChange(event.target.value)} />
      <datalist id={`${id}-known`}>
        {KNOWN.map((each) => (
          <option key={each} value={each} />
        ))}
      </datalist>
      <p id={`${id}-help`} className="setting-help">
        {labels.model_help}
      </p>
    </div>
  );
}

/** What a model would cost, asked for when nothing was typed for a moment. */
function useEstimate(model, labels) {
  const [state, setState] = useState({ found: null, problem: "" });
  useEffect(() => {
    setState({ found: null, problem: "" });
    if (model === null) return undefined;
    const stop = new AbortController();
    const timer = setTimeout(async () => {
      try {
        setState({ found: await api(`/admin/knowledge/estimate?${new URLSearchParams({ model })}`, { signal: stop.signal }), problem: "" });
      } catch (error) {
        if (!stop.signal.aborted) setState({ found: null, problem: (error instanceof ApiError && error.message) || labels.failed });
      }
    }, SETTLED);
    return () => {
      clearTimeout(timer);
      stop.abort();
    };
  }, [model, labels]);
  return state;
}

function Estimate({ found, kind, labels, isMissing }) {
  const language = useLanguage();
  if (isMissing) return <p className="setting-help">{labels.model_missing}</p>;
  if (kind === "words") return <p className="setting-help">{labels.estimate_none}</p>;
  if (!found) return <p className="setting-help">{labels.estimating}</p>;
  const figure = new Intl.NumberFormat(language);
  const values = { texts: figure.format(found.texts), tokens: figure.format(found.tokens), cost: dollars(found.cost_nano, language) };
  const sentence = found.cost_nano === null ? labels.estimate_unknown : found.cost_nano === 0 ? labels.estimate_free : labels.estimate;
  return (
    <>
      <p className="knowledge-estimate figure" data-testid="estimate-text">
        {fill(sentence, values)}
      </p>
      {kind === "provider" && (
        <p className="setting-help">
          {found.cost_nano !== 0 && `${labels.who_pays} `}
          {labels.outside}
        </p>
      )}
    </>
  );
}

function dollars(nano, language) {
  const amount = (nano ?? 0) / 1e9;
  const digits = amount < 1 ? 4 : 2;
  return new Intl.NumberFormat(language, { style: "currency", currency: "USD", minimumFractionDigits: 2, maximumFractionDigits: digits }).format(amount);
}
