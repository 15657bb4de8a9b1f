// The form of the billing address.
import { useId, useMemo, useRef, useState } from "react";
import { ApiError, api } from "$/public/external/chat_app/components/ui/library/api.js";
import { useLanguage } from "$/public/external/chat_app/components/ui/library/language.js";
import { countryName } from "./profile.jsx";

/** @param onCancel null while the address is needed: then there is nothing to go back to */
export function ProfileForm({ facts, countries, labels, onSaved, onCancel }) {
  const [wish, setWish] = useState(facts.profile);
  const [problem, setProblem] = useState("");
  const [tried, setTried] = useState(false);
  const [busy, setBusy] = useState(false);
  const form = useRef(null);
  const missing = tried ? missingOf(wish) : [];
  const change = (changes) => setWish({ ...wish, ...changes });
  const send = async (event) => {
    event.preventDefault();
    if (busy) return;
    setTried(true);
    setProblem("");
    const wrong = missingOf(wish);
    if (wrong.length > 0) return form.current.querySelector(`[name="${wrong[0]}"]`)?.focus();
    setBusy(true);
    try {
      onSaved(await api("/billing/profile", { method: "PUT", body: wish }));
    } catch (error) {
      setProblem((error instanceof ApiError && error.message) || labels.failed);
    }
    setBusy(false);
  };
  const shared = { wish, missing, labels, onChange: change };
  const asks = wish.business && wish.vat_id && wish.vat_id !== facts.profile.vat_id;
  return (
    <form className="profile-form" noValidate onSubmit={send} ref={form} data-testid="profile-form">
      <Kind wish={wish} labels={labels} onChange={change} />
      {wish.business && <Line name="company" wide autoComplete="organization" {...shared} />}
      <Line name="name" label={wish.business ? labels.contact : labels.name} wide autoComplete="name" {...shared} />
      <Line name="street" autoComplete="address-line1" {...shared} />
      <Line name="extra" autoComplete="address-line2" {...shared} />
      <Line name="postal_code" autoComplete="postal-code" maxLength={20} {...shared} />
      <Line name="city" autoComplete="address-level2" maxLength={100} {...shared} />
      <Country countries={countries} {...shared} />
      <Line name="email" type="email" help={labels.email_help} autoComplete="email" maxLength={254} {...shared} />
      {wish.business && <Line name="vat_id" help={labels.vat_id_help} maxLength={20} {...shared} />}
      {wish.business && <Line name="reference" help={labels.reference_help} maxLength={100} {...shared} />}
      {problem && (
        <p className="form-problem" role="alert" data-testid="profile-problem">
          {problem}
        </p>
      )}
      <div className="profile-foot">
        <button type="submit" className="button primary" aria-busy={busy} data-testid="profile-save">
          {busy ? (asks ? labels.asking : labels.saving) : labels.save}
        </button>
        {onCancel && (
          <button type="button" className="button quiet" onClick={onCancel}>
            {labels.cancel}
          </button>
        )}
      </div>
    </form>
  );
}

const missingOf = (wish) => [wish.business ? "company" : "name", "street", "postal_code", "city", "country"].filter((name) => !wish[name].trim() && !(name === "postal_code" && WITHOUT_POSTAL_CODES.has(wish.country)));

// As services/tax/profiles.py, which decides.
const WITHOUT_POSTAL_CODES = new Set(["AE", "AO", "BS", "HK", "IE", "PA", "QA", "ZW"]);

function Kind({ wish, labels, onChange }) {
  const name = useId();
  return (
    <fieldset className="profile-kind">
      <legend className="form-label">{labels.who}</legend>
      {[false, true].map((business) => (
        <label key={String(business)}>
          <input type="radio" name={name} checked={wish.business === business} data-testid={business ? "profile-business" : "profile-private"} onChange={() => onChange({ business })} />
          <span>{business ? labels.business : labels.private}</span>
        </label>
      ))}
    </fieldset>
  );
}

function Line({ name, wish, missing, labels, label = labels[name], help, wide, onChange, ...input }) {
  const id = useId();
  const wrong = missing.includes(name);
  return (
    <div className="form-field" data-wide={wide ? "" : undefined}>
      <label className="form-label" htmlFor={id}>
        {label}
      </label>
      <input id={id} name={name} className="form-input" maxLength={200} value={wish[name]} aria-invalid={wrong || undefined} aria-describedby={help || wrong ? `${id}-note` : undefined} data-testid={`profile-${name}`} onChange={(event) => onChange({ [name]: event.target.value })} {...input} />
      <Note id={id} wrong={wrong} help={help} labels={labels} />
    </div>
  );
}

function Country({ countries, wish, missing, labels, onChange }) {
  const id = useId();
  const language = useLanguage();
  const sorted = useMemo(() => countries.map((code) => [code, countryName(code, language)]).sort((one, other) => one[1].localeCompare(other[1], language)), [countries, language]);
  const wrong = missing.includes("country");
  return (
    <div className="form-field">
      <label className="form-label" htmlFor={id}>
        {labels.country}
      </label>
      <select id={id} name="country" className="form-input" autoComplete="country" value={wish.country} aria-invalid={wrong || undefined} data-testid="profile-country" onChange={(event) => onChange({ country: event.target.value })}>
        <option value="">{labels.choose_country}</option>
        {sorted.map(([code, name]) => (
          <option key={code} value={code}>
            {name}
          </option>
        ))}
      </select>
      <Note id={id} wrong={wrong} labels={labels} />
    </div>
  );
}

function Note({ id, wrong, help, labels }) {
  if (!wrong && !help) return null;
  return (
    <p id={`${id}-note`} className={wrong ? "form-problem" : "form-help"}>
      {wrong ? labels.needed : help}
    </p>
  );
}
