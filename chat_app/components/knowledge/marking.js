// Which words of a passage were looked for, as pieces of text. Pure: only a view, the server has its own way of comparing words.
const STOP = new Set(
  ("aber alle auch auf aus bei das dass dem den der des die dies diese doch ein eine einem einen einer eines für gibt hat ihre ist kann mit muss nach nicht noch oder sein sich sind soll über und unter vom von vor war was wann wenn wer werden wie wird wo zum zur " +
    "about and any are can does for from has have how into its not that the their then there they this was what when where which who why will with would you your").split(" "),
);
const WORD = /[\p{L}\p{N}]+/gu;
const SHORTEST = 3;

const plain = (word) => word.toLowerCase().normalize("NFD").replace(/\p{M}/gu, "");

/** Beginnings of the words of a question that say what it is about. */
export function stemsOf(question) {
  const words = (question.match(WORD) ?? []).map(plain).filter((word) => word.length >= SHORTEST && !STOP.has(word));
  return [...new Set(words.map((word) => (word.length > 5 ? word.slice(0, -2) : word)))];
}

/** @returns {{text: string, marked: boolean}[]} */
export function marked(text, stems) {
  const pieces = [];
  let end = 0;
  for (const { 0: word, index } of text.matchAll(WORD)) {
    if (!stems.some((stem) => plain(word).startsWith(stem))) continue;
    if (index > end) pieces.push({ text: text.slice(end, index), marked: false });
    pieces.push({ text: word, marked: true });
    end = index + word.length;
  }
  if (end < text.length) pieces.push({ text: text.slice(end), marked: false });
  return pieces;
}

/** The part of a text in which most different words are that were looked for, of about `length` characters and at whole words. */
export function excerptOf(text, stems, length = 420) {
  if (text.length <= length * 1.2) return { text, before: false, after: false };
  const places = [...text.matchAll(WORD)].map(({ 0: word, index }) => [index, stems.findIndex((stem) => plain(word).startsWith(stem))]).filter(([, stem]) => stem >= 0);
  let [best, most] = [0, 0];
  for (const [from] of places) {
    const inside = new Set(places.filter(([at]) => at >= from && at < from + length - 60).map(([, stem]) => stem)).size;
    if (inside > most) [best, most] = [from, inside];
  }
  const start = best < 60 ? 0 : text.indexOf(" ", best - 60) + 1;
  const stop = start + length >= text.length ? text.length : text.lastIndexOf(" ", start + length);
  return { text: text.slice(start, stop), before: start > 0, after: stop < text.length };
}
