/** The way from a question to its sources, as one reads it: what the steps come to for each passage. Pure. */

/** @typedef {{chunk_id: string, score: number, cosine: number | null, coverage: number | null, rerank: number | null}} Hit */

const SHOWN = ["words", "meaning", "fused", "reranked"];

/** Whether a step gives its passages scores that compare. */
export const hasScores = ({ name, hits }) => SHOWN.includes(name) && hits.length > 0;

/** The steps that did something. */
export const stepsDone = (why) => why.steps.filter(({ count, hits }) => count > 0 || hits.length > 0);

/** Whether there was no model to find passages by their meaning. */
export const byWordsAlone = (why) => why.steps.some(({ name }) => name === "words") && !why.models.meaning;

/** @returns {Map<string, object>} what the reader may see of the passages that the steps name */
export const passagesOf = (why) => new Map(why.known.map((passage) => [passage.chunk_id, passage]));

/**
 * The passages that the answer was given, by number, each with how it came off in every step: its place and how near it was to the best.
 * @returns {{number: number, chunk_id: string, passage: object | undefined, marks: {step: string, place: number, share: number}[]}[]}
 */
export function givenRows(why) {
  const passages = passagesOf(why);
  const steps = why.steps.filter(({ name }) => SHOWN.includes(name));
  return why.given.map(([number, id]) => ({ number, chunk_id: id, passage: passages.get(id), marks: steps.map((step) => markOf(step, id)).filter(Boolean) }));
}

function markOf(step, id) {
  const at = step.hits.findIndex((hit) => hit.chunk_id === id);
  if (at < 0) return null;
  return { step: step.name, place: at + 1, share: shareOf(step, step.hits[at]) };
}

/** How a hit compares with the best of its step, 0 to 1. Judgements of rerankers may all be below nothing: the lowest counts as none. */
export function shareOf(step, hit) {
  const scores = step.hits.map(({ score }) => score);
  const [best, least] = [Math.max(...scores), Math.min(...scores, 0)];
  if (best <= least) return 1;
  return Math.max(0.02, (hit.score - least) / (best - least));
}

/** How many passages were left out, by reason, most first. @returns {[string, number][]} */
export function cutCounts(cut) {
  const counts = new Map();
  for (const { why } of cut) counts.set(why, (counts.get(why) ?? 0) + 1);
  return [...counts].sort((one, other) => other[1] - one[1]);
}

/** What was really looked for beside the question itself. */
export const otherQueries = (why) => why.queries.filter((query) => query.trim() !== why.question.trim());

/** Milliseconds as a person reads them: whole ones below a second, else seconds. */
export function timeText(ms, language) {
  const [value, unit, digits] = ms < 1000 ? [Math.round(ms), "millisecond", 0] : [ms / 1000, "second", 1];
  return new Intl.NumberFormat(language, { style: "unit", unit, unitDisplay: "short", maximumFractionDigits: digits }).format(value);
}
