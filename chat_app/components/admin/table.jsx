// A list of administration: search, filters, sorting, pages. The server does it all; here it is asked for.
import { useEffect, useId, useRef, useState } from "react";
import { ArrowDown, ArrowUp, ChevronLeft, ChevronRight, Download, Search, X } from "lucide-react";
import { dateText, moneyText, useHabits } from "$/public/external/chat_app/components/ui/library/habits.js";
import { useLanguage } from "$/public/external/chat_app/components/ui/library/language.js";
import { momentOf } from "$/public/external/chat_app/components/sidebar/library/ages.js";
import { AdminLink } from "./frame.jsx";

const icon = { size: 16, strokeWidth: 1.75, "aria-hidden": true };
const TYPING = 250;
const OUTLINE = [0, 1, 2, 3, 4, 5];

/**
 * `columns`: {key, label, kind?: "text" | "time" | "day" | "number" | "money" | "mono", sort?: true}; the first one names the row.
 * `filterSpec`: {key, label, options: [{value, label}], kind?: "date"}. `csv` is the address of a file, which with `csvFollows` gets
 * what is searched for. `onQuery(search, sort, filters, step)` asks for rows.
 */
export function AdminTable(props) {
  const { columns, rows, status, problem, search, sort, filters, filterSpec, page, hasNext, labels, csv, csvFollows, emptyText, onQuery, onRow, testid } = props;
  const ask = (wish) => onQuery(wish.search ?? search, wish.sort ?? sort, wish.filters ?? filters, wish.step ?? "first");
  const head = useRef(null);
  const shown = useRef(page);
  useEffect(() => {
    if (page === shown.current) return;
    shown.current = page;
    // The buttons stand under the list; another page is read from its head.
    if (head.current.getBoundingClientRect().top < 0) head.current.scrollIntoView({ block: "start" });
  }, [page]);
  const isFiltered = Boolean(search || Object.values(filters).some(Boolean));
  return (
    <section ref={head} className="admin-list" data-testid={testid} data-status={status}>
      <div className="admin-tools" hidden={!labels.search && !filterSpec.length && !csv}>
        {labels.search && <SearchField value={search} label={labels.search} onChange={(text) => ask({ search: text })} />}
        {filterSpec.map((filter) => (
          <Filter key={filter.key} filter={filter} value={filters[filter.key] ?? ""} onChange={(value) => ask({ filters: { ...filters, [filter.key]: value } })} />
        ))}
        {isFiltered && (
          <button type="button" className="button quiet" data-testid="clear-filters" onClick={() => ask({ search: "", filters: {} })}>
            <X {...icon} />
            {labels.clear}
          </button>
        )}
        {csv && <CsvLink href={csv} search={csvFollows ? search : ""} filters={csvFollows ? filters : {}} label={labels.csv} />}
      </div>
      {status === "failed" ? (
        <Failed problem={problem} labels={labels} onRetry={() => ask({ step: "again" })} />
      ) : status === "ready" && !rows.length ? (
        <p className="admin-empty">{isFiltered ? labels.nothing : emptyText || labels.empty}</p>
      ) : (
        <Rows columns={columns} rows={rows} ready={status === "ready"} sort={sort} labels={labels} onSort={(next) => ask({ sort: next })} onRow={onRow} />
      )}
      {(page > 0 || hasNext) && (
        <div role="group" className="admin-pages" aria-label={labels.pages}>
          <button type="button" className="button" aria-disabled={page === 0} data-testid="page-previous" onClick={() => page > 0 && ask({ step: "previous" })}>
            <ChevronLeft {...icon} />
            {labels.previous}
          </button>
          <span className="figure">{labels.page.replace("{page}", page + 1)}</span>
          <button type="button" className="button" aria-disabled={!hasNext} data-testid="page-next" onClick={() => hasNext && ask({ step: "next" })}>
            {labels.next}
            <ChevronRight {...icon} />
          </button>
        </div>
      )}
    </section>
  );
}

function Rows({ columns, rows, ready, sort, labels, onSort, onRow }) {
  return (
    <div className="admin-table-frame">
      <table className="admin-table" aria-busy={!ready}>
        <thead>
          <tr>
            {columns.map((column) => (
              <Heading key={column.key} column={column} sort={sort} labels={labels} onSort={onSort} />
            ))}
          </tr>
        </thead>
        <tbody>{ready ? rows.map((row) => <Line key={row.id} row={row} columns={columns} onRow={onRow} />) : OUTLINE.map((each) => <Outline key={each} columns={columns} />)}</tbody>
      </table>
    </div>
  );
}

function Heading({ column, sort, labels, onSort }) {
  const here = sort.replace("-", "") === column.key;
  const falling = here && sort.startsWith("-");
  const direction = here ? (falling ? "descending" : "ascending") : undefined;
  const Arrow = falling ? ArrowDown : ArrowUp;
  return (
    <th scope="col" aria-sort={direction} data-kind={column.kind}>
      {column.sort ? (
        <button type="button" title={labels.sort} onClick={() => onSort(here && !falling ? `-${column.key}` : column.key)}>
          {column.label}
          {here && <Arrow size={14} strokeWidth={2} aria-hidden />}
        </button>
      ) : (
        column.label
      )}
    </th>
  );
}

function Line({ row, columns, onRow }) {
  const link = useRef(null);
  // The whole row is the target of a pointer; keys and screen readers have the link in it.
  const clicked = (event) => {
    if (!event.target.closest("a, button, input") && !getSelection().toString()) link.current?.querySelector("a, button")?.click();
  };
  return (
    <tr data-testid="admin-row" data-id={row.id} data-link={row.href || onRow ? "" : undefined} onClick={clicked}>
      {columns.map((column, index) => (
        <td key={column.key} data-kind={column.kind} data-label={column.label} data-empty={row.cells[column.key] ? undefined : ""} ref={index ? undefined : link}>
          {index === 0 && row.href ? (
            <AdminLink href={row.href}>{row.cells[column.key]}</AdminLink>
          ) : index === 0 && onRow ? (
            <button type="button" onClick={() => onRow(row.id)}>
              <Cell column={column} row={row} />
            </button>
          ) : (
            <Cell column={column} row={row} />
          )}
          {row.notes?.[column.key] && <small>{row.notes[column.key]}</small>}
        </td>
      ))}
    </tr>
  );
}

function Cell({ column, row }) {
  const value = row.cells[column.key] ?? "";
  const language = useLanguage();
  const habits = useHabits();
  const tone = row.tones?.[column.key];
  if (value && tone) return <span className={`admin-badge ${tone}`}>{value}</span>;
  if (!value) return <span className="admin-none">–</span>;
  if (column.kind === "day") return <Day time={value} language={language} />;
  if (column.kind === "time") return <Moment time={value} />;
  if (column.kind === "money") return <span className="figure">{moneyText(Number(value), language, habits)}</span>;
  if (column.kind === "number") return <span className="figure">{/^-?\d+$/.test(value) ? new Intl.NumberFormat(language).format(Number(value)) : value}</span>;
  return column.kind === "mono" ? <code>{value}</code> : <span>{value}</span>;
}

/** A moment as the reader likes it, the exact one in the tooltip. `time` is ISO. */
export function Moment({ time }) {
  const language = useLanguage();
  const { dateFormat } = useHabits();
  const ms = Date.parse(time);
  if (Number.isNaN(ms)) return <span className="admin-none">–</span>;
  return (
    <time dateTime={time} title={momentOf(ms, language)} className="figure">
      {dateText(ms, language, dateFormat)}
    </time>
  );
}

function Day({ time, language }) {
  const ms = Date.parse(time);
  return (
    <time dateTime={time} title={momentOf(ms, language)} className="figure">
      {new Intl.DateTimeFormat(language, { dateStyle: "medium" }).format(ms)}
    </time>
  );
}

function Outline({ columns }) {
  return (
    <tr aria-hidden>
      {columns.map((column) => (
        <td key={column.key}>
          <span className="skeleton" />
        </td>
      ))}
    </tr>
  );
}

export function SearchField({ value, label, onChange }) {
  const [text, setText] = useState(value);
  const asked = useRef(value);
  const latest = useRef(onChange);
  latest.current = onChange;
  useEffect(() => {
    // What the server says counts unless it only repeats an older wish while the reader goes on.
    if (value !== asked.current) setText((asked.current = value));
  }, [value]);
  useEffect(() => {
    if (text === asked.current) return undefined;
    const timer = setTimeout(() => latest.current((asked.current = text)), TYPING);
    return () => clearTimeout(timer);
  }, [text]);
  return (
    <label className="list-search admin-search">
      <Search {...icon} />
      <input type="search" value={text} placeholder={label} aria-label={label} maxLength={200} data-testid="admin-search" onChange={(event) => setText(event.target.value)} />
    </label>
  );
}

function Filter({ filter, value, onChange }) {
  const id = useId();
  const shared = { id, value, "data-testid": `filter-${filter.key}`, onChange: (event) => onChange(event.target.value) };
  return (
    <span className="admin-filter" data-active={value ? "" : undefined}>
      <label htmlFor={id}>{filter.label}</label>
      {filter.kind === "date" ? (
        <input type="date" {...shared} />
      ) : (
        <select {...shared}>
          <option value="">{filter.any}</option>
          {filter.options.map((option) => (
            <option key={option.value} value={option.value}>
              {option.label}
            </option>
          ))}
        </select>
      )}
    </span>
  );
}

function CsvLink({ href, search, filters, label }) {
  const query = new URLSearchParams(Object.entries({ search, ...filters }).filter(([, value]) => value)).toString();
  return (
    <a className="button quiet admin-csv" href={query ? `${href}?${query}` : href} download data-testid="csv">
      <Download {...icon} />
      <span>{label}</span>
    </a>
  );
}

function Failed({ problem, labels, onRetry }) {
  return (
    <div className="admin-empty" role="alert">
      <p>{problem}</p>
      <button type="button" className="button" onClick={onRetry}>
        {labels.retry}
      </button>
    </div>
  );
}
