// What buying once and buying by itself have in common.

/** A rate in hundredths of a percent, as the reader writes it: "19", "5.5". */
export const rateText = (points, language) => new Intl.NumberFormat(language, { maximumFractionDigits: 2 }).format(points / 100);

/** Cents for a field, as somebody would type them: "10", "12.50", "12,50". */
export const typedCents = (cents, language) => {
  const text = `${Math.trunc(cents / 100)}${cents % 100 ? `.${String(cents % 100).padStart(2, "0")}` : ""}`;
  return language === "de" ? text.replace(".", ",") : text;
};

const KINDS = new Set(["card", "sepa_debit", "link"]);

/** "Visa •••• 4242" */
export const nameOf = ({ kind, brand, last4 }, labels) => {
  const name = brand ? brand[0].toUpperCase() + brand.slice(1) : labels[KINDS.has(kind) ? `kind_${kind}` : "kind_other"];
  return last4 ? `${name} •••• ${last4}` : name;
};

/** Leave for a page of the payment provider. */
export const toPage = (url) => {
  if (/^https?:\/\//.test(url)) location.assign(url);
};

/** The wish that the credit may be used before the days of withdrawal are over (§ 356 Abs. 4 BGB). */
export function Begin({ checked, labels, invalid, onChange }) {
  return (
    <label className="top-up-check">
      <input type="checkbox" checked={checked} aria-invalid={invalid || undefined} data-testid="begin-at-once" onChange={(event) => onChange(event.target.checked)} />
      <span>
        {labels.begin}{" "}
        <a href="/withdraw" target="_blank" rel="noreferrer">
          {labels.begin_link}
        </a>
      </span>
    </label>
  );
}
