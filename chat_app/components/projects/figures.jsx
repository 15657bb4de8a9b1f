// Sums of the chosen days, and the chart of what they were made of.
import { Suspense, lazy, useId, useState } from "react";
import { moneyText, useHabits } from "$/public/external/chat_app/components/ui/library/habits.js";
import { useLanguage } from "$/public/external/chat_app/components/ui/library/language.js";
import { fill } from "$/public/external/chat_app/components/admin/library/words.js";
import { ModelList, UsageTable } from "./models_used.jsx";
import { METRICS, chartOf, daysIn, rankOf, sumOf } from "./series.js";
import { modelName } from "./units.js";

// The charts' package is larger than this whole page: it comes when there is something to show.
const UsageChart = lazy(() => import("./usage_chart.jsx"));

export function Figures({ board, labels }) {
  const language = useLanguage();
  useHabits();
  const { usage, since, until } = board;
  const [cost, calls] = [sumOf(usage, "cost"), sumOf(usage, "calls")];
  const whole = (value) => new Intl.NumberFormat(language).format(value);
  const part = (name) => whole(usage.reduce((sum, point) => sum + point[name], 0));
  const models = rankOf(usage, "calls");
  const perDay = new Intl.NumberFormat(language, { maximumFractionDigits: 1 }).format(calls / daysIn(since, until));
  const shown = [
    ["cost", moneyText(cost, language), calls > 0 && fill(labels.per_answer, { amount: moneyText(cost / calls, language) })],
    ["tokens", whole(sumOf(usage, "tokens")), fill(labels.tokens_split, { tokens_in: part("tokens_in"), tokens_out: part("tokens_out") })],
    ["calls", whole(calls), fill(labels.per_day, { count: perDay })],
    ["models_used", whole(new Set(usage.map((point) => point.model_id)).size), models.length > 0 && fill(labels.mostly, { name: modelName(models[0].model) })],
  ];
  return (
    <ul className="admin-figures usage-figures">
      {shown.map(([name, value, note]) => (
        <li key={name} data-testid={`figure-${name}`} title={name === "cost" ? labels.cost_note : undefined}>
          <div>
            <span>{labels[name]}</span>
            <strong className="figure">{value}</strong>
            {note && <small>{note}</small>}
          </div>
        </li>
      ))}
    </ul>
  );
}

export function Usage({ board, labels }) {
  const heading = useId();
  const [metric, setMetric] = useState("cost");
  const { usage, since, until } = board;
  // Where nothing costs anything, tokens say more than a row of zeros.
  const shown = metric === "cost" && sumOf(usage, "cost") === 0 ? "tokens" : metric;
  const chart = chartOf(usage, since, until, shown);
  return (
    <section className="usage-card" aria-labelledby={heading} data-testid="usage-chart">
      <header>
        <h2 id={heading}>{labels[`chart_${chart.step}`]}</h2>
        <div className="usage-segments" role="group" aria-label={labels.metric}>
          {Object.keys(METRICS).map((name) => (
            <button key={name} type="button" aria-pressed={shown === name} data-testid={`metric-${name}`} onClick={() => setMetric(name)}>
              {labels[name]}
            </button>
          ))}
        </div>
      </header>
      {usage.length === 0 ? (
        <p className="project-none">{board.chats.length ? labels.nothing : labels.nothing_yet}</p>
      ) : (
        <>
          <Suspense fallback={<span className="skeleton project-chart" aria-hidden />}>
            <UsageChart chart={chart} metric={shown} labels={labels} />
          </Suspense>
          <ModelList chart={chart} metric={shown} labels={labels} />
          <UsageTable chart={chart} metric={shown} labels={labels} />
        </>
      )}
    </section>
  );
}
