// In which money amounts are shown, at which rate, and how dates look; each with an example.
import { useEffect, useId, useState } from "react";
import { dateText, dayText, moneyText, useHabits } from "$/public/external/chat_app/components/ui/library/habits.js";
import { useLanguage } from "$/public/external/chat_app/components/ui/library/language.js";
import { currencyName, useCurrencies } from "./currencies.js";
import { useSavedValue } from "./saved_value.js";

const MILLION = 1e6;
const LEAST = 0.001;
const MOST = 1e7;
const DOLLAR = 1e9;

const written = (rate, language) => new Intl.NumberFormat(language, { maximumFractionDigits: 6, useGrouping: false }).format(rate / MILLION);
const read = (text) => {
  const value = Number(text.trim().replace(",", "."));
  return text.trim() && value >= LEAST && value <= MOST ? Math.round(value * MILLION) : null;
};

export function Money({ currency, rate, rateDay, byHand, refused, labels, onSave }) {
  const id = useId();
  const language = useLanguage();
  const [now, setNow] = useSavedValue(currency, refused);
  const [own, setOwn] = useSavedValue(byHand, refused);
  const codes = useCurrencies(now);
  const picked = (event) => {
    setNow(event.target.value);
    setOwn(false);
    onSave({ currency: event.target.value });
  };
  const chosen = (event) => {
    const wanted = event.target.value === "own";
    setOwn(wanted);
    onSave({ exchange_rate: wanted ? rate || MILLION : 0 });
  };
  return (
    <div className="setting">
      <label className="setting-label" htmlFor={id}>
        {labels.currency}
      </label>
      <select id={id} className="select" value={now} data-testid="currency" aria-describedby={`${id}-help`} onChange={picked}>
        {codes.map((code) => (
          <option key={code} value={code}>
            {currencyName(code, language)}
          </option>
        ))}
      </select>
      <p id={`${id}-help`} className="setting-help">
        {labels.help}
      </p>
      {now !== "USD" && (
        <div className="setting-more">
          <label className="setting-label" htmlFor={`${id}-source`}>
            {labels.source}
          </label>
          <select id={`${id}-source`} className="select" value={own ? "own" : "published"} data-testid="rate-source" onChange={chosen}>
            <option value="published">{labels.published}</option>
            <option value="own">{labels.own}</option>
          </select>
          {own && byHand && currency === now && <OwnRate key={refused} {...{ currency, rate, labels, onSave }} />}
          {!own && !byHand && currency === now && <PublishedRate {...{ currency, rate, rateDay, labels }} />}
        </div>
      )}
    </div>
  );
}

function PublishedRate({ currency, rate, rateDay, labels }) {
  const language = useLanguage();
  if (!rate) {
    return (
      <p className="setting-error" role="alert" data-testid="rate-example">
        {labels.unknown}
      </p>
    );
  }
  const age = `${labels.rate_of} ${dayText(rateDay, language)}`;
  return (
    <p className="setting-help" data-testid="rate-example">
      {`${labels.example} ${moneyText(DOLLAR, language, { currency, exchangeRate: rate })} · ${age}`}
    </p>
  );
}

function OwnRate({ currency, rate, labels, onSave }) {
  const id = useId();
  const language = useLanguage();
  const [text, setText] = useState("");
  const [wrong, setWrong] = useState(false);
  useEffect(() => setText(written(rate, language)), [rate, language]);
  const left = () => {
    const value = read(text);
    setWrong(value === null);
    if (value !== null && value !== rate) onSave({ exchange_rate: value });
  };
  return (
    <>
      <label className="setting-label" htmlFor={id}>
        {labels.rate}
      </label>
      <span className="rate-line">
        <span>1 $ =</span>
        <input
          id={id}
          className="field"
          inputMode="decimal"
          autoComplete="off"
          value={text}
          data-testid="exchange-rate"
          aria-invalid={wrong}
          aria-describedby={`${id}-note`}
          onChange={(event) => setText(event.target.value)}
          onBlur={left}
          onKeyDown={(event) => event.key === "Enter" && left()}
        />
        <span>{currency}</span>
      </span>
      <p id={`${id}-note`} className={wrong ? "setting-error" : "setting-help"} role={wrong ? "alert" : undefined} data-testid="rate-example">
        {wrong ? labels.wrong : `${labels.example} ${moneyText(DOLLAR, language, { currency, exchangeRate: read(text) ?? rate })}`}
      </p>
    </>
  );
}

export function DateExample({ label }) {
  const language = useLanguage();
  const { dateFormat } = useHabits();
  const [moment, setMoment] = useState(0);
  useEffect(() => setMoment(Date.now() - 2 * 3_600_000), []);
  return (
    <p className="setting-help setting-example" data-testid="date-example">
      {moment > 0 && `${label} ${dateText(moment, language, dateFormat)}`}
    </p>
  );
}
