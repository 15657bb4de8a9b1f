// Amounts as the reader writes them. They travel and are reckoned as whole numbers (nano-units as text, cents as numbers):
// what is written here is made from their digits, so nothing is rounded on the way.

/** What the books are kept in. */
export const EUR = "EUR";

const NANO_DIGITS = 9;
const CENT_DIGITS = 2;

const decimal = (whole, digits) => {
  const negative = whole < 0n;
  const text = String(negative ? -whole : whole).padStart(digits + 1, "0");
  return `${negative ? "-" : ""}${text.slice(0, -digits)}.${text.slice(-digits)}`;
};

const written = (text, currency, language, fewest, most, roundingMode = "halfExpand") =>
  new Intl.NumberFormat(language, { style: "currency", currency, currencyDisplay: "narrowSymbol", minimumFractionDigits: fewest, maximumFractionDigits: most, roundingMode })
    .format(text)
    .replace("-", "−");

// Two digits that say something for tiny amounts, as on the server (services/kernel/money.py).
const placesOf = (nano) => {
  const size = nano < 0n ? -nano : nano;
  if (size === 0n) return 0;
  return size >= 100_000_000n ? CENT_DIGITS : Math.min(NANO_DIGITS, NANO_DIGITS + 2 - String(size).length);
};

/** @param {string|number|bigint} nano nano-units, whole; with enough digits for tiny amounts */
export const nanoText = (nano, currency, language) => {
  const whole = BigInt(nano);
  const places = placesOf(whole);
  return written(decimal(whole, NANO_DIGITS), currency, language, places, places);
};

/** To the last digit: for tooltips. */
export const exactText = (nano, currency, language) => written(decimal(BigInt(nano), NANO_DIGITS), currency, language, CENT_DIGITS, NANO_DIGITS);

/** A balance: never more than there is, so "€4.99" for 4.9999. */
export const balanceText = (nano, currency, language) => {
  const whole = BigInt(nano);
  const places = whole === 0n ? CENT_DIGITS : Math.max(CENT_DIGITS, placesOf(whole));
  return written(decimal(whole, NANO_DIGITS), currency, language, places, places, "floor");
};

/** @param {number} cents whole */
export const centsText = (cents, currency, language) => written(decimal(BigInt(cents), CENT_DIGITS), currency, language, CENT_DIGITS, CENT_DIGITS);

/** What somebody typed ("12", "12.50", "12,5") in cents, or null for what is no amount. */
export const readCents = (text) => {
  const found = /^\s*(\d{1,9})(?:[.,](\d{1,2}))?\s*$/.exec(text);
  return found ? Number(found[1]) * 100 + Number((found[2] ?? "").padEnd(CENT_DIGITS, "0")) : null;
};

const NANO_PER_CENT = 10_000_000n;

/** What somebody typed in nano-units as text, or null for what is no amount: "12", "12.50", "0,005". */
export const readNano = (text) => {
  const found = /^\s*(\d{1,7})(?:[.,](\d{1,9}))?\s*$/.exec(text ?? "");
  return found ? String(BigInt(found[1] + (found[2] ?? "").padEnd(NANO_DIGITS, "0"))) : null;
};

/** The same the other way round, for a field: with two digits, or all that say something. */
export const nanoField = (nano, language) => {
  const whole = BigInt(nano);
  const exact = decimal(whole, NANO_DIGITS);
  const text = whole % NANO_PER_CENT ? exact.replace(/0+$/, "") : exact.slice(0, CENT_DIGITS - NANO_DIGITS);
  return language === "de" ? text.replace(".", ",") : text;
};
