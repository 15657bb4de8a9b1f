// What was used in a period and what it cost: sums, charts, calls. Loaded by the pages of usage alone.
import { useEffect, useState } from "react";
import { Download, RotateCcw } from "lucide-react";
import { dayText } from "$/public/external/chat_app/components/ui/library/habits.js";
import { useLanguage } from "$/public/external/chat_app/components/ui/library/language.js";
import { AdminLink } from "$/public/external/chat_app/components/admin/library/frame.jsx";
import { fill } from "$/public/external/chat_app/components/admin/library/words.js";
import { Calls } from "./calls.jsx";
import { DayChart, Groups } from "./charts.jsx";
import { Filters, Periods } from "./filters.jsx";
import "$/public/styles/settings.css";
import "$/public/styles/usage.css";

const icon = { size: 16, strokeWidth: 1.75, "aria-hidden": true };
const LONG = 10_000;

/** `wish`: {period, first, last, day, filters}; `report`: {figures, charts, note, options}; `onShow` gets a whole wish. */
export function UsageView({ site, status, problem, wish, report, calls, cursor, csv, labels, kinds, units, onShow, onMore }) {
  const [busy, setBusy] = useState(false);
  const [metric, setMetric] = useState("cost");
  useEffect(() => setBusy(false), [status, problem, report, calls]);
  const show = (changes) => {
    setBusy(true);
    const { filters, ...rest } = { period: wish.period, day: wish.day, filters: wish.filters, ...changes };
    const dates = rest.period === "custom" ? { first: changes.first ?? wish.first, last: changes.last ?? wish.last } : {};
    const asked = { period: rest.period, day: rest.day ?? "", ...dates, ...filters };
    onShow(Object.fromEntries(Object.entries(asked).filter(([, value]) => value)));
  };
  const filter = (name, value) => show({ filters: { ...wish.filters, [name]: value } });
  const again = () => show({});
  const nothing = status === "ready" && report.figures.calls === "0";
  return (
    <div className="usage" data-testid="usage" data-status={status} aria-busy={busy || !status}>
      <div className="usage-tools">
        <Periods wish={wish} labels={labels} onShow={show} />
        <Filters site={site} wish={wish} options={report.options} labels={labels} onFilter={filter} />
        <a className="button quiet usage-csv" href={csv || undefined} download aria-disabled={!csv} data-testid="usage-csv">
          <Download {...icon} />
          {labels.csv}
        </a>
      </div>
      {status === "failed" && <Failed problem={problem} labels={labels} onRetry={again} />}
      {!status && <Waiting labels={labels} onRetry={again} />}
      {status === "ready" && (
        <>
          <Figures site={site} figures={report.figures} labels={labels} />
          <Note note={report.note} labels={labels} />
          {nothing ? (
            <Nothing wish={wish} labels={labels} onAll={() => show({ period: "days30", day: "", filters: {} })} />
          ) : (
            <>
              <DayChart charts={report.charts} day={wish.day} metric={metric} site={site} labels={labels} onMetric={setMetric} onDay={(day) => show({ day })} />
              <Groups groups={report.charts.groups} filters={wish.filters} metric={metric} site={site} labels={labels} onFilter={filter} />
              <Calls site={site} calls={calls} cursor={cursor} day={wish.day} labels={labels} kinds={kinds} units={units} onMore={onMore} onAllDays={() => show({ day: "" })} />
            </>
          )}
        </>
      )}
    </div>
  );
}

function Figures({ site, figures, labels }) {
  const shown = [
    site && ["cost", figures.cost, ""],
    ["paid", figures.paid, figures.unpriced && fill(labels.unpriced, { count: figures.unpriced })],
    site && ["margin", figures.margin, figures.is_loss ? labels.loss : ""],
    figures.own && ["own", figures.own, labels.own_note],
    ["calls", figures.calls, ""],
    ["tokens", `${figures.tokens_in} → ${figures.tokens_out}`, figures.tokens_cached ? fill(labels.cached, { count: figures.tokens_cached }) : labels.tokens_note],
  ].filter(Boolean);
  return (
    <ul className="admin-figures usage-figures">
      {shown.map(([name, value, note]) => (
        <li key={name} data-testid={`figure-${name}`}>
          <div>
            <span>{labels[`figure_${name}`]}</span>
            <strong className="figure">{value}</strong>
            {note && <small>{note}</small>}
          </div>
        </li>
      ))}
    </ul>
  );
}

// How old the rates are with which amounts were converted.
function Note({ note, labels }) {
  const language = useLanguage();
  if (!note.kind) return null;
  const days = { first: note.first && dayText(note.first, language), last: note.last && dayText(note.last, language), currency: note.currency };
  const text = note.kind === "hand" ? labels.rate_hand : note.first === note.last ? labels.rate_day : labels.rate_days;
  return (
    <p className="usage-note" data-testid="rate-note">
      {fill(text, days)} <AdminLink href="/settings#money">{labels.change}</AdminLink>
    </p>
  );
}

function Nothing({ wish, labels, onAll }) {
  const narrowed = wish.period !== "days30" || wish.day || Object.keys(wish.filters).length > 0;
  return (
    <div className="usage-empty" data-testid="usage-empty">
      <p>{narrowed ? labels.nothing_here : labels.nothing}</p>
      {narrowed ? (
        <button type="button" className="button" onClick={onAll}>
          {labels.show_all}
        </button>
      ) : (
        <AdminLink href="/" className="button primary">
          {labels.to_chat}
        </AdminLink>
      )}
    </div>
  );
}

function Failed({ problem, labels, onRetry }) {
  return (
    <div className="usage-empty" role="alert">
      <p>{problem || labels.failed}</p>
      <button type="button" className="button" onClick={onRetry}>
        <RotateCcw {...icon} />
        {labels.retry}
      </button>
    </div>
  );
}

// The final shape, and after a long while a way to ask once more.
function Waiting({ labels, onRetry }) {
  const [late, setLate] = useState(false);
  useEffect(() => {
    const timer = setTimeout(() => setLate(true), LONG);
    return () => clearTimeout(timer);
  }, []);
  if (late) return <Failed labels={labels} onRetry={onRetry} />;
  return (
    <div aria-hidden>
      <ul className="admin-figures usage-figures">
        {[0, 1, 2].map((each) => (
          <li key={each}>
            <div>
              <span className="skeleton" />
              <span className="skeleton" />
            </div>
          </li>
        ))}
      </ul>
      <span className="skeleton usage-waiting" />
    </div>
  );
}
