/**
 * What a screen reader hears of a growing answer: whole sentences, without markup, code left out. Pure.
 */

const LONGEST = 500; // characters of one announcement; a reader can go through the whole text afterwards

/**
 * @param {string} text the answer so far
 * @param {number} from how far it was spoken
 * @param {boolean} ended whether nothing follows
 * @returns {{speech: string, to: number}} `to` equals `from` while no sentence is complete
 */
export function nextSentences(text, from, ended) {
  const rest = text.slice(from);
  const length = ended ? rest.length : lastEnd(rest);
  if (length === 0) return { speech: "", to: from };
  return { speech: plain(rest.slice(0, length)).slice(0, LONGEST), to: from + length };
}

function lastEnd(text) {
  const ends = /[.!?…:][)"'”»]*(?=\s)|\n\s*\n/g;
  let last = 0;
  for (let found = ends.exec(text); found; found = ends.exec(text)) last = found.index + found[0].length;
  const fences = text.slice(0, last).split(/^(?:```|~~~)/m).length - 1;
  return fences % 2 ? Math.max(0, text.slice(0, last).search(/(?:^|\n)(?:```|~~~)[^\n]*(?:\n(?!```|~~~)[^\n]*)*$/)) : last;
}

function plain(text) {
  return text
    .replace(/(?:^|\n)(```|~~~)[^]*?(?:\n\1|$)/g, "\n")
    .replace(/!?\[([^\]\n]*)\]\([^)\n]*\)/g, "$1")
    .replace(/^[ \t]*(?:#{1,6}|>|[-+*]|\|)[ \t]*/gm, "")
    .replace(/[*_`~|]+/g, "")
    .replace(/\s+/g, " ")
    .trim();
}
