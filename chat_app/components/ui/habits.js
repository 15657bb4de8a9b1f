// What the reader chose, as far as the browser needs it. One for the page; the server fills it (settings/habits.jsx).
import { useSyncExternalStore } from "react";
import { digitsBehindPoint } from "$/public/external/chat_app/components/models/library/currencies.js";

const USUAL = { enterSends: true, notifications: "off", currency: "USD", exchangeRate: 1_000_000, dateFormat: "locale" };
let habits = USUAL;
const listeners = new Set();

const subscribe = (notify) => {
  listeners.add(notify);
  return () => listeners.delete(notify);
};

export const setHabits = (next) => {
  habits = { ...habits, ...next };
  listeners.forEach((notify) => notify());
};
export const currentHabits = () => habits;
/** @returns {{enterSends: boolean, notifications: string, currency: string, exchangeRate: number, dateFormat: string}} */
export const useHabits = () => useSyncExternalStore(subscribe, currentHabits, () => USUAL);

const NANO = 1e9;
const MILLION = 1e6;

/** Nano-dollars as the reader writes money, "≈" before what was converted: for figures that the browser makes itself. */
export function moneyText(nanoUsd, language, { currency, exchangeRate } = habits) {
  const own = currency === "USD";
  const amount = (nanoUsd / NANO) * (own ? 1 : exchangeRate / MILLION);
  const size = Math.abs(amount);
  const usual = digitsBehindPoint(currency);
  const digits = size === 0 ? 0 : size >= 10 ** (1 - usual) ? usual : 1 - Math.floor(Math.log10(size));
  const format = new Intl.NumberFormat(language, { style: "currency", currency, currencyDisplay: "narrowSymbol", minimumFractionDigits: digits, maximumFractionDigits: digits });
  return `${own ? "" : "≈ "}${format.format(amount)}`;
}

const DAY = 86_400_000;
const UNITS = [
  ["year", 365 * DAY],
  ["month", 30 * DAY],
  ["week", 7 * DAY],
  ["day", DAY],
  ["hour", 3_600_000],
  ["minute", 60_000],
];
const two = (value) => String(value).padStart(2, "0");

/** A moment (Unix time in milliseconds) as the reader writes dates; the exact one belongs into the tooltip. */
export function dateText(ms, language, format = habits.dateFormat, now = Date.now()) {
  const date = new Date(ms);
  if (format === "iso") return `${date.getFullYear()}-${two(date.getMonth() + 1)}-${two(date.getDate())} ${two(date.getHours())}:${two(date.getMinutes())}`;
  if (format !== "relative") return new Intl.DateTimeFormat(language, { dateStyle: "medium", timeStyle: "short" }).format(date);
  const [unit, size] = UNITS.find(([, length]) => Math.abs(now - ms) >= length) ?? ["minute", 60_000];
  return new Intl.RelativeTimeFormat(language, { numeric: "auto" }).format(Math.round((ms - now) / size), unit);
}

/** A day such as "2026-10-30", which is the same everywhere: "30 Oct 2026". */
export const dayText = (day, language) =>
  new Intl.DateTimeFormat(language === "en" ? "en-GB" : language, { dateStyle: "medium", timeZone: "UTC" }).format(new Date(`${day}T00:00:00Z`));
