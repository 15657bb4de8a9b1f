// Whom invoices are made out to. Shown as an address; the form opens by itself while something is missing.
import { useCallback, useEffect, useState } from "react";
import { BadgeCheck, CircleAlert, Clock, Pencil } from "lucide-react";
import { ApiError, api } from "$/public/external/chat_app/components/ui/library/api.js";
import { useLanguage } from "$/public/external/chat_app/components/ui/library/language.js";
import { fill } from "$/public/external/chat_app/components/admin/library/words.js";
import { Card, Failed, Outline, icon } from "./card.jsx";
import { ProfileForm } from "./profile_form.jsx";
import { reloadWallet } from "./wallet.js";
import "$/public/styles/billing.css";
import "$/public/styles/invoices.css";

export function Profile({ countries, labels }) {
  const { facts, failed, reload, take } = useProfile();
  const [editing, setEditing] = useState(false);
  const open = facts && (editing || facts.missing.length > 0);
  const edit = (
    <button type="button" className="button" data-testid="profile-edit" onClick={() => setEditing(true)}>
      <Pencil {...icon} />
      {labels.edit}
    </button>
  );
  const saved = (found) => {
    take(found);
    setEditing(false);
    // What credit costs depends on where the buyer is.
    dispatchEvent(new Event("billing:profile"));
    reloadWallet();
  };
  return (
    <Card title={labels.title} text={labels.text} action={facts && !open && edit} testid="profile">
      {failed && !facts && <Failed text={failed} labels={labels} onRetry={reload} />}
      {!failed && !facts && <Outline rows={3} />}
      {facts && (open ? <ProfileForm facts={facts} countries={countries} labels={labels} onSaved={saved} onCancel={facts.missing.length ? null : () => setEditing(false)} /> : <Address facts={facts} labels={labels} onFacts={saved} />)}
    </Card>
  );
}

function useProfile() {
  const [state, setState] = useState({ facts: null, failed: "" });
  const take = (facts) => setState({ facts, failed: "" });
  const reload = useCallback(async () => {
    setState((before) => ({ ...before, failed: "" }));
    try {
      take(await api("/billing/profile"));
    } catch (error) {
      setState((before) => ({ ...before, failed: (error instanceof ApiError && error.message) || " " }));
    }
  }, []);
  useEffect(() => void reload(), [reload]);
  return { ...state, reload, take };
}

function Address({ facts, labels, onFacts }) {
  const language = useLanguage();
  const { profile } = facts;
  const lines = [profile.company, profile.name, profile.street, profile.extra, `${profile.postal_code} ${profile.city}`.trim(), countryName(profile.country, language)];
  return (
    <div className="profile-facts" data-testid="profile-facts">
      <address>
        {lines.filter(Boolean).map((line) => (
          <span key={line}>{line}</span>
        ))}
      </address>
      <div className="profile-notes">
        {facts.vat_id.state !== "none" && <VatId facts={facts} labels={labels} onFacts={onFacts} />}
        {facts.tax && <p data-testid="profile-tax">{fill(labels[`rule_${facts.tax.rule}`], { rate: rateText(facts.tax.rate_points, language), country: countryName(facts.tax.country, language) })}</p>}
        {profile.reference && <p>{`${labels.reference}: ${profile.reference}`}</p>}
        {profile.email && <p>{`${labels.email}: ${profile.email}`}</p>}
      </div>
    </div>
  );
}

const SIGNS = { valid: BadgeCheck, invalid: CircleAlert, unavailable: Clock, unchecked: Clock };

function VatId({ facts, labels, onFacts }) {
  const language = useLanguage();
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState("");
  const { state, name, checked_at: checkedAt } = facts.vat_id;
  const Sign = SIGNS[state];
  const ask = async () => {
    if (busy) return;
    setBusy(true);
    setProblem("");
    try {
      onFacts(await api("/billing/profile/check", { method: "POST" }));
    } catch (error) {
      setProblem((error instanceof ApiError && error.message) || labels.failed);
    }
    setBusy(false);
  };
  const said = state === "valid" && name ? fill(labels.vat_valid_name, { name }) : labels[`vat_${state}`];
  return (
    <div className="profile-vat" data-state={state} data-testid="vat-id">
      <p>
        <Sign {...icon} />
        <span>
          <b>{facts.profile.vat_id}</b> {said}
          {checkedAt && <small>{fill(labels.vat_checked, { when: new Date(checkedAt).toLocaleString(language, { dateStyle: "medium", timeStyle: "short" }) })}</small>}
        </span>
      </p>
      {state !== "valid" && state !== "unchecked" && (
        <button type="button" className="button" aria-busy={busy} data-testid="vat-check" onClick={ask}>
          {busy ? labels.asking : labels.vat_check}
        </button>
      )}
      {problem && (
        <p className="form-problem" role="alert">
          {problem}
        </p>
      )}
    </div>
  );
}

/** "19 %" of 1900 hundredths of a percent. */
export const rateText = (points, language) => new Intl.NumberFormat(language, { style: "percent", maximumFractionDigits: 2 }).format(`${points}E-4`);

/** The country of a code in the reader's language. */
export const countryName = (code, language) => (code ? new Intl.DisplayNames([language], { type: "region" }).of(code) : "");
