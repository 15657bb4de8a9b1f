// How the figures of a chart are written.
import { dayText, moneyText } from "$/public/external/chat_app/components/ui/library/habits.js";
import { fill } from "$/public/external/chat_app/components/admin/library/words.js";
import { OTHERS } from "./series.js";

/** "openai/gpt-5" is read as "gpt-5"; the whole name belongs into the tooltip. */
export const modelName = (id) => id.slice(id.indexOf("/") + 1);

export const seriesName = ({ model, count }, labels) => (model === OTHERS ? fill(labels.others, { count }) : modelName(model));

export const valueText = (value, metric, language) => (metric === "cost" ? moneyText(value, language) : new Intl.NumberFormat(language).format(value));

/** Short, for the marks of an axis. */
export const markText = (value, metric, language) => (metric === "cost" ? moneyText(value, language) : new Intl.NumberFormat(language, { notation: "compact" }).format(value));

/** What a bar stands for: a day, a week, a month. */
export const stepText = (key, step, language, labels) => {
  if (step === "month") return new Intl.DateTimeFormat(language, { month: "long", year: "numeric", timeZone: "UTC" }).format(new Date(`${key}T00:00:00Z`));
  const day = dayText(key, language);
  return step === "week" ? fill(labels.week_of, { day }) : day;
};

/** The same for the axis. */
export const shortStep = (key, step, language) => {
  const options = step === "month" ? { month: "short", year: "2-digit" } : { day: "numeric", month: "short" };
  return new Intl.DateTimeFormat(language === "en" ? "en-GB" : language, { ...options, timeZone: "UTC" }).format(new Date(`${key}T00:00:00Z`));
};
