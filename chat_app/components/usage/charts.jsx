// Bars to read at a glance: plain elements, a hundredth of the weight of a charting library. Each bar is a button: it narrows what is below.
import { useId, useRef, useState } from "react";
import { Table2 } from "lucide-react";
import { dayText } from "$/public/external/chat_app/components/ui/library/habits.js";
import { useLanguage } from "$/public/external/chat_app/components/ui/library/language.js";
import { fill } from "$/public/external/chat_app/components/admin/library/words.js";

const share = (size) => `${size / 10}%`;
const STEPS = { ArrowLeft: -1, ArrowRight: 1 };

// A month as "2026-11", a day as "2026-11-21".
const periodText = (key, language, short) => {
  const month = key.length === 7;
  const date = new Date(`${month ? `${key}-01` : key}T00:00:00Z`);
  if (!month && !short) return dayText(key, language);
  const parts = month ? { month: short ? "short" : "long", year: "numeric" } : { day: "numeric", month: "short" };
  return new Intl.DateTimeFormat(language === "en" ? "en-GB" : language, { ...parts, timeZone: "UTC" }).format(date);
};

const amountText = (bar, site, labels) =>
  [site ? `${labels.figure_cost} ${bar.cost}, ${labels.figure_paid} ${bar.amount}` : bar.amount, bar.own_amount && `${bar.own_amount} ${labels.own_short}`].filter(Boolean).join(" + ");

export function DayChart({ charts, day, metric, site, labels, onMetric, onDay }) {
  const language = useLanguage();
  const [table, setTable] = useState(false);
  const title = charts.by_month ? labels.per_month : labels.per_day;
  const heading = useId();
  return (
    <section className="usage-card" aria-labelledby={heading} data-testid="day-chart">
      <header>
        <h2 id={heading}>{metric === "cost" ? title : charts.by_month ? labels.tokens_per_month : labels.tokens_per_day}</h2>
        <div className="usage-segments" role="group" aria-label={labels.metric}>
          {["cost", "tokens"].map((each) => (
            <button key={each} type="button" aria-pressed={metric === each} data-testid={`metric-${each}`} onClick={() => onMetric(each)}>
              {labels[`metric_${each}`]}
            </button>
          ))}
        </div>
        <button type="button" className="icon-button" aria-pressed={table} aria-label={labels.as_table} title={labels.as_table} data-testid="chart-table" onClick={() => setTable(!table)}>
          <Table2 size={16} strokeWidth={1.75} aria-hidden />
        </button>
      </header>
      {table ? <DayTable bars={charts.days} site={site} labels={labels} /> : <Columns {...{ charts, day, metric, site, labels, onDay, language }} />}
    </section>
  );
}

function Columns({ charts, day, metric, site, labels, onDay, language }) {
  const bars = charts.days;
  const [looked, setLooked] = useState(-1);
  const place = useRef(null);
  const latest = bars.findLastIndex((bar) => bar.calls !== "0");
  const marked = bars.findIndex((bar) => bar.key === day);
  const shown = bars[looked] ?? bars[marked] ?? bars[latest];
  const stop = looked >= 0 ? looked : Math.max(marked, latest, 0);
  const move = (event) => {
    const step = STEPS[event.key] ?? (event.key === "Home" ? -bars.length : event.key === "End" ? bars.length : 0);
    if (!step) return;
    event.preventDefault();
    place.current.children[Math.min(bars.length - 1, Math.max(0, stop + step))].focus();
  };
  const words = (bar) => `${periodText(bar.key, language)}: ${amountText(bar, site, labels)} · ${fill(labels.tokens_of, { count: bar.tokens })} · ${fill(labels.calls_of, { count: bar.calls })}`;
  return (
    <>
      <div className="usage-columns" ref={place} onKeyDown={move} onPointerLeave={() => setLooked(-1)}>
        {bars.map((bar, index) => (
          <button
            key={bar.key}
            type="button"
            aria-label={words(bar)}
            aria-pressed={charts.by_month ? undefined : bar.key === day}
            tabIndex={index === stop ? 0 : -1}
            data-testid="day-bar"
            data-day={bar.key}
            onFocus={() => setLooked(index)}
            onBlur={() => setLooked(-1)}
            onPointerEnter={() => setLooked(index)}
            onClick={() => !charts.by_month && onDay(bar.key === day ? "" : bar.key)}
          >
            {metric === "tokens" ? (
              <span className="usage-fill" style={{ height: share(bar.token_size) }} />
            ) : (
              <>
                <span className="usage-fill own" style={{ height: share(bar.own) }} />
                <span className="usage-fill" style={{ height: share(bar.size - bar.own) }} />
              </>
            )}
          </button>
        ))}
      </div>
      <div className="usage-axis" aria-hidden>
        {[bars[0], bars.length > 4 && bars[Math.floor((bars.length - 1) / 2)], bars.length > 1 && bars.at(-1)].filter(Boolean).map((bar) => (
          <span key={bar.key}>{periodText(bar.key, language, true)}</span>
        ))}
      </div>
      <p className="usage-looked" aria-hidden data-testid="looked">
        {shown && words(shown)}
      </p>
    </>
  );
}

function DayTable({ bars, site, labels }) {
  const language = useLanguage();
  return (
    <div className="usage-day-table" tabIndex={0} role="region" aria-label={labels.as_table}>
      <table className="admin-table-plain">
        <thead>
          <tr>
            <th scope="col">{labels.when}</th>
            {site && <th scope="col">{labels.figure_cost}</th>}
            <th scope="col">{labels.figure_paid}</th>
            {site && <th scope="col">{labels.figure_margin}</th>}
            <th scope="col">{labels.figure_own}</th>
            <th scope="col">{labels.figure_tokens}</th>
            <th scope="col">{labels.figure_calls}</th>
          </tr>
        </thead>
        <tbody>
          {bars.map((bar) => (
            <tr key={bar.key}>
              <th scope="row">{periodText(bar.key, language)}</th>
              {site && <td>{bar.cost}</td>}
              <td>{bar.amount}</td>
              {site && <td>{bar.margin}</td>}
              <td>{bar.own_amount || "–"}</td>
              <td>{bar.tokens}</td>
              <td>{bar.calls}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

const OWN = ["model", "project", "kind", "key"];
const SITE = ["model", "person", "provider", "kind"];
const FILTERED = { model: true, project: true, kind: true, key: true, person: true };

export function Groups({ groups, filters, metric, site, labels, onFilter }) {
  // What has only one line without a name says nothing.
  const shown = (site ? SITE : OWN).filter((by) => (groups[by] ?? []).some((bar) => bar.key));
  return (
    <div className="usage-groups">
      {shown.map((by) => (
        <Group key={by} by={by} bars={groups[by]} chosen={filters[by] ?? ""} metric={metric} site={site} labels={labels} onFilter={FILTERED[by] && onFilter} />
      ))}
    </div>
  );
}

function Group({ by, bars, chosen, metric, site, labels, onFilter }) {
  const heading = useId();
  const none = by === "project" || by === "key" ? "none" : "";
  return (
    <section className="usage-card" aria-labelledby={heading} data-testid={`group-${by}`}>
      <h2 id={heading}>{labels[`per_${by}`]}</h2>
      <ul className="usage-lines">
        {bars.map((bar) => {
          const value = bar.key || none;
          const line = <Line bar={bar} metric={metric} site={site} labels={labels} />;
          return (
            <li key={bar.key}>
              {onFilter && value && bar.key !== "…" ? (
                <button type="button" aria-pressed={value === chosen} onClick={() => onFilter(by, value === chosen ? "" : value)}>
                  {line}
                </button>
              ) : (
                <div>{line}</div>
              )}
            </li>
          );
        })}
      </ul>
    </section>
  );
}

function Line({ bar, metric, site, labels }) {
  const tokens = metric === "tokens";
  return (
    <>
      <span className="usage-line-name">{bar.label}</span>
      <span className="usage-line-amount figure">{tokens ? bar.tokens : site ? `${bar.cost} → ${bar.amount}` : bar.amount}</span>
      <span className="usage-track" aria-hidden>
        <span className="usage-fill" style={{ width: share(tokens ? bar.token_size : bar.size - bar.own) }} />
        {!tokens && <span className="usage-fill own" style={{ width: share(bar.own) }} />}
      </span>
      <small>
        {[fill(labels.calls_of, { count: bar.calls }), !tokens && fill(labels.tokens_of, { count: bar.tokens }), site && !tokens && `${labels.figure_margin} ${bar.margin}`, bar.own_amount && `${bar.own_amount} ${labels.own_short}`]
          .filter(Boolean)
          .join(" · ")}
      </small>
    </>
  );
}
