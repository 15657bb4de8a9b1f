// How many tokens a text is, about: the same figure as services/kernel/tokens.py, whose comment says why it is reckoned so.
export const MESSAGE_OVERHEAD = 4;

const SPACE = 0;
const WORD = 1;
const LATIN = 2;
const SIGN = 3;

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

const kindOf = (code) => {
  if ((code >= 0x61 && code <= 0x7a) || (code >= 0x41 && code <= 0x5a) || (code >= 0x30 && code <= 0x39)) return WORD;
  if (isSpace(code)) return SPACE;
  return code >= 0xc0 && code <= 0x24f ? LATIN : SIGN;
};
const tokensOfRun = (length) => (length <= 6 ? 1 : (length + 3) >> 2);

/** One pass and no garbage: it runs while somebody types. */
export function estimateTokens(text) {
  let total = 0;
  let kind = SPACE;
  let run = 0;
  for (let place = 0; place < text.length; place += 1) {
    const code = text.charCodeAt(place);
    const next = kindOf(code);
    if (run && next !== kind) {
      total += tokensOfRun(run);
      run = 0;
    }
    kind = next;
    if (kind === SIGN) {
      total += 1;
      // Half of a pair is no sign of its own.
      if (code >= 0xd800 && code <= 0xdbff && (text.charCodeAt(place + 1) & 0xfc00) === 0xdc00) place += 1;
    } else if (kind !== SPACE) {
      run += 1;
    }
  }
  return run ? total + tokensOfRun(run) : total;
}
