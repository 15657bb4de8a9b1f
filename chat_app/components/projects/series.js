// From what was used by day and model to what a chart shows: few bars, few colours, nothing left out.

/** Beyond these models the rest is one: more colours cannot be told apart. */
export const MOST_SERIES = 4;
export const OTHERS = "…";
const DAY = 86_400_000;
const LONGEST_DAILY = 45;
const LONGEST_WEEKLY = 200;

const time = (day) => Date.parse(`${day}T00:00:00Z`);
const dayOf = (ms) => new Date(ms).toISOString().slice(0, 10);

export const METRICS = {
  cost: (point) => point.cost_nano,
  tokens: (point) => point.tokens_in + point.tokens_out,
  calls: (point) => point.calls,
};

export const daysIn = (since, until) => Math.round((time(until) - time(since)) / DAY) + 1;

/** What one bar stands for. */
export const stepOf = (since, until) => {
  const days = daysIn(since, until);
  return days <= LONGEST_DAILY ? "day" : days <= LONGEST_WEEKLY ? "week" : "month";
};

/** The first day of the step that `day` lies in; weeks begin on Mondays. */
export const beginOf = (day, step) => {
  if (step === "month") return `${day.slice(0, 7)}-01`;
  if (step === "day") return day;
  const ms = time(day);
  return dayOf(ms - ((new Date(ms).getUTCDay() + 6) % 7) * DAY);
};

const stepsBetween = (since, until, step) => {
  const found = new Set();
  for (let ms = time(since); ms <= time(until); ms += DAY) found.add(beginOf(dayOf(ms), step));
  return [...found];
};

export const sumOf = (usage, metric) => usage.reduce((sum, point) => sum + METRICS[metric](point), 0);

/** Models with their sums, the largest first; what comes after the fourth is put together under `OTHERS`. */
export const rankOf = (usage, metric) => {
  const sums = new Map();
  for (const point of usage) sums.set(point.model_id, (sums.get(point.model_id) ?? 0) + METRICS[metric](point));
  const ranked = [...sums].map(([model, value]) => ({ model, value })).sort((one, other) => other.value - one.value || one.model.localeCompare(other.model));
  // A fifth one alone keeps its name: "1 other" would say less in the same room.
  if (ranked.length <= MOST_SERIES + 1) return ranked;
  const rest = ranked.slice(MOST_SERIES);
  return [...ranked.slice(0, MOST_SERIES), { model: OTHERS, value: rest.reduce((sum, each) => sum + each.value, 0), count: rest.length }];
};

/**
 * Rows of a stacked chart: `{key, total, s0, s1, …}` with one `s` for each of `series`, for every step of the range, used or not.
 * @returns {{step: string, series: {model: string, value: number, count?: number}[], rows: object[]}}
 */
export const chartOf = (usage, since, until, metric) => {
  const step = stepOf(since, until);
  const series = rankOf(usage, metric);
  const place = new Map(series.map(({ model }, index) => [model, index]));
  const rows = new Map(stepsBetween(since, until, step).map((key) => [key, { key, total: 0, ...Object.fromEntries(series.map((_, index) => [`s${index}`, 0])) }]));
  for (const point of usage) {
    const row = rows.get(beginOf(point.day, step));
    if (!row) continue;
    const value = METRICS[metric](point);
    row[`s${place.get(point.model_id) ?? place.get(OTHERS)}`] += value;
    row.total += value;
  }
  return { step, series, rows: [...rows.values()] };
};

/** The range of the last `days` days, today included (UTC, as the server counts). */
export const lastDays = (days, now = Date.now()) => ({ since: dayOf(now - (days - 1) * DAY), until: dayOf(now) });
