/** Finds what an answer quotes in the passage that it quotes from, however its lines are broken. Pure. */

const SAME = { "“": '"', "”": '"', "„": '"', "‟": '"', "«": '"', "»": '"', "‘": "'", "’": "'", "‚": "'", "‹": "'", "›": "'", "–": "-", "—": "-", "‑": "-", "−": "-" };
const IGNORED = /[\s\u00ad]/;

/** The letters that count, each with its place: blanks, soft hyphens and hyphens at the end of a line do not. */
function letters(text) {
  const places = [];
  let plain = "";
  for (let at = 0; at < text.length; at += 1) {
    const char = SAME[text[at]] ?? text[at];
    if (IGNORED.test(char) || (char === "-" && /^-[ \t]*\n/.test(text.slice(at, at + 12).replace(text[at], "-")))) continue;
    plain += char;
    places.push(at);
  }
  return { plain, places };
}

/**
 * @param {string} text @param {string[]} quotes
 * @returns {{text: string, marked: boolean}[]} the text in pieces, those that are quoted marked
 */
export function markQuotes(text, quotes) {
  const { plain, places } = letters(text);
  const marked = new Uint8Array(text.length);
  for (const quote of quotes) {
    const wanted = letters(quote).plain;
    const at = wanted ? plain.indexOf(wanted) : -1;
    if (at >= 0) marked.fill(1, places[at], places[at + wanted.length - 1] + 1);
  }
  return pieces(text, marked);
}

function pieces(text, marked) {
  const found = [];
  for (let from = 0, to = 0; from < text.length; from = to) {
    while (to < text.length && marked[to] === marked[from]) to += 1;
    found.push({ text: text.slice(from, to), marked: marked[from] === 1 });
  }
  return found;
}
