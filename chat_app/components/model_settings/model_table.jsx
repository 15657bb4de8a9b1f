// Models as rows, as cards on the phone. Rows that stay the same are not drawn again.
import { memo, useRef } from "react";
import { ArrowDown, ArrowUp, CalendarX, Pencil, UsersRound } from "lucide-react";
import { moneyText, useHabits } from "$/public/external/chat_app/components/ui/library/habits.js";
import { useLanguage } from "$/public/external/chat_app/components/ui/library/language.js";
import { fill } from "$/public/external/chat_app/components/account/library/parts.jsx";
import { ABILITIES } from "./model_filters.jsx";

const OUTLINE = [0, 1, 2, 3, 4, 5, 6, 7];
const small = { size: 14, strokeWidth: 1.75, "aria-hidden": true };
const STEPS = { ArrowDown: 1, ArrowUp: -1, Home: -Infinity, End: Infinity };

const nameOf = (entry) => entry.id.slice(entry.provider.length + 1);

export function ModelTable({ items, ready, wish, labels, onSort, onOpen, onFlip }) {
  const language = useLanguage();
  const habits = useHabits();
  const act = useRef({});
  act.current = { onOpen, onFlip };
  const own = useRef({ open: (id) => act.current.onOpen(id), flip: (entry) => act.current.onFlip(entry) });
  const pressed = (event) => {
    const step = event.target.matches("[data-name]") && STEPS[event.key];
    if (!step) return;
    event.preventDefault();
    const names = [...event.currentTarget.querySelectorAll("[data-name]")];
    names[Math.max(0, Math.min(names.length - 1, names.indexOf(event.target) + step))].focus();
  };
  const heading = { wish, labels, onSort };
  return (
    <div className="admin-table-frame">
      <table className="admin-table catalogue-table" aria-busy={!ready}>
        <thead>
          <tr>
            <Heading name="name" label={labels.model} {...heading} />
            <Heading label={labels.provider} {...heading} />
            <Heading name="context" label={labels.window} kind="number" {...heading} />
            <Heading label={labels.abilities} {...heading} />
            <Heading name="price" label={labels.priceColumn} title={labels.priceHelp} kind="number" {...heading} />
            <Heading label={labels.on} {...heading} />
          </tr>
        </thead>
        <tbody onKeyDown={pressed}>
          {ready || items.length ? items.map((entry) => <Line key={entry.id} entry={entry} language={language} habits={habits} labels={labels} act={own.current} />) : OUTLINE.map((each) => <Outline key={each} />)}
        </tbody>
      </table>
    </div>
  );
}

function Heading({ name, label, title, kind, wish, labels, onSort }) {
  const here = name && wish.sort === name;
  const falling = here && wish.descending === "true";
  const Arrow = falling ? ArrowDown : ArrowUp;
  const next = here && falling ? { sort: "", descending: "" } : { sort: name, descending: here ? "true" : "" };
  return (
    <th scope="col" aria-sort={here ? (falling ? "descending" : "ascending") : undefined} data-kind={kind} title={title}>
      {name ? (
        <button type="button" title={labels.sortBy} data-testid={`sort-${name}`} onClick={() => onSort(next)}>
          {label}
          {here && <Arrow size={14} strokeWidth={2} aria-hidden />}
        </button>
      ) : (
        label
      )}
    </th>
  );
}

const Line = memo(function Line({ entry, language, habits, labels, act }) {
  const region = entry.region && (labels[`region_${entry.region}`] ?? entry.region);
  const clicked = (event) => {
    if (!event.target.closest("button, input, label") && !getSelection().toString()) act.open(entry.id);
  };
  return (
    <tr data-testid="catalogue-row" data-id={entry.id} data-link="" data-off={entry.enabled ? undefined : ""} onClick={clicked}>
      <td>
        <button type="button" data-name data-testid="catalogue-name" onClick={() => act.open(entry.id)}>
          {entry.label}
        </button>
        {nameOf(entry) !== entry.label && <small className="catalogue-id">{nameOf(entry)}</small>}
        <Notes entry={entry} language={language} labels={labels} />
      </td>
      <td data-label={labels.provider}>
        <span>{entry.provider_label}</span>
        {region && <small>{region}</small>}
      </td>
      <td data-label={labels.window} data-kind="number" data-empty={entry.context_tokens ? undefined : ""}>
        <Window entry={entry} language={language} labels={labels} />
      </td>
      <td data-label={labels.abilities} data-empty={ABILITIES.some(([name]) => entry[name]) ? undefined : ""}>
        <span className="catalogue-marks">{ABILITIES.map(([name, Icon]) => (entry[name] ? <Mark key={name} Icon={Icon} label={labels[name]} /> : <span key={name} />))}</span>
      </td>
      <td data-label={labels.price} data-kind="number">
        <Price entry={entry} language={language} habits={habits} labels={labels} />
      </td>
      <td className="catalogue-switch">
        <label className="admin-switch">
          <input type="checkbox" role="switch" checked={entry.enabled} aria-label={fill(labels.switchOne, { name: entry.label })} data-testid="catalogue-switch" onChange={() => act.flip(entry)} />
        </label>
      </td>
    </tr>
  );
});

function Mark({ Icon, label }) {
  return (
    <span role="img" aria-label={label} title={label}>
      <Icon size={16} strokeWidth={1.75} aria-hidden />
    </span>
  );
}

function Notes({ entry, language, labels }) {
  const day = entry.retires_on && new Intl.DateTimeFormat(language, { dateStyle: "medium", timeZone: "UTC" }).format(new Date(entry.retires_on));
  if (!day && !entry.groups && !entry.changed && !entry.own) return null;
  return (
    <span className="catalogue-notes">
      {day && (
        <small className="ending">
          <CalendarX {...small} /> {fill(labels.endsOn, { day })}
        </small>
      )}
      {entry.groups > 0 && (
        <small>
          <UsersRound {...small} /> {fill(entry.groups === 1 ? labels.oneGroup : labels.manyGroups, { count: entry.groups })}
        </small>
      )}
      {entry.changed && (
        <small>
          <Pencil {...small} /> {labels.changed}
        </small>
      )}
      {entry.own && <small>{labels.own}</small>}
    </span>
  );
}

function Window({ entry, language, labels }) {
  if (!entry.context_tokens) return <span className="admin-none">–</span>;
  const short = new Intl.NumberFormat(language, { notation: "compact", maximumSignificantDigits: 3 });
  const full = new Intl.NumberFormat(language);
  return (
    <span className="figure" title={fill(labels.windowFull, { tokens: full.format(entry.context_tokens) })}>
      {short.format(entry.context_tokens)}
      {entry.max_output_tokens && <small title={fill(labels.outputFull, { tokens: full.format(entry.max_output_tokens) })}>{fill(labels.outputShort, { tokens: short.format(entry.max_output_tokens) })}</small>}
    </span>
  );
}

function Price({ entry, language, habits, labels }) {
  if (entry.price_in === null) {
    return (
      <span className="admin-none" title={labels.unknown}>
        –
      </span>
    );
  }
  if (!entry.price_in && !entry.price_out) return <span>{labels.free}</span>;
  return (
    <span className="figure" title={labels.priceHelp}>
      {moneyText(entry.price_in, language, habits)} / {moneyText(entry.price_out, language, habits)}
    </span>
  );
}

function Outline() {
  return (
    <tr aria-hidden>
      {[0, 1, 2, 3, 4, 5].map((each) => (
        <td key={each}>
          <span className="skeleton" />
        </td>
      ))}
    </tr>
  );
}
