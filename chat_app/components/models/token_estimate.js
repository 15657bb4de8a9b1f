// How many tokens a text is, about: the same figure as services/kernel/tokens.py, whose comments say why it is reckoned so.
export const MESSAGE_OVERHEAD = 4;

const LINES = 0;
const WORDS = 1;
const DIGITS = 2;
const LATIN = 3;
const SIGNS = 4;
const OTHER = 11;
const SPACE = 12;
const SCRIPTS = 12;

// What Python's `\s` takes for white space.
const isSpace = (code) =>
  code === 0x20 ||
  (code >= 0x09 && code <= 0x0d) ||
  (code >= 0x1c && code <= 0x1f) ||
  code === 0x85 ||
  code === 0xa0 ||
  code === 0x1680 ||
  (code >= 0x2000 && code <= 0x200a) ||
  code === 0x2028 ||
  code === 0x2029 ||
  code === 0x202f ||
  code === 0x205f ||
  code === 0x3000;

// From, to, script; the first row that holds counts.
const RANGES = [
  [0x00c0, 0x024f, LATIN],
  [0x0370, 0x052f, 5],
  [0x0590, 0x08ff, 6],
  [0x0900, 0x109f, 7],
  [0x3040, 0x30ff, 9],
  [0x3001, 0x303f, 8],
  [0x3400, 0x9fff, 8],
  [0xac00, 0xd7af, 10],
  [0xff00, 0xffef, 8],
];

const ofAscii = (code) => {
  if ((code >= 0x61 && code <= 0x7a) || (code >= 0x41 && code <= 0x5a)) return WORDS;
  if (code >= 0x30 && code <= 0x39) return DIGITS;
  if (code === 0x0a) return LINES;
  if (isSpace(code)) return SPACE;
  return code > 0x20 && code < 0x7f ? SIGNS : OTHER;
};
const scriptOf = (code) => {
  if (code < 0x80) return ofAscii(code);
  if (isSpace(code)) return SPACE;
  for (const [from, to, script] of RANGES) if (code >= from && code <= to) return script;
  return OTHER;
};

const unitsOf = (script, length) => {
  if (script === WORDS || script === LATIN) return length <= 6 ? 1 : (length + 3) >> 2;
  if (script === DIGITS) return Math.trunc((length + 2) / 3);
  if (script === SIGNS) return (length + 1) >> 1;
  return script === LINES ? 1 : length;
};

const USUAL = new Array(SCRIPTS).fill(1000);

/** One pass and no garbage: it runs while somebody types. `weights`: thousandths of a token that a unit of each script is. */
export function estimateTokens(text, weights) {
  const weighed = weights?.length === SCRIPTS ? weights : USUAL;
  let total = 0;
  let script = SPACE;
  let run = 0;
  for (let place = 0; place < text.length; place += 1) {
    const code = text.charCodeAt(place);
    const next = scriptOf(code);
    if (next !== script && run) {
      total += unitsOf(script, run) * weighed[script];
      run = 0;
    }
    script = next;
    if (script === SPACE) continue;
    run += 1;
    // Half of a pair is no sign of its own.
    if (script === OTHER && code >= 0xd800 && code <= 0xdbff && (text.charCodeAt(place + 1) & 0xfc00) === 0xdc00) place += 1;
  }
  if (run) total += unitsOf(script, run) * weighed[script];
  return Math.ceil(total / 1000);
}
