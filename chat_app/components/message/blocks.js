/**
 * Cuts growing markdown into top-level pieces, so that only the last one is parsed anew while an answer streams.
 *
 * A cut is made where CommonMark certainly begins a new block whatever stands before it: at a blank line outside of lists, indented
 * code, fences and display math, and around every fenced code block. Doubt means no cut: a piece that is too large costs time only.
 * Text is append-only: finished lines are looked at once.
 */

const FENCE = /^ {0,3}(`{3,}(?!.*`)|~{3,})/;
const MARKER = /^( {0,3})([-+*]|(\d{1,9})[.)])(?=[ \t]|$)/;
const RULE = /^ {0,3}(?:(?:-[ \t]*){3,}|(?:\*[ \t]*){3,}|(?:_[ \t]*){3,})$/;
const BREAKS_LAZY = /^ {0,3}(?:#{1,6}(?:[ \t]|$)|>)/;
const MATH_OPEN = /^ {0,3}(\$\$|\\\[)[ \t]*$/;

/** @typedef {{kind: "flow" | "code", start: number, end: number, open: boolean}} Piece  offsets into the text; `open`: may still grow */

export class BlockSplitter {
  #text = "";
  #read = 0;
  #state = freshState();
  /** Pieces that no later text can change. @type {Piece[]} */
  #done = [];

  /** Takes the whole text; whatever was seen before must be its beginning, else everything starts over. @returns {Piece[]} */
  update(text) {
    if (!text.startsWith(this.#text)) this.#reset();
    this.#text = text;
    for (;;) {
      const end = text.indexOf("\n", this.#read);
      if (end < 0) break;
      step(this.#state, text, this.#read, end, this.#done);
      this.#read = end + 1;
    }
    return this.#withTail();
  }

  #reset() {
    this.#read = 0;
    this.#state = freshState();
    this.#done = [];
  }

  /** The finished pieces and what the unfinished last line makes of the rest, on a copy of the state. */
  #withTail() {
    const state = { ...this.#state };
    const tail = [];
    if (this.#read < this.#text.length) step(state, this.#text, this.#read, this.#text.length, tail);
    for (const piece of tail) piece.open = true;
    if (state.start >= 0) {
      const kind = state.fence ? "code" : "flow";
      tail.push({ kind, start: state.start, end: state.fence ? this.#text.length : state.end, open: true });
    }
    return this.#done.concat(tail);
  }
}

function freshState() {
  return { start: -1, end: 0, blank: false, item: 0, inner: "", fence: "", math: "" };
}

/**
 * Moves the state over one line (without its line feed). `item` is the column where the content of the top-level list item starts,
 * `inner` the fence that is open within it.
 */
function step(state, text, from, to, out) {
  const line = text.slice(from, text[to - 1] === "\r" && to > from ? to - 1 : to);
  if (state.fence) return inFence(state, line, to, out);
  if (state.math) return inMath(state, line, to);
  if (line.trim() === "") {
    state.blank = true;
    return undefined;
  }
  const indent = indentOf(line);
  const inItem = state.item > 0 && indent >= state.item;
  const fence = inItem || indent > 3 ? null : FENCE.exec(line);
  const marker = inItem || indent > 3 || RULE.test(line) ? null : MARKER.exec(line);
  if (fence || startsAnew(state, indent, marker)) cut(state, out);
  if (state.start < 0) state.start = from;
  if (fence) {
    state.fence = fence[1];
    return undefined;
  }
  if (!inItem) trackItem(state, line, indent, marker);
  if (inItem || marker) trackInner(state, line);
  const math = inItem ? null : MATH_OPEN.exec(line);
  if (math) state.math = math[1] === "$$" ? "$$" : "\\]";
  state.blank = false;
  state.end = to;
  return undefined;
}

function inFence(state, line, to, out) {
  if (!closesFence(line, state.fence)) return;
  out.push({ kind: "code", start: state.start, end: to, open: false });
  Object.assign(state, freshState());
}

function inMath(state, line, to) {
  if (closesMath(line, state.math)) state.math = "";
  state.end = to;
}

/** Whether a non-blank line cannot belong to the piece before it. */
function startsAnew(state, indent, marker) {
  if (state.start < 0 || !state.blank) return false;
  return state.item > 0 ? indent === 0 && !marker : indent < 4;
}

function cut(state, out) {
  if (state.start >= 0) out.push({ kind: "flow", start: state.start, end: state.end, open: false });
  Object.assign(state, freshState());
}

function trackItem(state, line, indent, marker) {
  const inParagraph = state.end > state.start && !state.blank && state.item === 0;
  if (marker && !(inParagraph && !canInterrupt(line, marker))) {
    state.item = contentColumn(line, indent, marker);
    state.inner = "";
  } else if (state.blank || state.inner || RULE.test(line) || BREAKS_LAZY.test(line) || MATH_OPEN.test(line)) {
    state.item = 0;
    state.inner = "";
  }
}

function trackInner(state, line) {
  const text = line.replace(/^[ \t]*(?:(?:[-+*]|\d{1,9}[.)])[ \t]+)*/, "");
  if (state.inner) {
    if (closesFence(text, state.inner)) state.inner = "";
  } else {
    state.inner = FENCE.exec(text)?.[1] ?? "";
  }
}

/** CommonMark: only a bullet, or a number 1, with text after it ends a paragraph. */
function canInterrupt(line, marker) {
  return line.length > marker[0].length && (marker[3] === undefined || Number(marker[3]) === 1);
}

function contentColumn(line, indent, marker) {
  const rest = line.slice(marker[0].length);
  const gap = indentOf(rest);
  return indent + marker[2].length + (rest.trim() === "" || gap > 4 ? 1 : gap);
}

/** Columns of white space before the text, tab stops at every fourth. */
export function indentOf(line) {
  let column = 0;
  for (const char of line) {
    if (char === " ") column += 1;
    else if (char === "\t") column += 4 - (column % 4);
    else break;
  }
  return column;
}

export function closesFence(line, fence) {
  if (indentOf(line) > 3) return false;
  const text = line.trim();
  return text.length >= fence.length && text === fence[0].repeat(text.length);
}

export function closesMath(line, closer) {
  return line.replace(/[ \t.,;:]+$/, "").endsWith(closer);
}

/** Takes a fenced piece apart. `closed` tells whether its closing fence is there. */
export function readFence(text) {
  const lines = text.replaceAll("\r\n", "\n").split("\n");
  const [, indent, fence, info] = /^( {0,3})(`{3,}|~{3,})[ \t]*(.*)$/.exec(lines[0]) ?? ["", "", "```", ""];
  const closed = lines.length > 1 && closesFence(lines[lines.length - 1], fence);
  const body = lines.slice(1, closed ? -1 : undefined);
  if (!closed && body.at(-1) === "") body.pop(); // the end of the last line is not a line of its own
  const strip = new RegExp(`^ {0,${indent.length}}`);
  const language = info.trim().split(/\s+/)[0].replace(/\\([!-/:-@[-`{-~])/g, "$1");
  return { language, code: (indent ? body.map((line) => line.replace(strip, "")) : body).join("\n"), closed };
}
