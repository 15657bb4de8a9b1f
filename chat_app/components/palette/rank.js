// How well a text answers what was typed, and where: whole words before beginnings before middles before scattered letters.
const SCATTERED = 1;
const INSIDE = 4;
const WORD_START = 8;
const START = 12;
const WHOLE = 20;

export const fold = (text) => text.toLowerCase().normalize("NFD").replace(/\p{Diacritic}/gu, "").replaceAll("ß", "ss");

const isWordStart = (text, at) => at === 0 || !/[\p{L}\p{N}]/u.test(text[at - 1]);

function scattered(word, text) {
  let at = -1;
  let jumps = 0;
  for (const letter of word) {
    const next = text.indexOf(letter, at + 1);
    if (next < 0) return 0;
    if (at >= 0 && next !== at + 1) jumps += 1;
    at = next;
  }
  // Few jumps and a beginning in the right place, or it is chance.
  return jumps <= Math.ceil(word.length / 3) ? SCATTERED / (1 + jumps) : 0;
}

function scoreWord(word, text) {
  if (text === word) return WHOLE;
  let best = 0;
  for (let at = text.indexOf(word); at >= 0; at = text.indexOf(word, at + 1)) {
    best = Math.max(best, at === 0 ? START : isWordStart(text, at) ? WORD_START : INSIDE);
    if (best === START) break;
  }
  return best || (word.length > 2 ? scattered(word, text) : 0);
}

/** @returns {number} 0 when not every word of the query is in the title or the other words */
export function score(query, title, words = "") {
  const wanted = fold(query).split(/\s+/).filter(Boolean);
  const text = fold(title);
  const other = fold(words);
  let sum = 0;
  for (const word of wanted) {
    const found = Math.max(scoreWord(word, text), scoreWord(word, other) / 2);
    if (!found) return 0;
    sum += found;
  }
  // Of two that match alike the shorter one is meant.
  return wanted.length ? sum / wanted.length + 1 / (1 + text.length) : 1;
}

/**
 * The items that match, best first; equal ones stay in their order.
 * @param {{title: string, words?: string}[]} items
 */
export function ranked(query, items, most = Infinity) {
  if (!query.trim()) return items.slice(0, most);
  return items
    .map((item, place) => ({ item, place, score: score(query, item.title, item.words) }))
    .filter((one) => one.score > 0)
    .sort((a, b) => b.score - a.score || a.place - b.place)
    .slice(0, most)
    .map((one) => one.item);
}

/** @returns {{name: string, items: object[]}[]} groups with their matches, the one with the best match first while something is typed */
export function rankGroups(query, groups, most) {
  const found = groups.map((group, place) => {
    const items = group.ranked ? group.items.slice(0, most) : ranked(query, group.items, most);
    const best = query.trim() && items.length ? Math.max(...items.map((item) => score(query, item.title, item.words))) : 0;
    return { ...group, items, best, place };
  });
  return found.filter(({ items }) => items.length).sort((a, b) => b.best - a.best || a.place - b.place);
}
