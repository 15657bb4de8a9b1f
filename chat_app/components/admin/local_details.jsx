// What the server tells about one model.
import { useEffect, useState } from "react";
import { api } from "$/public/external/chat_app/components/ui/library/api.js";
import { Dialog } from "$/public/external/chat_app/components/ui/library/dialog.jsx";
import { useLanguage } from "$/public/external/chat_app/components/ui/library/language.js";
import { sentenceOf } from "./local_calls.js";
import { fill } from "./words.js";

const LONG = ["settings", "template", "license"];

export function Details({ path, model, labels, onClose }) {
  const [shown, setShown] = useState(null);
  const [problem, setProblem] = useState("");
  const language = useLanguage();
  useEffect(() => {
    api(`${path}/models/details?${new URLSearchParams({ model: model.name })}`)
      .then(setShown)
      .catch((error) => setProblem(sentenceOf(error, labels)));
  }, [path, model.name, labels]);
  const context = shown?.context_tokens && fill(labels.tokens, { count: new Intl.NumberFormat(language).format(shown.context_tokens) });
  const facts = shown ? [[labels.family, shown.family], [labels.quantisation, shown.quantisation], [labels.context, context]] : [];
  return (
    <Dialog open onClose={onClose} title={model.name} closeLabel={labels.close} testid="model-dialog">
      {problem && <p role="alert">{problem}</p>}
      {!shown && !problem && <div className="local-skeleton" aria-busy="true" />}
      <dl className="local-facts">
        {facts
          .filter(([, value]) => value)
          .map(([label, value]) => (
            <div key={label}>
              <dt>{label}</dt>
              <dd>{value}</dd>
            </div>
          ))}
      </dl>
      {shown &&
        LONG.filter((name) => shown[name]).map((name) => (
          <details key={name} className="local-long">
            <summary>{labels[name]}</summary>
            <pre tabIndex={0}>{shown[name]}</pre>
          </details>
        ))}
    </Dialog>
  );
}
