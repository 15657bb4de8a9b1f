// Invoices with their documents. The files are what was made once; the browser saves them as they are.
import { useCallback, useEffect, useState } from "react";
import { Download, Mail } from "lucide-react";
import { ApiError, api } from "$/public/external/chat_app/components/ui/library/api.js";
import { useLanguage } from "$/public/external/chat_app/components/ui/library/language.js";
import { fill } from "$/public/external/chat_app/components/admin/library/words.js";
import { Card, Empty, Failed, Outline, icon } from "./card.jsx";
import { centsText } from "./money.js";
import "$/public/styles/billing.css";
import "$/public/styles/invoices.css";

const AGAIN = 3_000;

export function Invoices({ labels }) {
  const { items, cursor, failed, reload, more } = useInvoices();
  const waits = items?.some((invoice) => !invoice.ready);
  useEffect(() => {
    if (!waits) return undefined;
    const timer = setTimeout(reload, AGAIN);
    return () => clearTimeout(timer);
  }, [waits, items, reload]);
  return (
    <Card title={labels.title} text={labels.text} testid="invoices">
      {failed && <Failed text={failed} labels={labels} onRetry={reload} />}
      {!failed && !items && <Outline rows={3} />}
      {items?.length === 0 && <Empty text={labels.none} />}
      {items?.length > 0 && (
        <ul className="invoices">
          {items.map((invoice) => (
            <Row key={invoice.id} invoice={invoice} labels={labels} />
          ))}
        </ul>
      )}
      {cursor && (
        <button type="button" className="button" data-testid="more-invoices" onClick={more}>
          {labels.more}
        </button>
      )}
    </Card>
  );
}

function useInvoices() {
  const [state, setState] = useState({ items: null, cursor: "", failed: "" });
  const ask = useCallback(async (cursor, signal) => {
    try {
      const page = await api(`/billing/invoices?cursor=${cursor}`, { signal });
      setState((before) => ({ items: cursor ? [...before.items, ...page.items] : page.items, cursor: page.next_cursor, failed: "" }));
    } catch (error) {
      if (error.name !== "AbortError") setState((before) => ({ ...before, failed: (error instanceof ApiError && error.message) || " " }));
    }
  }, []);
  const reload = useCallback(() => ask(""), [ask]);
  useEffect(() => {
    const stop = new AbortController();
    ask("", stop.signal);
    const back = () => document.visibilityState === "visible" && ask("", stop.signal);
    document.addEventListener("visibilitychange", back);
    return () => {
      stop.abort();
      document.removeEventListener("visibilitychange", back);
    };
  }, [ask]);
  return { ...state, reload, more: () => ask(state.cursor) };
}

function Row({ invoice, labels }) {
  const language = useLanguage();
  const [said, setSaid] = useState({ text: "", wrong: false });
  const day = new Date(invoice.issued_at).toLocaleDateString(language, { dateStyle: "medium" });
  const notes = [
    invoice.corrects && fill(labels.corrects, { number: invoice.corrects }),
    invoice.corrected_by.length > 0 && fill(labels.corrected_by, { numbers: invoice.corrected_by.join(", ") }),
    invoice.sent_to && fill(labels.sent, { email: invoice.sent_to }),
  ].filter(Boolean);
  return (
    <li data-testid="invoice" data-number={invoice.number} data-kind={invoice.kind}>
      <div className="invoice-what">
        <b>{invoice.number}</b>
        <span>
          {labels[`kind_${invoice.kind}`]} · <time dateTime={invoice.issued_at}>{day}</time>
        </span>
        {notes.map((note) => (
          <small key={note}>{note}</small>
        ))}
      </div>
      <b className="invoice-total">{centsText(invoice.total_cents, invoice.currency, language)}</b>
      {invoice.ready ? <Documents invoice={invoice} labels={labels} onSaid={setSaid} /> : <span className="invoice-writing">{labels.writing}</span>}
      <p role="status" className={said.wrong ? "invoice-said form-problem" : "invoice-said"}>
        {said.text}
      </p>
    </li>
  );
}

function Documents({ invoice, labels, onSaid }) {
  const address = (format) => `/api/v1/billing/invoices/${invoice.id}/${format}`;
  const named = (format) => fill(labels.download, { format: labels[format], number: invoice.number });
  return (
    <div className="invoice-files">
      <a className="button" href={address("pdf")} download data-testid="invoice-pdf" aria-label={named("pdf")}>
        <Download {...icon} />
        {labels.pdf}
      </a>
      {["xml", "xrechnung"].map((format) => (
        <a key={format} className="button quiet" href={address(format)} download data-testid={`invoice-${format}`} aria-label={named(format)}>
          {labels[format]}
        </a>
      ))}
      <MailButton invoice={invoice} labels={labels} onSaid={onSaid} />
    </div>
  );
}

function MailButton({ invoice, labels, onSaid }) {
  const [busy, setBusy] = useState(false);
  const send = async () => {
    if (busy) return;
    setBusy(true);
    try {
      const { email } = await api(`/billing/invoices/${invoice.id}/mail`, { method: "POST" });
      onSaid({ text: fill(labels.mailed, { email }), wrong: false });
    } catch (error) {
      onSaid({ text: (error instanceof ApiError && error.message) || labels.failed, wrong: true });
    }
    setBusy(false);
  };
  return (
    <button type="button" className="button quiet" aria-busy={busy} aria-label={`${labels.mail}: ${invoice.number}`} data-testid="invoice-mail" onClick={send}>
      <Mail {...icon} />
      <span>{labels.mail}</span>
    </button>
  );
}
