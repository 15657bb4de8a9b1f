// Money in the browser as in services/kernel/money.py: whole nano-dollars, as BigInt, because a long chat at a high price
// goes beyond what a float holds exactly.
import { digitsBehindPoint, SYMBOLS } from "./currencies.js";

const TOKENS_PER_PRICE = 1_000_000n;
const DOLLAR_RATE = 1_000_000n;
const NANO = 1_000_000_000n;

// Rounded up, as each line of a charge is.
const tokenCost = (tokens, rate) => (BigInt(tokens) * BigInt(rate) + TOKENS_PER_PRICE - 1n) / TOKENS_PER_PRICE;

// The rates that hold for all tokens of a request with so much input. Steps come lowest first; the first holds from nothing on.
const stepFor = ({ steps }, input) => steps.findLast(({ above }) => input > above) ?? steps[0];

/** What a request costs, in nano-dollars: its input, `images` tokens of which are pictures, and an answer of `output` tokens. */
export function estimateCost(rates, { tokens, images = 0 }, output) {
  const step = stepFor(rates, tokens);
  const seen = Math.min(images, tokens);
  return {
    input: tokenCost(tokens - seen, step.input) + tokenCost(seen, step.image) + (tokens ? tokenCost(1, step.request) : 0n),
    output: tokenCost(output, step.output),
  };
}

/** What the input of a request costs, in nano-dollars, if the vendor has kept what came before it; null where it keeps nothing. */
export function cachedCost(rates, { tokens, images = 0 }, before) {
  const step = stepFor(rates, tokens);
  if (!(step.cached >= 0) || !before.tokens) return null;
  const kept = Math.min(before.tokens, tokens);
  const seen = Math.min(Math.max(images - (before.images ?? 0), 0), tokens - kept);
  return tokenCost(kept, step.cached) + tokenCost(tokens - kept - seen, step.input) + tokenCost(seen, step.image) + tokenCost(1, step.request);
}

/** The same request to several models: the sum of what is known, null where no price is. Models without a price count as nothing. */
export function sumOf(all, cost) {
  const priced = all.filter(({ kind }) => kind === "priced");
  return priced.length ? priced.reduce((sum, rates) => sum + cost(rates), 0n) : null;
}

const convert = (nano, rate) => (2n * nano * BigInt(rate) + DOLLAR_RATE) / (2n * DOLLAR_RATE);

/** An amount in the reader's currency; "≈" stands before what was converted. */
export function money(nano, { currency, exchangeRate, language }) {
  if (currency === "USD" || !exchangeRate) return formatMoney(nano, "USD", language);
  return `≈ ${formatMoney(convert(nano, exchangeRate), currency, language)}`;
}

export function formatMoney(nano, currency, language) {
  const digits = digitsOf(nano, digitsBehindPoint(currency));
  const symbol = SYMBOLS[currency] ?? currency;
  if (language === "de") return `${digits.replace(/[.,]/g, (sign) => (sign === "." ? "," : "."))} ${symbol}`;
  return symbol === currency ? `${symbol} ${digits}` : symbol + digits;
}

// The digits of the currency, more for tiny amounts: two that say something; never "0.00" for something that costs.
function digitsOf(nano, usual) {
  if (nano === 0n) return "0";
  const places = nano * 10n ** BigInt(usual) >= 10n * NANO ? usual : 11 - nano.toString().length;
  const scaled = places > 9 ? nano * 10n ** BigInt(places - 9) : rounded(nano, 10n ** BigInt(9 - places));
  const text = scaled.toString().padStart(places + 1, "0");
  const whole = text.slice(0, text.length - places).replace(/\B(?=(\d{3})+$)/g, ",");
  return places ? `${whole}.${text.slice(-places)}` : whole;
}

// Half goes to the even neighbour, as Python writes decimals.
const rounded = (value, unit) => {
  const whole = value / unit;
  const twice = (value % unit) * 2n;
  return twice > unit || (twice === unit && whole % 2n === 1n) ? whole + 1n : whole;
};
