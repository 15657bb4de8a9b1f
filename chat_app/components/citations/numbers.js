/** Source numbers in the text of an answer: "[1]", several as "[1][3]" or, while it is written, "[1, 3]" and "[1-3]". Pure. */

const GROUP = /\[\s?[1-9]\d{0,2}(?:\s?[,;\u2013-]\s?[1-9]\d{0,2}){0,40}\s?\]/g;
const PART = /(\d+)(?:\s?[\u2013-]\s?(\d+))?/g;
const WIDEST = 20; // numbers from one to the other: "[1-900]" is no citation

/**
 * Text cut at its numbers. Whether a number is one of a source is for whoever shows it: while an answer grows nothing is parsed
 * again when its sources come.
 * @param {string} text no code, link or formula
 * @returns {(string | {numbers: number[], raw: string})[]}
 */
export function cutNumbers(text) {
  if (!text.includes("[")) return [text];
  const parts = [];
  let end = 0;
  for (const found of text.matchAll(GROUP)) {
    if (found.index > end) parts.push(text.slice(end, found.index));
    parts.push({ numbers: numbersIn(found[0]), raw: found[0] });
    end = found.index + found[0].length;
  }
  if (end < text.length || !parts.length) parts.push(text.slice(end));
  return parts;
}

function numbersIn(group) {
  const numbers = [...group.matchAll(PART)].flatMap(([, from, to]) => span(Number(from), Number(to ?? from)));
  return [...new Set(numbers)];
}

const span = (from, to) => (to < from || to - from > WIDEST ? [from, to] : Array.from({ length: to - from + 1 }, (_, index) => from + index));

/**
 * The sources by their numbers. Until they have come, all that is known of a stored answer is how many they are: they count from 1.
 * @param {{number: number}[] | null} sources @param {number} count
 */
export function byNumber(sources, count) {
  const listed = sources ?? Array.from({ length: count }, (_, index) => ({ number: index + 1, pending: true }));
  return new Map(listed.map((source) => [source.number, source]));
}

/** Cited ones first come, as the answer has them, then what was read besides. */
export function sortOut(sources) {
  const inOrder = [...sources].sort((one, other) => one.number - other.number);
  return { cited: inOrder.filter(({ cited }) => cited), others: inOrder.filter(({ cited }) => !cited) };
}

/** Whether some quotation of the answer is not in this source as it stands there. */
export const misquoted = (source) => (source.quotes ?? []).some(({ literal }) => !literal);

/** Whether there is something to open: a document that is there and may be read. */
export const opens = (source) => Boolean(source?.document_id) && !source.hidden && !source.deleted;
