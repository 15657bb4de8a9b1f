// Parameters of the model with their real limits, the system prompt, and presets. Only what differs from the model is kept.
import { useEffect, useId, useRef, useState } from "react";
import { SlidersHorizontal } from "lucide-react";
import { useAction } from "$/public/external/chat_app/components/ui/library/actions.js";
import { togglePanel, usePanel } from "$/public/external/chat_app/components/layout/library/panel.js";
import { ParameterField } from "./parameter_field.jsx";
import { Presets } from "./presets.jsx";
import { estimateTokens } from "./token_estimate.js";

export function ParametersButton({ label, changed }) {
  const { name } = usePanel();
  const toggle = () => togglePanel("parameters");
  useAction("parameters.open", toggle);
  return (
    <button type="button" className="icon-button parameters-button" aria-label={label} title={label} aria-expanded={name === "parameters"} data-testid="parameters" onClick={toggle}>
      <SlidersHorizontal size={18} strokeWidth={1.75} aria-hidden />
      {changed > 0 && <span className="parameters-dot" aria-hidden />}
    </button>
  );
}

export function ParametersPanel({ parameters, notSent, changed, systemPrompt, inherited, presets, chat, modelId, modelLabel, language, labels, ...on }) {
  const { onLoad, onValue, onReset, onPrompt } = on;
  const load = useRef(onLoad);
  load.current = onLoad;
  useEffect(() => {
    load.current();
  }, [chat, modelId]);
  return (
    <div className="parameters" data-testid="parameters-panel">
      <SystemPrompt key={chat} text={systemPrompt} inherited={inherited} labels={labels} language={language} onSave={onPrompt} />
      <div className="parameters-head">
        <h3>{modelLabel}</h3>
        {changed > 0 && (
          <button type="button" className="text-button" data-testid="parameters-reset" onClick={onReset}>
            {labels.reset_all}
          </button>
        )}
      </div>
      {!parameters.length && <p className="parameter-help">{labels.none}</p>}
      {parameters.map((parameter) => (
        <ParameterField key={`${chat} ${modelId} ${parameter.name}`} parameter={parameter} refused={notSent.includes(parameter.name)} labels={labels} language={language} onValue={onValue} />
      ))}
      <NotSent names={notSent.filter((name) => !parameters.some((parameter) => parameter.name === name))} labels={labels} onValue={onValue} />
      <Presets presets={presets} labels={labels} on={on} />
    </div>
  );
}

function SystemPrompt({ text, inherited, labels, language, onSave }) {
  const id = useId();
  const [draft, setDraft] = useState(text);
  const editing = useRef(false);
  useEffect(() => {
    if (!editing.current) setDraft(text);
  }, [text]);
  const save = () => {
    editing.current = false;
    if (draft.trim() !== text) onSave(draft);
  };
  const tokens = estimateTokens(draft);
  return (
    <section className="parameter">
      <div className="parameter-line">
        <label htmlFor={id}>{labels.system_prompt}</label>
        <span className="parameter-note" data-testid="prompt-tokens">
          {tokens > 0 && labels.prompt_tokens.replace("{tokens}", new Intl.NumberFormat(language).format(tokens))}
        </span>
      </div>
      <textarea
        id={id}
        rows={4}
        data-testid="system-prompt"
        aria-describedby={`${id}-help`}
        placeholder={labels.system_prompt_hint}
        value={draft}
        onFocus={() => {
          editing.current = true;
        }}
        onChange={(event) => setDraft(event.target.value)}
        onBlur={save}
      />
      <p className="parameter-help" id={`${id}-help`}>
        {labels.system_prompt_help}
      </p>
      {inherited && (
        <details className="inherited">
          <summary>{labels.inherited}</summary>
          <p>{inherited}</p>
        </details>
      )}
    </section>
  );
}

// What was set for another model: named, kept, not sent.
function NotSent({ names, labels, onValue }) {
  if (!names.length) return null;
  return (
    <div className="not-sent" data-testid="not-sent">
      <p>{labels.not_sent}</p>
      {names.map((name) => (
        <p key={name} className="parameter-line">
          <span>{labels[name]}</span>
          <button type="button" className="text-button" onClick={() => onValue(name, null)}>
            {labels.remove}
          </button>
        </p>
      ))}
    </div>
  );
}
