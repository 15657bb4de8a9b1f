// Which days are looked at.
import { useId } from "react";
import { Download } from "lucide-react";
import { daysIn, lastDays } from "./series.js";
import { icon } from "./shared.jsx";

const RANGES = [7, 30, 90, 365];
const OWN = "own";
/** As the server takes it (services/projects/dashboard.py). */
const LONGEST = 732;

/** `range`: {days: a number or "own", since, until}. */
export function RangePicker({ range, csv, labels, onChange }) {
  const choose = (days) => onChange(days === OWN ? { ...range, days } : { days, ...lastDays(days) });
  const move = (changes) => {
    const next = { ...range, ...changes };
    // One that was turned round becomes the other's day, and the longest one is as long as it may be.
    if (daysIn(next.since, next.until) < 1) Object.assign(next, changes.since ? { until: next.since } : { since: next.until });
    if (daysIn(next.since, next.until) <= LONGEST) onChange(next);
  };
  return (
    <div className="usage-tools">
      <div className="usage-periods">
        <div className="usage-segments" role="group" aria-label={labels.range}>
          {[...RANGES, OWN].map((days) => (
            <button key={days} type="button" aria-pressed={range.days === days} data-testid={`range-${days}`} onClick={() => choose(days)}>
              {labels[`range_${days}`]}
            </button>
          ))}
        </div>
        {range.days === OWN && (
          <span className="usage-dates">
            <Day name="since" value={range.since} label={labels.first} onMove={move} />
            <Day name="until" value={range.until} label={labels.last} onMove={move} />
          </span>
        )}
      </div>
      <a className="button quiet usage-csv" href={csv} download data-testid="project-csv">
        <Download {...icon} />
        {labels.csv}
      </a>
    </div>
  );
}

function Day({ name, value, label, onMove }) {
  const id = useId();
  // The date that is being typed is no wish yet: "0002-01-01" on the way to 2026.
  const changed = (event) => event.target.value && event.target.value !== value && onMove({ [name]: event.target.value });
  return (
    <span className="admin-filter">
      <label htmlFor={id}>{label}</label>
      <input key={value} id={id} type="date" defaultValue={value} data-testid={`range-${name}`} onBlur={changed} onKeyDown={(event) => event.key === "Enter" && changed(event)} />
    </span>
  );
}
