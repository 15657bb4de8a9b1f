// Each step of the search with its time and its scores, for whoever wants to know exactly.
import { Fold } from "./fold.jsx";
import { byWordsAlone, hasScores, passagesOf, shareOf, stepsDone, timeText } from "./why.js";
import { say } from "./words.js";

const MOST = 12; // rows of a step

export function WhySteps({ why, labels, language }) {
  const steps = stepsDone(why);
  if (!steps.length) return null;
  const passages = passagesOf(why);
  return (
    <Fold title={labels.steps} testid="why-steps">
      <ol className="why-steps">
        {steps.map((step) => (
          <li key={step.name} data-testid="why-step" data-step={step.name}>
            <p className="why-step-head">
              <strong>{labels[`step_${step.name}`] ?? step.name}</strong>
              <span className="why-place">{[step.count > 0 && say(step.count === 1 ? labels.count_one : labels.count, { count: step.count }), timeText(step.ms, language)].filter(Boolean).join(" · ")}</span>
            </p>
            <p className="why-help">{labels[`help_${step.name}`]}</p>
            {hasScores(step) && <Hits step={step} passages={passages} labels={labels} language={language} />}
          </li>
        ))}
      </ol>
      {byWordsAlone(why) && <p className="why-help">{labels.words_alone}</p>}
      <Facts why={why} labels={labels} language={language} />
    </Fold>
  );
}

function Hits({ step, passages, labels, language }) {
  const figure = new Intl.NumberFormat(language, { maximumFractionDigits: 3 });
  return (
    <table className="why-hits">
      <thead className="visually-hidden">
        <tr>
          <th scope="col">{labels.passage}</th>
          <th scope="col">{labels.score}</th>
        </tr>
      </thead>
      <tbody>
        {step.hits.slice(0, MOST).map((hit) => (
          <tr key={hit.chunk_id} title={details(hit, figure, labels)}>
            <td className="why-hit-name">{nameOf(passages.get(hit.chunk_id), labels)}</td>
            <td>
              <span className="why-bar" aria-hidden>
                <span style={{ width: `${Math.round(shareOf(step, hit) * 100)}%` }} />
              </span>
              <span className="why-place">{figure.format(hit.score)}</span>
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

const nameOf = (passage, labels) => (passage ? [passage.title, passage.page > 0 && say(labels.page, { page: passage.page }), passage.heading].filter(Boolean).join(" · ") : labels.hidden);

const details = (hit, figure, labels) =>
  ["cosine", "coverage", "rerank"]
    .filter((name) => hit[name] !== null && hit[name] !== undefined)
    .map((name) => `${labels[name]}: ${figure.format(hit[name])}`)
    .join("\n");

// Which models did what, and from where on something counts.
function Facts({ why, labels, language }) {
  const figure = new Intl.NumberFormat(language, { maximumFractionDigits: 3 });
  const rows = [
    ...Object.entries(why.models).map(([name, model]) => [labels[`model_${name}`] ?? name, model]),
    ...Object.entries(why.limits).map(([name, value]) => [labels[`limit_${name}`] ?? name, figure.format(value)]),
  ];
  if (!rows.length) return null;
  return (
    <dl className="why-facts">
      {rows.map(([name, value]) => (
        <div key={name}>
          <dt>{name}</dt>
          <dd>{value}</dd>
        </div>
      ))}
    </dl>
  );
}
