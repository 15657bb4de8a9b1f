// VAT of some days by country and rate, the thresholds of the year, and files for return forms and bookkeeping.
import { useRef, useState } from "react";
import { Download } from "lucide-react";
import { useLanguage } from "$/public/external/chat_app/components/ui/library/language.js";
import { useRemote } from "$/public/external/chat_app/components/ui/library/remote.js";
import { fill } from "$/public/external/chat_app/components/admin/library/words.js";
import { Card, Empty, Failed, Outline, icon } from "./card.jsx";
import { centsText } from "./money.js";
import { countryName, rateText } from "./profile.jsx";
import "$/public/styles/admin.css";
import "$/public/styles/billing.css";
import "$/public/styles/invoices.css";

const FILES = ["vat", "oss", "zm", "datev"];
const PERIODS = ["this_month", "last_month", "last_quarter", "this_year"];
const NEAR = 80n;

export function TaxReports({ labels }) {
  const [days, setDays] = useState(() => daysOf("last_quarter"));
  const asked = useDays(days);
  const { data: report, failed, reload } = useRemote(`/admin/billing/reports/vat.json?${asked}`);
  return (
    <Card title={labels.title} text={labels.text} testid="tax-reports">
      <Days days={days} labels={labels} onChange={setDays} />
      {failed && <Failed text={failed} labels={labels} onRetry={reload} />}
      {!failed && !report && <Outline rows={3} />}
      {report && !failed && (
        <>
          {report.rows.length ? <Table report={report} labels={labels} /> : <Empty text={labels.none} />}
          <Limits report={report} labels={labels} />
        </>
      )}
      <div className="report-files" role="group" aria-label={labels.files}>
        {FILES.map((name) => (
          <a key={name} className="button" href={`/api/v1/admin/billing/reports/${name}?${asked}`} download data-testid={`report-${name}`}>
            <Download {...icon} />
            {labels[`file_${name}`]}
          </a>
        ))}
      </div>
    </Card>
  );
}

// The last whole period: a date that is being typed is none for a while.
function useDays({ first, last }) {
  const whole = useRef("");
  if (first && last) whole.current = `from=${first}&to=${last}`;
  return whole.current;
}

function Days({ days, labels, onChange }) {
  return (
    <div className="report-days">
      {["first", "last"].map((end) => (
        <label key={end} className="form-field">
          <span className="form-label">{end === "first" ? labels.from : labels.to}</span>
          <input type="date" className="form-input" value={days[end]} data-testid={`report-${end}`} onChange={(event) => onChange({ ...days, [end]: event.target.value })} />
        </label>
      ))}
      <div className="report-periods">
        {PERIODS.map((name) => (
          <button key={name} type="button" className="button quiet" onClick={() => onChange(daysOf(name))}>
            {labels[name]}
          </button>
        ))}
      </div>
    </div>
  );
}

function Table({ report, labels }) {
  const language = useLanguage();
  const money = (cents) => centsText(cents, report.currency, language);
  return (
    <div className="admin-table-frame">
      <table className="admin-table" data-testid="vat-table">
        <thead>
          <tr>
            <th scope="col">{labels.country}</th>
            <th scope="col">{labels.category}</th>
            {["rate", "invoices", "net", "vat", "total"].map((name) => (
              <th key={name} scope="col" data-kind="number">
                {labels[name]}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {report.rows.map((row) => (
            <tr key={`${row.country}${row.category}${row.rate_points}`}>
              <td data-label={labels.country}>{countryName(row.country, language)}</td>
              <td data-label={labels.category}>{labels[`category_${row.category}`]}</td>
              <td data-kind="number" data-label={labels.rate}>{rateText(row.rate_points, language)}</td>
              <td data-kind="number" data-label={labels.invoices}>{row.invoices + row.corrections}</td>
              <td data-kind="number" data-label={labels.net}>{money(row.net_cents)}</td>
              <td data-kind="number" data-label={labels.vat}>{money(row.vat_cents)}</td>
              <td data-kind="number" data-label={labels.total}>{money(row.total_cents)}</td>
            </tr>
          ))}
        </tbody>
        <tfoot>
          <tr>
            <th scope="row" colSpan={4}>
              {labels.sum}
            </th>
            <td data-kind="number" data-label={labels.net}>{money(report.net_cents)}</td>
            <td data-kind="number" data-label={labels.vat}>{money(report.vat_cents)}</td>
            <td data-kind="number" data-label={labels.total}>{money(report.total_cents)}</td>
          </tr>
        </tfoot>
      </table>
    </div>
  );
}

function Limits({ report, labels }) {
  const year = report.last_day.slice(0, 4);
  return (
    <div className="report-limits">
      <Limit title={fill(labels.threshold, { year })} value={report.threshold_cents} limit={report.threshold_limit_cents} report={report} labels={labels} />
      {report.turnover_limit_cents > 0 && <Limit title={fill(labels.turnover, { year })} value={report.turnover_cents} limit={report.turnover_limit_cents} report={report} labels={labels} />}
      {report.contradictions > 0 && <p data-near="">{fill(labels.contradictions, { count: report.contradictions })}</p>}
    </div>
  );
}

function Limit({ title, value, limit, report, labels }) {
  const language = useLanguage();
  const near = BigInt(value) * 100n >= BigInt(limit) * NEAR;
  const words = fill(labels.of, { used: centsText(value, report.currency, language), limit: centsText(limit, report.currency, language) });
  return (
    <p data-near={near ? "" : undefined}>
      <span>{title}</span>
      <meter min={0} max={limit} value={Math.max(0, Math.min(value, limit))} aria-label={title} />
      <small>{near ? `${words} ${labels.threshold_near}` : words}</small>
    </p>
  );
}

const iso = (date) => `${date.getFullYear()}-${String(date.getMonth() + 1).padStart(2, "0")}-${String(date.getDate()).padStart(2, "0")}`;

// Whole months around today; a quarter is the last one that is over.
function daysOf(period) {
  const today = new Date();
  const [year, month] = [today.getFullYear(), today.getMonth()];
  const quarter = Math.trunc(month / 3) * 3;
  const begins = { this_month: month, last_month: month - 1, last_quarter: quarter - 3, this_year: 0 }[period];
  const months = { this_month: 1, last_month: 1, last_quarter: 3, this_year: 12 }[period];
  return { first: iso(new Date(year, begins, 1)), last: iso(new Date(year, begins + months, 0)) };
}
