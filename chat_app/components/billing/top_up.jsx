// Buys credit: an amount, what it costs with VAT, what the law asks to be said, and the way to the provider's payment page.
import { useEffect, useId, useRef, useState } from "react";
import { ExternalLink, MapPin } from "lucide-react";
import { ApiError, api } from "$/public/external/chat_app/components/ui/library/api.js";
import { newKey } from "$/public/external/chat_app/components/ui/library/intent.js";
import { useLanguage } from "$/public/external/chat_app/components/ui/library/language.js";
import { fill } from "$/public/external/chat_app/components/admin/library/words.js";
import { Card, Empty, Failed, Outline, icon } from "./card.jsx";
import { centsText, readCents } from "./money.js";
import { useOffers, usePreview } from "./offers.js";
import { Begin, rateText, toPage, typedCents } from "./purchase.jsx";
import "$/public/styles/top_up.css";

export function TopUp({ labels }) {
  const { offers, failed, reload } = useOffers();
  return (
    <Card title={labels.title} text={labels.text} testid="top-up">
      {failed ? <Failed text={failed} labels={labels} onRetry={reload} /> : !offers && <Outline rows={3} />}
      {offers && !offers.enabled && <Empty text={labels.closed} />}
      {offers?.enabled && <Form offers={offers} labels={labels} />}
    </Card>
  );
}

// What the address asks for: ?amount=1000 in cents, and the page of ours to go back to.
const asked = () => {
  const query = new URLSearchParams(location.search);
  return { cents: /^\d{1,9}$/.test(query.get("amount") ?? "") ? Number(query.get("amount")) : 0, next: query.get("next") ?? "" };
};

function Form({ offers, labels }) {
  const language = useLanguage();
  const [{ cents: wanted, next }] = useState(asked);
  const offered = offers.amounts.map((each) => each.net_cents);
  const [choice, choose] = useState(() => (!wanted || offered.includes(wanted) ? wanted || offered[0] : "own"));
  const [own, setOwn] = useState(() => (wanted && !offered.includes(wanted) ? typedCents(wanted, language) : ""));
  const [agreed, agree] = useState(false);
  const [save, setSave] = useState(false);
  const { problem, busy, send } = usePurchase(next, labels);
  const cents = choice === "own" ? readCents(own) : choice;
  const fits = cents !== null && cents >= offers.least_cents && cents <= offers.most_cents;
  const price = usePreview(offers, fits ? cents : null);
  const money = (amount) => centsText(amount, offers.currency, language);
  const range = fill(labels.own_range, { least: money(offers.least_cents), most: money(offers.most_cents) });
  const submit = (event) => {
    event.preventDefault();
    const wrong = (!fits && range) || (!offers.business && !agreed && labels.begin_missing) || "";
    send({ net_cents: cents, begin_at_once: agreed, save_method: save }, wrong);
  };
  const known = offers.missing.length === 0;
  return (
    <form className="top-up" noValidate onSubmit={submit}>
      <Amounts offers={offers} choice={choice} own={own} range={range} wrong={Boolean(problem) && !fits} labels={labels} money={money} onChoose={choose} onOwn={setOwn} />
      {known ? <Price price={price} offers={offers} labels={labels} money={money} /> : <Address labels={labels} />}
      {known && (
        <>
          <div className="top-up-checks">
            {!offers.business && <Begin checked={agreed} labels={labels} invalid={Boolean(problem) && !agreed} onChange={agree} />}
            <label className="top-up-check">
              <input type="checkbox" checked={save} data-testid="top-up-save" onChange={(event) => setSave(event.target.checked)} />
              <span>{labels.save}</span>
            </label>
          </div>
          <div className="top-up-foot">
            {problem && (
              <p className="form-problem" role="alert" data-testid="top-up-problem">
                {problem}
              </p>
            )}
            <button type="submit" className="button primary" aria-disabled={busy} data-testid="buy">
              {busy ? labels.going : fill(labels.buy, { total: price ? money(price.total_cents) : "…" })}
              <ExternalLink {...icon} />
            </button>
            <p className="form-help">{labels.note}</p>
          </div>
        </>
      )}
    </form>
  );
}

// One key for one wish: the same button twice is one order, another amount another one.
function usePurchase(next, labels) {
  const intent = useRef({ wish: "", key: "" });
  const [state, setState] = useState({ problem: "", busy: false });
  useEffect(() => {
    // Back from the payment page by the browser's own button: the page is as it was left.
    const shown = (event) => event.persisted && setState({ problem: "", busy: false });
    addEventListener("pageshow", shown);
    return () => removeEventListener("pageshow", shown);
  }, []);
  const send = async (wish, wrong) => {
    if (wrong) return setState({ problem: wrong, busy: false });
    if (state.busy) return undefined;
    setState({ problem: "", busy: true });
    const body = { ...wish, next };
    if (intent.current.wish !== JSON.stringify(body)) intent.current = { wish: JSON.stringify(body), key: newKey() };
    try {
      const { url } = await api("/billing/top-ups", { method: "POST", body, headers: { "Idempotency-Key": intent.current.key } });
      return toPage(url);
    } catch (error) {
      if (error.status === 409) intent.current = { wish: "", key: "" };
      return setState({ problem: (error instanceof ApiError && error.message) || labels.failed, busy: false });
    }
  };
  return { ...state, send };
}

function Amounts({ offers, choice, own, range, wrong, labels, money, onChoose, onOwn }) {
  const name = useId();
  const tile = (value, children) => (
    <label key={value} className="top-up-tile">
      <input type="radio" name={name} checked={choice === value} data-testid={`amount-${value}`} onChange={() => onChoose(value)} />
      {children}
    </label>
  );
  return (
    <fieldset className="top-up-amounts">
      <legend className="visually-hidden">{labels.amounts}</legend>
      <div className="top-up-tiles">
        {offers.amounts.map((each) =>
          tile(
            each.net_cents,
            <>
              <strong>{money(each.net_cents)}</strong>
              <small>{fill(offers.missing.length ? labels.plus_vat : labels.with_vat, { total: money(each.total_cents) })}</small>
            </>
          )
        )}
        {tile("own", <strong>{labels.other}</strong>)}
      </div>
      {choice === "own" && (
        <label className="form-field top-up-own">
          <span className="form-label">{fill(labels.own, { currency: offers.currency })}</span>
          <input className="form-input" inputMode="decimal" autoComplete="off" value={own} aria-invalid={wrong} data-testid="own-amount" onChange={(event) => onOwn(event.target.value)} />
          <span className="form-help">{range}</span>
        </label>
      )}
    </fieldset>
  );
}

function Price({ price, offers, labels, money }) {
  const language = useLanguage();
  const lines = price ?? { net_cents: 0, vat_cents: 0, total_cents: 0 };
  const why = labels[`no_vat_${offers.tax_rule}`];
  return (
    <dl className="top-up-price" aria-live="polite" data-waiting={price ? undefined : ""} data-testid="price">
      <div>
        <dt>{labels.credit}</dt>
        <dd>{money(lines.net_cents)}</dd>
      </div>
      <div>
        <dt>{why ?? fill(labels.vat, { rate: rateText(offers.rate_points, language) })}</dt>
        <dd>{money(lines.vat_cents)}</dd>
      </div>
      <div>
        <dt>{labels.total}</dt>
        <dd>{money(lines.total_cents)}</dd>
      </div>
    </dl>
  );
}

function Address({ labels }) {
  return (
    <div className="top-up-address" data-testid="address-needed">
      <MapPin size={20} strokeWidth={1.75} aria-hidden />
      <div>
        <strong>{labels.address_title}</strong>
        <p>{labels.address_text}</p>
        <a className="button primary" href="#invoices">
          {labels.address_button}
        </a>
      </div>
    </div>
  );
}
