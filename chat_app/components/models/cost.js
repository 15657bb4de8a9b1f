// Money in the browser as in services/kernel/money.py: whole nano-dollars, as BigInt, because a long chat at a high price
// goes beyond what a float holds exactly.
import { digitsBehindPoint, SYMBOLS } from "./currencies.js";

const TOKENS_PER_PRICE = 1_000_000n;
const DOLLAR_RATE = 1_000_000n;
const NANO = 1_000_000_000n;

// Rounded up, as each line of a charge is.
const tokenCost = (tokens, rate) => (BigInt(tokens) * BigInt(rate) + TOKENS_PER_PRICE - 1n) / TOKENS_PER_PRICE;

/** What a request costs, in nano-dollars: its input, and an answer of `output` tokens. The price of long inputs holds for all tokens. */
export function estimateCost(rates, input, output) {
  const long = rates.long_above > 0 && input > rates.long_above;
  return {
    input: tokenCost(input, long ? rates.long_input : rates.input) + (input ? tokenCost(1, rates.request || 0) : 0n),
    output: tokenCost(output, long ? rates.long_output : rates.output),
  };
}

/** What a request costs, in nano-dollars, if the vendor has kept `history` tokens of its input; null where it keeps none. */
export function cachedCost(rates, input, history) {
  const long = rates.long_above > 0 && input > rates.long_above;
  const rate = long ? rates.long_cached : rates.cached;
  if (!(rate >= 0) || !history) return null;
  const kept = Math.min(history, input);
  return tokenCost(kept, rate) + tokenCost(input - kept, long ? rates.long_input : rates.input) + tokenCost(1, rates.request || 0);
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
