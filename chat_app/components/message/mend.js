/**
 * Text that stops in the middle of its markup, completed for the eye: "**bo" is shown bold, half a link as its words. Without it every
 * such piece would first show its marks and then jump. Only for the piece that is being written; pure.
 */

const MOST = 20_000; // characters
const MOST_OPEN = 50; // marks that wait for their end: more is no writing
const UNDECIDED = /(?:^|\n)[ \t]*(?:[-=+*]+|#{1,6}|\d{1,9}[.)]?|`{1,2}|~{1,2}|>)[ \t]*$/;
const HALF_NUMBER = /\[(?:\d[\d,; \u2013-]{0,20})?$/; // of a source: "[1" becomes a button
const STARTS_BLOCK = /\n(?=[ \t]*(?:[-+*]|\d{1,9}[.)]|#{1,6}|>|\|)[ \t])|\n[ \t]*\n/g;

/** @param {string} text a piece that may still grow */
export function mend(text) {
  if (text.length > MOST) return text;
  const decided = text.replace(UNDECIDED, "");
  let from = 0;
  for (const found of decided.matchAll(STARTS_BLOCK)) from = found.index + found[0].length;
  return decided.slice(0, from) + closeMarks(decided.slice(from));
}

function closeMarks(source) {
  const text = withoutHalfLink(source).replace(HALF_NUMBER, "");
  const open = [];
  for (let at = 0; at < text.length; ) {
    const char = text[at];
    if (char === "\\") at += 2;
    else if (char === "`") {
      const run = runLength(text, at);
      const close = closingTicks(text, at + run, run);
      if (close < 0) return at + run === text.length ? finish(text.slice(0, at), open) : finish(text + "`".repeat(run), open);
      at = close;
    } else if (char === "*" || char === "_" || char === "~") {
      const run = runLength(text, at);
      weigh(text, at, run, open);
      if (open.length > MOST_OPEN) return text;
      at += run;
    } else at += 1;
  }
  return finish(text, open);
}

function runLength(text, at) {
  let end = at;
  while (text[end] === text[at]) end += 1;
  return end - at;
}

function closingTicks(text, from, run) {
  for (let at = text.indexOf("`", from); at >= 0; ) {
    const length = runLength(text, at);
    if (length === run) return at + length;
    at = text.indexOf("`", at + length);
  }
  return -1;
}

/** "[words](https://…" without its end is shown as its words, half a picture not at all. */
function withoutHalfLink(text) {
  const middle = text.lastIndexOf("](");
  const start = text.lastIndexOf("[", middle);
  if (middle < 0 || start < 0 || !/^[^)\s`]*$/.test(text.slice(middle + 2))) return text;
  return text[start - 1] === "!" ? text.slice(0, start - 1) : text.slice(0, start) + text.slice(start + 1, middle);
}

/** Keeps account of an emphasis mark: opened, closed, or nothing of the kind. */
function weigh(text, at, run, open) {
  const mark = text.slice(at, at + run);
  const before = text[at - 1] ?? " ";
  const after = text[at + run] ?? " ";
  if (mark[0] === "~" ? run !== 2 : run > 3) return;
  const last = open.lastIndexOf(mark);
  if (last >= 0 && !/\s/.test(before)) open.splice(last);
  else if (!/\s/.test(after) && !(mark[0] === "_" && /\w/.test(before))) open.push(mark);
}

function finish(text, open) {
  // A mark at the very end has not decided yet what it will be.
  const bare = text.replace(/(?:^|(?<=\s))[*_~]{1,3}$/, "");
  const closers = [...open].reverse().join("");
  const space = closers ? (/\s+$/.exec(bare)?.[0] ?? "") : "";
  return bare.slice(0, bare.length - space.length) + closers + space;
}
