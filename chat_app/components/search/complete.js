// What the search field offers while somebody writes: operators, and the names that they can have. Pure.
const OPERATORS = {
  en: [
    ["tag:", "hint_tag"], ["folder:", "hint_folder"], ["model:", "hint_model"], ["before:", "hint_before"], ["after:", "hint_after"],
    ["has:file", "hint_file"], ["in:trash", "hint_trash"], ["in:archive", "hint_archive"], ["is:favourite", "hint_favourite"],
  ],
  de: [
    ["tag:", "hint_tag"], ["ordner:", "hint_folder"], ["modell:", "hint_model"], ["vor:", "hint_before"], ["ab:", "hint_after"],
    ["hat:datei", "hint_file"], ["in:papierkorb", "hint_trash"], ["in:archiv", "hint_archive"], ["ist:favorit", "hint_favourite"],
  ],
};
const NAMES = { tag: "tags", tags: "tags", schlagwort: "tags", folder: "folders", ordner: "folders", model: "models", modell: "models" };
const DATES = new Set(["before", "vor", "after", "since", "nach", "ab", "seit"]);
const MOST = 8;

const folded = (text) => text.normalize("NFKD").replace(/[\u0300-\u036f]/g, "").toLowerCase();
const both = (language) => (language === "de" ? [...OPERATORS.de, ...OPERATORS.en] : [...OPERATORS.en, ...OPERATORS.de]);
export const operatorsOf = (language) => OPERATORS[language] ?? OPERATORS.en;

// The operator or word in front of the cursor, with an open quotation mark after its colon.
const TOKEN = /(-?)((\p{L}+):("[^"]*|[^\s"]*)|\p{L}+)$/u;

/** @returns {{key, text, hint, value}[]} with `value` the whole field after choosing; its cursor goes to the end of what was put in */
export function completions(text, caret, words, language, labels) {
  const match = TOKEN.exec(text.slice(0, caret));
  if (!match) return [];
  const [whole, minus, token, operator, typed] = match;
  if (text[match.index - 1] && !/\s/.test(text[match.index - 1])) return [];
  const [before, after] = [text.slice(0, caret - whole.length), text.slice(caret)];
  const put = (piece) => ({ value: `${before}${minus}${piece}${after}`, caret: before.length + minus.length + piece.length });
  const names = operator && NAMES[operator.toLowerCase()];
  if (names) return namesFor(words[names], typed.replace(/^"/, ""), operator, put);
  if (operator && DATES.has(operator.toLowerCase())) return datesFor(typed, operator, put);
  return operatorsFor(token, language, labels, put);
}

function operatorsFor(token, language, labels, put) {
  const start = token.toLowerCase();
  const seen = new Set();
  const fits = both(language).filter(([name, hint]) => name.startsWith(start) && name !== start && !seen.has(hint) && seen.add(hint));
  return fits.slice(0, MOST).map(([name, hint]) => ({ key: name, text: name, hint: labels[hint], ...put(name.endsWith(":") ? name : `${name} `) }));
}

function namesFor(names, typed, operator, put) {
  const start = folded(typed);
  const fits = names.filter((name) => folded(name).includes(start)).sort((one, other) => folded(other).startsWith(start) - folded(one).startsWith(start));
  if (fits.length === 1 && folded(fits[0]) === start) return [];
  return fits.slice(0, MOST).map((name) => ({ key: name, text: name, hint: "", ...put(`${operator}:${/\s/.test(name) ? `"${name}"` : name} `) }));
}

function datesFor(typed, operator, put) {
  const [year, month, day] = [new Date().getFullYear(), new Date().getMonth() + 1, new Date().getDate()].map((part) => `${part}`.padStart(2, "0"));
  const dates = [`${year}-${month}-${day}`, `${year}-${month}`, year, `${year - 1}`];
  return dates.filter((date) => date.startsWith(typed) && date !== typed).map((date) => ({ key: date, text: date, hint: "", ...put(`${operator}:${date} `) }));
}
