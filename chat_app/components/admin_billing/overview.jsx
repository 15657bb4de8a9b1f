// The house at a glance: what it took and gave in a period, day by day, what wants to be looked at, and its accounts.
import { useId, useState } from "react";
import { ArrowRight, CircleCheck, Table2, TriangleAlert } from "lucide-react";
import { fill } from "$/public/external/chat_app/components/admin/library/words.js";
import { Card, Failed, Outline } from "$/public/external/chat_app/components/billing/library/card.jsx";
import { exactText, nanoText } from "$/public/external/chat_app/components/billing/library/money.js";
import { dayText } from "$/public/external/chat_app/components/ui/library/habits.js";
import { useLanguage } from "$/public/external/chat_app/components/ui/library/language.js";
import { useRemote } from "$/public/external/chat_app/components/ui/library/remote.js";
import { BooksCard } from "./books.jsx";
import { BASE, icon } from "./calls.js";

const DAYS = [7, 30, 90, 365];
const DAY = 86_400_000;
const since = (days) => new Date(Date.now() - (days - 1) * DAY).toISOString().slice(0, 10);

export function OverviewTab({ books, labels, onBooks, onTab }) {
  const [days, setDays] = useState(30);
  const { data, failed, reload } = useRemote(`${BASE}/overview?from=${since(days)}&to=${since(1)}`);
  if (!data) return failed ? <Failed text={failed} labels={labels} onRetry={reload} /> : <Outline rows={5} />;
  return (
    <div className="billing-content" data-testid="house-overview" data-days={data.days.length}>
      <div className="admin-tools">
        <div className="segments" role="group" aria-label={labels.period}>
          {DAYS.map((each) => (
            <label key={each} className="segment">
              <input type="radio" name="house-period" checked={each === days} data-testid={`days-${each}`} onChange={() => setDays(each)} />
              <span>{fill(labels.days, { count: each })}</span>
            </label>
          ))}
        </div>
      </div>
      <Figures data={data} labels={labels} />
      <Todo data={data} labels={labels} onTab={onTab} />
      <DayChart data={data} labels={labels} />
      <BooksCard books={books} labels={labels} onChanged={onBooks} />
      <Accounts data={data} labels={labels} />
    </div>
  );
}

function Figures({ data, labels }) {
  const language = useLanguage();
  const money = (nano) => nanoText(nano, data.currency, language);
  const { figures, wallets } = data;
  const shown = [
    ["turnover", figures.turnover, fill(labels.turnover_note, { given: money(figures.turnover_given), calls: new Intl.NumberFormat(language).format(figures.calls) })],
    ["provider_cost", figures.provider_cost, ""],
    ["margin", data.margin, ""],
    ["sold", figures.sold, fill(labels.sold_note, { vat: money(figures.vat), refunded: money(figures.refunded), fees: money(figures.fees) })],
    ["given", figures.given, fill(labels.given_note, { expired: money(figures.expired) })],
    ["written_off", figures.written_off, data.loses_too_much ? labels.written_off_much : labels.written_off_note],
    ["wallets", wallets.balance, fill(labels.wallets_note, { count: wallets.count, paid: money(wallets.paid), held: money(wallets.held) })],
  ];
  return (
    <ul className="admin-figures billing-figures" data-testid="house-figures">
      {shown.map(([name, nano, note]) => (
        <li key={name} data-testid={`house-${name}`} data-low={name === "written_off" && data.loses_too_much ? "" : undefined}>
          <div>
            <span>{labels[`figure_${name}`]}</span>
            <strong className="figure" title={exactText(nano, data.currency, language)}>
              {money(nano)}
            </strong>
            {note && <small>{note}</small>}
          </div>
        </li>
      ))}
    </ul>
  );
}

const PLACES = {
  seller: "settings",
  refused_orders: "purchases",
  open_disputes: "purchases",
  withdrawals: "purchases",
  differences: "purchases",
  waiting_events: "purchases",
  overdue_holds: "wallets",
};

function Todo({ data, labels, onTab }) {
  const language = useLanguage();
  const counted = { ...data.todo, seller: data.seller_missing.length };
  const found = Object.keys(PLACES).filter((name) => counted[name] > 0);
  const old = BigInt(data.todo.old_clearing);
  return (
    <Card title={labels.todo} testid="house-todo">
      <ul className="admin-warnings">
        {found.map((name) => (
          <li key={name} className="warning">
            <TriangleAlert size={18} strokeWidth={1.75} aria-hidden />
            <span>{fill(labels[`todo_${name}`], { count: counted[name] })}</span>
            <a href={`#${PLACES[name]}`} className="text-button" onClick={(event) => (event.preventDefault(), onTab(PLACES[name]))}>
              {labels.look} <ArrowRight size={14} strokeWidth={2} aria-hidden />
            </a>
          </li>
        ))}
        {old > 0n && (
          <li className="warning">
            <TriangleAlert size={18} strokeWidth={1.75} aria-hidden />
            <span>{fill(labels.todo_old_clearing, { amount: nanoText(old, data.currency, language) })}</span>
          </li>
        )}
        {!found.length && old === 0n && (
          <li className="good">
            <CircleCheck size={18} strokeWidth={1.75} aria-hidden />
            <span>{labels.todo_none}</span>
          </li>
        )}
      </ul>
    </Card>
  );
}

const height = (part, whole) => `${whole > 0n && part > 0n ? Number((part * 1000n) / whole) / 10 : 0}%`;

function DayChart({ data, labels }) {
  const language = useLanguage();
  const heading = useId();
  const [table, setTable] = useState(false);
  const [looked, setLooked] = useState(-1);
  const bars = data.days.map((day) => ({ day: day.day, turnover: BigInt(day.turnover), cost: BigInt(day.provider_cost) }));
  const most = bars.reduce((top, bar) => (bar.turnover > top ? bar.turnover : bar.cost > top ? bar.cost : top), 0n);
  if (most === 0n) return null;
  const money = (nano) => nanoText(nano, data.currency, language);
  const words = (bar) => `${dayText(bar.day, language)}: ${labels.figure_turnover} ${money(bar.turnover)} · ${labels.figure_provider_cost} ${money(bar.cost)}`;
  const shown = bars[looked] ?? bars.findLast((bar) => bar.turnover > 0n) ?? bars.at(-1);
  return (
    <section className="billing-card house-chart" aria-labelledby={heading} data-testid="house-chart">
      <header>
        <h2 id={heading}>{labels.per_day}</h2>
        <p className="house-legend" aria-hidden>
          <span>
            <i /> {labels.figure_turnover}
          </span>
          <span>
            <i className="cost" /> {labels.figure_provider_cost}
          </span>
        </p>
        <button type="button" className="icon-button" aria-pressed={table} aria-label={labels.as_table} title={labels.as_table} onClick={() => setTable(!table)}>
          <Table2 {...icon} />
        </button>
      </header>
      {table ? (
        <div className="house-scroll" tabIndex={0} role="region" aria-label={labels.as_table}>
          <table className="house-plain">
            <thead>
              <tr>
                <th scope="col">{labels.day}</th>
                <th scope="col">{labels.figure_turnover}</th>
                <th scope="col">{labels.figure_provider_cost}</th>
              </tr>
            </thead>
            <tbody>
              {bars.map((bar) => (
                <tr key={bar.day}>
                  <th scope="row">{dayText(bar.day, language)}</th>
                  <td>{money(bar.turnover)}</td>
                  <td>{money(bar.cost)}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      ) : (
        <>
          <div className="house-columns" role="img" aria-label={labels.per_day} onPointerLeave={() => setLooked(-1)}>
            {bars.map((bar, index) => (
              <span key={bar.day} data-day={bar.day} title={words(bar)} onPointerEnter={() => setLooked(index)}>
                <i style={{ height: height(bar.turnover, most) }} />
                <i className="cost" style={{ height: height(bar.cost, most) }} />
              </span>
            ))}
          </div>
          <div className="house-axis" aria-hidden>
            <span>{dayText(bars[0].day, language)}</span>
            <span>{dayText(bars.at(-1).day, language)}</span>
          </div>
          <p className="house-looked">{words(shown)}</p>
        </>
      )}
    </section>
  );
}

function Accounts({ data, labels }) {
  const language = useLanguage();
  return (
    <Card title={labels.accounts} text={labels.accounts_text} testid="house-accounts">
      <dl className="house-accounts">
        {data.accounts.map((account) => (
          <div key={account.kind}>
            <dt>{labels[`account_${account.kind}`]}</dt>
            <dd className="figure" title={exactText(account.balance, data.currency, language)}>
              {nanoText(account.balance, data.currency, language)}
            </dd>
          </div>
        ))}
      </dl>
    </Card>
  );
}
