// The period, and what of it is looked at.
import { useId } from "react";

const PERIODS = ["today", "week", "days30", "month", "custom"];

export function Periods({ wish, labels, onShow }) {
  return (
    <div className="usage-periods">
      <div className="usage-segments" role="group" aria-label={labels.period}>
        {PERIODS.map((period) => (
          <button key={period} type="button" aria-pressed={wish.period === period} data-testid={`period-${period}`} onClick={() => onShow({ period, day: "" })}>
            {labels[`period_${period}`]}
          </button>
        ))}
      </div>
      {wish.period === "custom" && (
        <span className="usage-dates">
          <Day name="first" value={wish.first} label={labels.first} onShow={onShow} />
          <Day name="last" value={wish.last} label={labels.last} onShow={onShow} />
        </span>
      )}
    </div>
  );
}

function Day({ name, value, label, onShow }) {
  const id = useId();
  const changed = (event) => event.target.value && event.target.value !== value && onShow({ [name]: event.target.value, day: "" });
  return (
    <span className="admin-filter">
      <label htmlFor={id}>{label}</label>
      {/* The date that is being typed is no wish yet: "0002-01-01" on the way to 2026. */}
      <input key={value} id={id} type="date" defaultValue={value} data-testid={`date-${name}`} onBlur={changed} onKeyDown={(event) => event.key === "Enter" && changed(event)} />
    </span>
  );
}

export function Filters({ site, wish, options, labels, onFilter }) {
  const names = site ? ["person", "model", "kind"] : ["model", "project", "key", "kind", "chat"];
  return names
    .filter((name) => wish.filters[name] || (options[name] ?? []).length > 1)
    .map((name) => <Filter key={name} name={name} value={wish.filters[name] ?? ""} options={options[name] ?? []} labels={labels} onFilter={onFilter} />);
}

function Filter({ name, value, options, labels, onFilter }) {
  const id = useId();
  return (
    <span className="admin-filter" data-active={value ? "" : undefined}>
      <label htmlFor={id}>{labels[name]}</label>
      <select id={id} value={value} data-testid={`filter-${name}`} onChange={(event) => onFilter(name, event.target.value)}>
        <option value="">{labels.all}</option>
        {options.map((option) => (
          <option key={option.value} value={option.value}>
            {option.label}
          </option>
        ))}
      </select>
    </span>
  );
}
