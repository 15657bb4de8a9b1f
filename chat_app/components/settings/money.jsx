// In which money amounts are shown, at which rate, and how dates look; each with an example.
import { useEffect, useId, useState } from "react";
import { dateText, moneyText, useHabits } from "$/public/external/chat_app/components/ui/library/habits.js";
import { useLanguage } from "$/public/external/chat_app/components/ui/library/language.js";
import { useSavedValue } from "./saved_value.js";

const MILLION = 1e6;
const LEAST = 0.001;
const MOST = 1000;
const NAMES = { USD: "usd", EUR: "eur", CHF: "chf", GBP: "gbp" };
// Where a rate begins when a currency is chosen for the first time; the person puts in the one of the day.
const FIRST_RATES = { USD: 1, EUR: 0.9, CHF: 0.85, GBP: 0.75 };

const written = (rate, language) => new Intl.NumberFormat(language, { maximumFractionDigits: 6, useGrouping: false }).format(rate / MILLION);
const read = (text) => {
  const value = Number(text.trim().replace(",", "."));
  return text.trim() && value >= LEAST && value <= MOST ? Math.round(value * MILLION) : null;
};

export function Money({ currency, rate, refused, labels, onSave }) {
  const id = useId();
  const language = useLanguage();
  const [now, setNow] = useSavedValue(currency, refused);
  const [text, setText] = useState("");
  const [wrong, setWrong] = useState(false);
  useEffect(() => setText(written(rate, language)), [rate, refused, language]);
  const picked = (event) => {
    const next = event.target.value;
    setNow(next);
    setWrong(false);
    onSave({ currency: next, exchange_rate: FIRST_RATES[next] * MILLION });
  };
  const left = () => {
    const value = read(text);
    setWrong(value === null);
    if (value !== null && value !== rate) onSave({ exchange_rate: value });
  };
  const example = moneyText(1e9, language, { currency: now, exchangeRate: read(text) ?? rate });
  return (
    <div className="setting">
      <label className="setting-label" htmlFor={id}>
        {labels.currency}
      </label>
      <select id={id} className="select" value={now} data-testid="currency" aria-describedby={`${id}-help`} onChange={picked}>
        {Object.entries(NAMES).map(([code, name]) => (
          <option key={code} value={code}>
            {labels[name]}
          </option>
        ))}
      </select>
      <p id={`${id}-help`} className="setting-help">
        {labels.help}
      </p>
      {now !== "USD" && (
        <div className="setting-more">
          <label className="setting-label" htmlFor={`${id}-rate`}>
            {labels.rate}
          </label>
          <span className="rate-line">
            <span>1 $ =</span>
            <input
              id={`${id}-rate`}
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
            <span>{now}</span>
          </span>
          <p id={`${id}-note`} className={wrong ? "setting-error" : "setting-help"} role={wrong ? "alert" : undefined} data-testid="rate-example">
            {wrong ? labels.wrong : `${labels.example} ${example}`}
          </p>
        </div>
      )}
    </div>
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
