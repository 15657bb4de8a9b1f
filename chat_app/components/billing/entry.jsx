// One movement of the wallet: what it was, how much, what was left; opened, how the amount came about.
import { useId } from "react";
import { ArrowDownToLine, ChevronDown, Gift, Hourglass, MessageSquare, RotateCcw, Scale, TicketPercent, TriangleAlert } from "lucide-react";
import { dayText } from "$/public/external/chat_app/components/ui/library/habits.js";
import { useLanguage } from "$/public/external/chat_app/components/ui/library/language.js";
import { AdminLink, Facts } from "$/public/external/chat_app/components/admin/library/frame.jsx";
import { Moment } from "$/public/external/chat_app/components/admin/library/table.jsx";
import { fill } from "$/public/external/chat_app/components/admin/library/words.js";
import { CallCost } from "./call_cost.jsx";
import { balanceText, centsText, exactText, nanoText } from "./money.js";

const ICONS = {
  charge: MessageSquare,
  top_up: ArrowDownToLine,
  grant: Gift,
  voucher: TicketPercent,
  allowance: Gift,
  expiry: Hourglass,
  refund: RotateCcw,
  dispute: TriangleAlert,
  correction: Scale,
};
const shortModel = (id) => id.slice(id.indexOf("/") + 1);

export function Entry({ entry, currency, labels, kinds, units, open, onOpen }) {
  const language = useLanguage();
  const body = useId();
  const Icon = ICONS[entry.kind];
  const incoming = !entry.amount_nano.startsWith("-");
  const clicked = (event) => !event.target.closest("a, button") && !getSelection().toString() && onOpen();
  return (
    <li data-testid="entry" data-kind={entry.kind} data-open={open ? "" : undefined}>
      <div className="billing-entry" onClick={clicked}>
        <span className="billing-entry-icon">
          <Icon size={18} strokeWidth={1.75} aria-hidden />
        </span>
        <div className="billing-entry-text">
          <span>{titleOf(entry, labels, kinds)}</span>
          <small>
            <Moment time={entry.at} />
            <Context entry={entry} labels={labels} />
          </small>
        </div>
        <div className="billing-entry-amount">
          <span className="figure" data-in={incoming ? "" : undefined} title={exactText(entry.amount_nano, currency, language)}>
            {`${incoming ? "+" : ""}${nanoText(entry.amount_nano, currency, language)}`}
          </span>
          {entry.after_nano !== null && <small className="figure">{fill(labels.after, { amount: balanceText(entry.after_nano, currency, language) })}</small>}
        </div>
        <button type="button" className="icon-button" aria-expanded={open} aria-controls={open ? body : undefined} aria-label={`${labels.explain}: ${titleOf(entry, labels, kinds)}`} data-testid="explain" onClick={onOpen}>
          <ChevronDown size={16} strokeWidth={1.75} aria-hidden />
        </button>
      </div>
      {open && (
        <div id={body} className="billing-entry-more" data-testid="explanation">
          <Explanation {...{ entry, currency, labels, units, language }} />
        </div>
      )}
    </li>
  );
}

const titleOf = (entry, labels, kinds) => (entry.kind === "charge" && entry.call ? `${kinds[entry.call.kind] ?? entry.call.kind} · ${shortModel(entry.call.model_id)}` : labels[`kind_${entry.kind}`]);

// The one thing by which somebody recognises it.
function Context({ entry, labels }) {
  const { call, order } = entry;
  if (entry.by_other) return <span>{labels.by_other}</span>;
  if (call?.conversation_id) return <AdminLink href={`/c/${call.conversation_id}`}>{call.conversation_title || labels.untitled}</AdminLink>;
  if (call?.key_name) return <span>{call.key_name}</span>;
  if (order?.invoice_number) return <span>{order.invoice_number}</span>;
  if (entry.voucher_hint) return <span>{`… ${entry.voucher_hint}`}</span>;
  return entry.note && entry.kind !== "allowance" ? <span>{entry.note}</span> : null;
}

function Explanation({ entry, currency, labels, units, language }) {
  const { call, order } = entry;
  const cents = (amount) => centsText(amount, currency, language);
  const facts = [
    BigInt(entry.given_nano) > 0n && ["of_it_given", nanoText(entry.given_nano, currency, language)],
    order && ["order_total", `${cents(order.total_cents)} (${fill(labels.of_it_vat, { amount: cents(order.vat_cents) })})`],
    order?.automatic && ["order_how", labels.order_automatic],
    entry.refunded_cents > 0 && ["refunded", cents(entry.refunded_cents)],
    order?.invoice_id && [entry.kind === "refund" ? "correction_invoice" : "invoice", <InvoiceLink key="invoice" order={order} />],
    entry.note && entry.kind !== "allowance" && ["note", entry.note],
    entry.left_nano !== null && ["left", nanoText(entry.left_nano, currency, language)],
    entry.expires_at && ["expires", dayText(entry.expires_at.slice(0, 10), language)],
  ].filter(Boolean);
  return (
    <>
      <p>{labels[`explain_${entry.kind}`]}</p>
      {call && <CallCost {...{ call, entry, currency, labels, units, language }} />}
      {facts.length > 0 && <Facts facts={facts} labels={labels} />}
    </>
  );
}

const InvoiceLink = ({ order }) => (
  <a href={`/api/v1/billing/invoices/${order.invoice_id}/pdf`} download>
    {order.invoice_number}
  </a>
);
