// Back from the payment page (?order=…): says what became of the order, waits for a payment that is still on its way, and leads
// back to where the person came from. The address is cleaned, so that a reload does not say it again.
import { useEffect, useRef, useState } from "react";
import { ArrowRight, CircleAlert, CircleCheck, Hourglass, LoaderCircle, X } from "lucide-react";
import { api } from "$/public/external/chat_app/components/ui/library/api.js";
import { useLanguage } from "$/public/external/chat_app/components/ui/library/language.js";
import { AdminLink } from "$/public/external/chat_app/components/admin/library/frame.jsx";
import { fill } from "$/public/external/chat_app/components/admin/library/words.js";
import { icon } from "./card.jsx";
import { centsText } from "./money.js";
import { reloadWallet, useWallet } from "./wallet.js";

const PAUSES = [500, 1_000, 1_500, 2_000, 3_000, 5_000];
const MOST_TRIES = 30;
const CHAT = /^\/c\/[0-9a-f-]{36}$/;
const ENDED = new Set(["paid", "failed", "expired", "refused", "pending"]);
const LOOKS = { paid: CircleCheck, failed: CircleAlert, expired: CircleAlert, refused: CircleAlert, pending: Hourglass, open: LoaderCircle, cancelled: CircleAlert };

/** What the address says, read once: the order, whether the person gave up, and the chat to go back to. */
function useArrival() {
  const [arrival] = useState(() => {
    const query = new URLSearchParams(location.search);
    const next = query.get("next") ?? "";
    return { order: query.get("order") ?? "", cancelled: query.has("cancelled"), next: CHAT.test(next) ? next : "" };
  });
  useEffect(() => {
    if (arrival.order) history.replaceState(history.state, "", `${location.pathname}${location.hash}`);
  }, []);
  return arrival;
}

export function ComingBack({ labels }) {
  const language = useLanguage();
  const { wallet } = useWallet();
  const arrival = useArrival();
  const order = useOrder(arrival);
  const [closed, setClosed] = useState(false);
  if (!arrival.order || closed || !order) return null;
  const status = order.status === "open" && arrival.cancelled ? "cancelled" : order.status;
  const Icon = LOOKS[status];
  const amount = order.net_cents === undefined ? "" : centsText(order.net_cents, wallet.currency, language);
  return (
    <div className="billing-back" data-status={status} role="status" data-testid="coming-back">
      <Icon size={20} strokeWidth={1.75} aria-hidden />
      <div>
        <strong>{fill(labels[`back_${status}`], { amount })}</strong>
        <p>{labels[`back_${status}_text`]}</p>
        <div className="billing-back-actions">
          {order.invoice_id && (
            <a className="button" href={`/api/v1/billing/invoices/${order.invoice_id}/pdf`} download data-testid="back-invoice">
              {labels.back_invoice}
            </a>
          )}
          {arrival.next && (
            <AdminLink href={arrival.next} className={status === "paid" ? "button primary" : "button"} testid="back-to-chat">
              {labels.back_to_chat}
              <ArrowRight {...icon} />
            </AdminLink>
          )}
        </div>
      </div>
      {status !== "open" && (
        <button type="button" className="icon-button" aria-label={labels.close} title={labels.close} onClick={() => setClosed(true)}>
          <X {...icon} />
        </button>
      )}
    </div>
  );
}

// The message of the payment may be later than the person: asked until it is there. Each question lets the server look itself.
function useOrder({ order, cancelled }) {
  const [known, setKnown] = useState(order ? { status: "open" } : null);
  const tries = useRef(0);
  useEffect(() => {
    if (!order) return undefined;
    let timer = 0;
    const ask = async () => {
      tries.current += 1;
      const found = await api(`/billing/top-ups/${encodeURIComponent(order)}`).catch((error) => (error.status === 404 ? null : { status: "open" }));
      setKnown(found);
      if (!found) return;
      if (ENDED.has(found.status)) reloadWallet();
      else if (!cancelled && tries.current < MOST_TRIES) timer = setTimeout(ask, PAUSES[Math.min(tries.current, PAUSES.length) - 1]);
    };
    ask();
    return () => clearTimeout(timer);
  }, []);
  return known;
}
