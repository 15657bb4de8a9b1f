// What works without a network, and a button that gets what is missing.
import { useCallback, useEffect, useState } from "react";
import { CircleAlert, CircleCheck, CircleMinus, Cloud, Download, RotateCcw } from "lucide-react";
import { api } from "$/public/external/chat_app/components/ui/library/api.js";
import { useLanguage } from "$/public/external/chat_app/components/ui/library/language.js";
import { BASE, icon, sentenceOf } from "./local_calls.js";

const SIGNS = { works: CircleCheck, missing: CircleAlert, off: CircleMinus, network: Cloud };
const TONES = { works: "good", missing: "warning", off: "", network: "" };

export function Offline({ finished, act, labels }) {
  const [report, setReport] = useState(null);
  const [problem, setProblem] = useState("");
  const language = useLanguage();
  const load = useCallback(async () => {
    try {
      setReport(await api(`${BASE}/readiness`));
      setProblem("");
    } catch (error) {
      setProblem(sentenceOf(error, labels));
    }
  }, [labels]);
  useEffect(() => {
    load();
  }, [load, finished, language]);
  const get = () => act(() => api(`${BASE}/readiness/pulls`, { method: "POST" })).catch((error) => setProblem(sentenceOf(error, labels)));
  return (
    <section className="local-part" id="offline" data-testid="offline" data-ready={report ? report.ready : undefined} aria-busy={!report && !problem}>
      <header className="local-server">
        <div>
          <h2>{labels.offline}</h2>
          <p>{labels.offline_help}</p>
        </div>
        <button type="button" className="icon-button" aria-label={labels.offline_check} title={labels.offline_check} data-testid="offline-check" onClick={load}>
          <RotateCcw {...icon} />
        </button>
      </header>
      {problem && (
        <p className="admin-problem" role="alert">
          {problem}
        </p>
      )}
      {!report && !problem && <div className="local-skeleton" aria-hidden />}
      {report && (
        <>
          <div className="admin-note local-advice" data-tone={report.ready ? "good" : "warning"}>
            <span role="status" data-testid="offline-advice">
              {report.advice}
            </span>
            {report.missing.length > 0 && report.server && (
              <button type="button" className="button primary" data-testid="offline-get" onClick={get}>
                <Download {...icon} />
                {labels.get_missing}
              </button>
            )}
          </div>
          <ul className="health-checks">
            {report.features.map((feature) => (
              <Feature key={feature.name} feature={feature} labels={labels} />
            ))}
          </ul>
        </>
      )}
    </section>
  );
}

function Feature({ feature, labels }) {
  const Sign = SIGNS[feature.state];
  const tone = TONES[feature.state];
  return (
    <li className="health-check" data-state={tone || undefined} data-testid="feature" data-name={feature.name} data-works={feature.state}>
      <Sign size={18} strokeWidth={1.75} aria-hidden />
      <div>
        <h2>
          {feature.label} <span>{labels[feature.state]}</span>
        </h2>
        <p>{feature.text}</p>
      </div>
    </li>
  );
}
