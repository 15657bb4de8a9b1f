/**
 * Keeps text that was made to choke a parser away from it: such a piece is shown as plain text.
 * The figures are far above what people and models write, and low enough that the parser stays below a few hundred milliseconds.
 */

const MAX_PIECE = 60_000; // characters of one paragraph, list or table
const MAX_WORD = 20_000;
const MAX_DEPTH = 40; // quote and list markers before the first text of a line
const DELIMITERS = { "[": 1500, "]": 1500, "(": 4000, "*": 3000, _: 3000, "`": 3000, "~": 3000, $: 2000, "\\": 6000, "<": 2000, "!": 4000, ":": 4000, "@": 1500, "|": 12_000, "&": 4000 };
const NESTING = /^(?:[ \t]*(?:>|[-+*](?=[ \t])|\d{1,9}[.)](?=[ \t]))){41,}/m;

/** @param {string} text @returns {boolean} */
export function isTooComplex(text) {
  if (text.length < 1500) return deepNesting(text);
  if (text.length > MAX_PIECE) return true;
  return tooManyDelimiters(text) || longestWord(text) > MAX_WORD || deepNesting(text);
}

function tooManyDelimiters(text) {
  const seen = {};
  for (const char of text) {
    const limit = DELIMITERS[char];
    if (limit === undefined) continue;
    const count = (seen[char] ?? 0) + 1;
    if (count > limit) return true;
    seen[char] = count;
  }
  return false;
}

function longestWord(text) {
  let longest = 0;
  let start = 0;
  for (let at = 0; at <= text.length; at += 1) {
    if (at === text.length || text.charCodeAt(at) <= 32) {
      longest = Math.max(longest, at - start);
      start = at + 1;
    }
  }
  return longest;
}

/** Markers on one line, or a list that is indented ever deeper. */
function deepNesting(text) {
  return NESTING.test(text) || text.includes(" ".repeat(4 * MAX_DEPTH) + "-") || text.includes(" ".repeat(4 * MAX_DEPTH) + "*");
}
