// Lets credit be bought by itself: below which amount, how much, and no more than what in a month.
import { useState } from "react";
import { Check, TriangleAlert } from "lucide-react";
import { ApiError, api } from "$/public/external/chat_app/components/ui/library/api.js";
import { useLanguage } from "$/public/external/chat_app/components/ui/library/language.js";
import { useRemote } from "$/public/external/chat_app/components/ui/library/remote.js";
import { fill } from "$/public/external/chat_app/components/admin/library/words.js";
import { Card, Empty, Failed, Outline, icon } from "./card.jsx";
import { centsText, readCents } from "./money.js";
import { useOffers } from "./offers.js";
import { Begin, nameOf, typedCents } from "./purchase.jsx";

const FIELDS = ["threshold", "amount", "cap"];

export function Automatic({ methods, labels, problems, onSaved }) {
  const { offers } = useOffers();
  const { data: rules, failed, reload } = useRemote("/billing/automatic");
  const ready = rules && offers;
  const saved = () => Promise.all([reload(), onSaved()]);
  return (
    <Card title={labels.automatic_title} text={labels.automatic_text} testid="automatic">
      {failed ? <Failed text={failed} labels={labels} onRetry={reload} /> : !ready && <Outline rows={3} />}
      {ready && !rules.possible && <Empty text={labels.automatic_off} />}
      {ready && rules.possible && !methods.length && !rules.enabled && <Empty text={labels.automatic_first} />}
      {ready && rules.possible && (methods.length > 0 || rules.enabled) && (
        <>
          {rules.problem && (
            <p className="automatic-problem" role="status" data-testid="automatic-problem">
              <TriangleAlert {...icon} />
              <span>
                <strong>{labels.problem_title}</strong> {problems[rules.problem]}
              </span>
            </p>
          )}
          <Rules key={methods.map((method) => method.id).join()} rules={rules} offers={offers} methods={methods} labels={labels} onSaved={saved} />
        </>
      )}
    </Card>
  );
}

// What is proposed to whoever has set nothing yet.
const proposed = (rules, offers, methods, language) => {
  const amount = rules.amount_cents || offers.amounts[0].net_cents;
  return {
    enabled: rules.enabled,
    method: methods.some((method) => method.id === rules.method_id) ? rules.method_id : (methods[0]?.id ?? ""),
    threshold: typedCents(rules.threshold_cents || offers.least_cents, language),
    amount: typedCents(amount, language),
    cap: typedCents(rules.monthly_cap_cents || Math.min(amount * 5, rules.most_per_month_cents), language),
    agreed: rules.agreed,
  };
};

function Rules({ rules, offers, methods, labels, onSaved }) {
  const language = useLanguage();
  const [wish, setWish] = useState(() => proposed(rules, offers, methods, language));
  const [said, say] = useState({ text: "", good: false });
  const [busy, setBusy] = useState(false);
  const change = (changes) => {
    setWish({ ...wish, ...changes });
    say({ text: "", good: false });
  };
  const money = (cents) => centsText(cents, offers.currency, language);
  const send = async (event) => {
    event.preventDefault();
    if (busy) return;
    if (wish.enabled && FIELDS.some((name) => readCents(wish[name]) === null)) return say({ text: labels.amount_wrong, good: false });
    setBusy(true);
    try {
      await api("/billing/automatic", { method: "PUT", body: bodyOf(wish) });
      await onSaved();
      say({ text: labels.saved_rules, good: true });
    } catch (error) {
      say({ text: (error instanceof ApiError && error.message) || labels.failed, good: false });
    } finally {
      setBusy(false);
    }
  };
  return (
    <form className="automatic" noValidate onSubmit={send}>
      <label className="admin-switch">
        <input type="checkbox" role="switch" checked={wish.enabled} data-testid="automatic-enabled" onChange={(event) => change({ enabled: event.target.checked })} />
        <span>{labels.enabled}</span>
      </label>
      {wish.enabled && (
        <>
          <label className="form-field">
            <span className="form-label">{labels.method}</span>
            <select className="form-input" value={wish.method} data-testid="automatic-method" onChange={(event) => change({ method: event.target.value })}>
              {!wish.method && <option value="">{labels.method_choose}</option>}
              {methods.map((method) => (
                <option key={method.id} value={method.id}>
                  {nameOf(method, labels)}
                </option>
              ))}
            </select>
          </label>
          <div className="automatic-amounts">
            {FIELDS.map((name) => (
              <label key={name} className="form-field">
                <span className="form-label">{fill(labels[name], { currency: offers.currency })}</span>
                <input
                  className="form-input"
                  inputMode="decimal"
                  autoComplete="off"
                  value={wish[name]}
                  aria-invalid={(said.text && !said.good && readCents(wish[name]) === null) || undefined}
                  data-testid={`automatic-${name}`}
                  onChange={(event) => change({ [name]: event.target.value })}
                />
                <span className="form-help">{labels[`${name}_help`]}</span>
              </label>
            ))}
          </div>
          {!offers.business && <Begin checked={wish.agreed} labels={labels} onChange={(agreed) => change({ agreed })} />}
          {rules.enabled && <p className="form-help">{fill(labels.bought, { bought: money(rules.bought_cents), cap: money(rules.monthly_cap_cents) })}</p>}
        </>
      )}
      <div className="automatic-foot">
        <button type="submit" className="button primary" aria-disabled={busy} data-testid="automatic-save">
          {labels.save}
        </button>
        <p className="billing-said" role="status" data-tone={said.good ? "good" : "danger"} data-testid="automatic-said">
          {said.good && <Check {...icon} />}
          {said.text}
        </p>
      </div>
    </form>
  );
}

const bodyOf = (wish) => ({
  enabled: wish.enabled,
  method_id: wish.method,
  threshold_cents: readCents(wish.threshold) ?? 0,
  amount_cents: readCents(wish.amount) ?? 0,
  monthly_cap_cents: readCents(wish.cap) ?? 0,
  begin_at_once: wish.agreed,
});
