// Every call, latest first; a click shows how its cost came about.
import { Fragment, useEffect, useId, useState } from "react";
import { ChevronDown } from "lucide-react";
import { dayText } from "$/public/external/chat_app/components/ui/library/habits.js";
import { useLanguage } from "$/public/external/chat_app/components/ui/library/language.js";
import { CostLines } from "$/public/external/chat_app/components/models/library/cost_lines.jsx";
import { AdminLink, Facts } from "$/public/external/chat_app/components/admin/library/frame.jsx";
import { Moment } from "$/public/external/chat_app/components/admin/library/table.jsx";
import { fill } from "$/public/external/chat_app/components/admin/library/words.js";

export function Calls({ site, calls, cursor, day, labels, kinds, units, onMore, onAllDays }) {
  const language = useLanguage();
  const heading = useId();
  const [open, setOpen] = useState("");
  const [busy, setBusy] = useState(false);
  useEffect(() => setBusy(false), [calls]);
  const more = () => {
    setBusy(true);
    onMore();
  };
  const columns = site ? ["when", "person", "what", "model", "tokens", "cost", "paid", "margin"] : ["when", "what", "model", "chat", "tokens", "amount"];
  return (
    <section className="usage-calls" aria-labelledby={heading} data-testid="calls">
      <header>
        <h2 id={heading}>{day ? fill(labels.calls_on, { day: dayText(day, language) }) : labels.calls_title}</h2>
        {day && (
          <button type="button" className="button quiet" data-testid="all-days" onClick={onAllDays}>
            {labels.all_days}
          </button>
        )}
      </header>
      {calls.length === 0 ? (
        <p className="usage-none">{labels.no_calls}</p>
      ) : (
        <div className="admin-table-frame">
          <table className="admin-table">
            <thead>
              <tr>
                {columns.map((name) => (
                  <th key={name} scope="col" data-kind={AMOUNTS.has(name) ? "number" : undefined}>
                    {labels[`column_${name}`]}
                  </th>
                ))}
                <th scope="col">
                  <span className="visually-hidden">{labels.split}</span>
                </th>
              </tr>
            </thead>
            <tbody>
              {calls.map((call) => (
                <Fragment key={call.id}>
                  <Row {...{ call, columns, labels, kinds }} open={open === call.id} onOpen={() => setOpen(open === call.id ? "" : call.id)} />
                  {open === call.id && (
                    <tr className="usage-split-row">
                      <td colSpan={columns.length + 1}>
                        <Split call={call} site={site} labels={labels} units={units} />
                      </td>
                    </tr>
                  )}
                </Fragment>
              ))}
            </tbody>
          </table>
        </div>
      )}
      {cursor && (
        <button type="button" className="button usage-more" aria-busy={busy} data-testid="more-calls" onClick={more}>
          {labels.more}
        </button>
      )}
    </section>
  );
}

const AMOUNTS = new Set(["tokens", "amount", "cost", "paid", "margin"]);

function Row({ call, columns, labels, kinds, open, onOpen }) {
  const clicked = (event) => !event.target.closest("a, button") && !getSelection().toString() && onOpen();
  return (
    <tr data-testid="call" data-id={call.id} data-link="" onClick={clicked}>
      {columns.map((name) => (
        <td key={name} data-kind={AMOUNTS.has(name) ? "number" : undefined} data-label={labels[`column_${name}`]}>
          <Cell name={name} call={call} labels={labels} kinds={kinds} />
        </td>
      ))}
      <td className="usage-open">
        <button type="button" className="icon-button" aria-expanded={open} aria-label={`${labels.split}: ${call.model || call.model_id}`} data-testid="open-call" onClick={onOpen}>
          <ChevronDown size={16} strokeWidth={1.75} aria-hidden />
        </button>
      </td>
    </tr>
  );
}

function Cell({ name, call, labels, kinds }) {
  if (name === "when") return <Moment time={call.at} />;
  if (name === "what") return <span>{kinds[call.kind] ?? call.kind}</span>;
  if (name === "model") return <span title={call.model_id}>{call.model || call.model_id}</span>;
  if (name === "person") return <AdminLink href={call.person_href}>{call.person || labels.unnamed}</AdminLink>;
  if (name === "chat") return <Place call={call} labels={labels} />;
  if (name === "tokens") return <span className="figure">{`${call.estimated ? "≈ " : ""}${call.short_tokens}`}</span>;
  if (name === "cost" || name === "margin") return call[name] ? <span className="figure">{call[name]}</span> : <span className="admin-none">–</span>;
  return <Amount call={call} labels={labels} />;
}

function Place({ call, labels }) {
  if (!call.chat_href) return <span className="admin-none">–</span>;
  return (
    <>
      <AdminLink href={call.chat_href}>{call.chat || labels.untitled}</AdminLink>
      {call.project && <small>{call.project}</small>}
    </>
  );
}

function Amount({ call, labels }) {
  if (!call.amount) return <span className="usage-unknown">{labels.unknown}</span>;
  return (
    <>
      <span className="figure" title={call.exact || undefined}>
        {call.amount}
      </span>
      {call.own_key && <small className="admin-badge">{labels.billed}</small>}
    </>
  );
}

// How the amount came about, and what else is known of the call.
function Split({ call, site, labels, units }) {
  const language = useLanguage();
  const facts = [
    ["tokens_in", call.tokens_in],
    ["tokens_out", call.tokens_out],
    ["tokens_cached", call.tokens_cached],
    ["tokens_reasoning", call.tokens_reasoning],
    ["provider", call.provider],
    ["key", call.key_name || (call.by_program && labels.gone_key)],
    ["duration", call.duration],
    ["price_version", call.price_version],
    ["rate", call.rate && call.rate_day ? `${call.rate} · ${fill(labels.rate_of, { day: dayText(call.rate_day, language) })}` : call.rate],
    ["status", call.status === "complete" ? "" : (labels[`status_${call.status}`] ?? call.status)],
  ].filter(([, value]) => value);
  return (
    <div className="usage-split" data-testid="split">
      {call.lines.length > 0 && (
        <CostLines
          lines={call.lines.map((line) => ({ ...line, kind: units[line.kind] ?? line.kind }))}
          total={call.exact ? `${call.exact} ${call.amount}` : call.amount}
          labels={{
            caption: labels.split,
            kind: labels.split_unit,
            count: labels.split_count,
            rate: labels.split_rate,
            amount: labels.split_amount,
            total: call.own_key ? labels.billed : labels.figure_paid,
          }}
        />
      )}
      <Facts facts={facts} labels={labels} />
      {call.estimated && <p className="usage-none">{labels.estimated}</p>}
      {site && call.own_key && <p className="usage-none">{labels.own_note}</p>}
    </div>
  );
}
