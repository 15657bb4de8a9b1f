/**
 * Mathematics as language models write it, for micromark and mdast: `$x$`, `$$x$$`, `\(x\)`, `\[x\]`, inline and as blocks.
 * Dollars follow pandoc's rule (no space inside the delimiters, no digit after the closing one) so that prices stay prices.
 */
import { markdownLineEnding, markdownSpace } from "micromark-util-character";

const DOLLAR = 36;
const BACKSLASH = 92;
const CLOSERS = { 40: 41, 91: 93 }; // "(" closes with ")", "[" with "]"

const isDigit = (code) => code !== null && code >= 48 && code <= 57;
const isLetter = (code) => code !== null && ((code >= 65 && code <= 90) || (code >= 97 && code <= 122));
const isSpace = (code) => code === null || markdownSpace(code) || markdownLineEnding(code);

const inlineMath = { name: "mathText", tokenize: tokenizeInline, previous: mayOpenInline };
const blockMath = { name: "mathFlow", tokenize: tokenizeBlock, concrete: true };
const nonLazy = { partial: true, tokenize: tokenizeNonLazy };

export const mathSyntax = {
  flow: { [DOLLAR]: blockMath, [BACKSLASH]: blockMath },
  text: { [DOLLAR]: inlineMath, [BACKSLASH]: inlineMath },
};

export const mathFromMarkdown = {
  enter: {
    mathText(token) {
      this.enter({ type: "inlineMath", value: "", display: false }, token);
    },
    mathFlow(token) {
      this.enter({ type: "math", value: "" }, token);
    },
  },
  exit: {
    mathText(token) {
      const node = this.stack[this.stack.length - 1];
      Object.assign(node, unwrap(this.sliceSerialize(token)));
      this.exit(token);
    },
    mathFlow(token) {
      const node = this.stack[this.stack.length - 1];
      Object.assign(node, unwrapBlock(this.sliceSerialize(token)));
      this.exit(token);
    },
  },
};

function unwrap(raw) {
  if (raw.startsWith("$$")) return { value: raw.slice(2, -2).trim(), display: true };
  if (raw.startsWith("$")) return { value: raw.slice(1, -1), display: false };
  return { value: raw.slice(2, -2).trim(), display: raw[1] === "[" };
}

/** `closed` is false while the closing delimiter of a streaming block is still to come. */
function unwrapBlock(raw) {
  const closer = raw.startsWith("$$") ? "$$" : "\\]";
  const body = raw.slice(2).trimEnd().replace(/(\$\$|\\\])[.,;:]$/, "$1");
  const closed = body.endsWith(closer);
  return { value: (closed ? body.slice(0, -2) : body).trim(), closed };
}

/** "US$5": a dollar within or after a word is no delimiter. */
function mayOpenInline(code) {
  return !isDigit(code) && !isLetter(code) && code !== DOLLAR;
}

function tokenizeInline(effects, ok, nok) {
  let closer = DOLLAR;
  let size = 1;
  let last = null;
  let first = null;
  let sawSpace = false;
  let sawMath = false;
  let sawMore = false; // more than figures: "\\[1\\]" is an escaped reference mark
  return start;

  function start(code) {
    effects.enter("mathText");
    effects.enter("mathTextSequence");
    effects.consume(code);
    return code === BACKSLASH ? afterBackslash : afterDollar;
  }
  function afterBackslash(code) {
    closer = CLOSERS[code];
    if (closer === undefined) return nok(code);
    effects.consume(code);
    return open;
  }
  function afterDollar(code) {
    if (code !== DOLLAR) return isSpace(code) ? nok(code) : open(code);
    size = 2;
    effects.consume(code);
    return (next) => (next === DOLLAR ? nok(next) : open(next));
  }
  function open(code) {
    effects.exit("mathTextSequence");
    first = code;
    return between(code);
  }
  function between(code) {
    if (code === null) return nok(code);
    if (markdownLineEnding(code)) {
      note(code);
      effects.enter("lineEnding");
      effects.consume(code);
      effects.exit("lineEnding");
      return between;
    }
    effects.enter("mathTextData");
    return data(code);
  }
  function data(code) {
    if (code === null || markdownLineEnding(code)) {
      effects.exit("mathTextData");
      return between(code);
    }
    if (code === DOLLAR && closer === DOLLAR) return closingDollar(code);
    note(code);
    effects.consume(code);
    return code === BACKSLASH ? escaped : data;
  }
  function note(code) {
    last = code;
    if (!isDigit(code) && code !== BACKSLASH) sawMore = true;
    if (isSpace(code)) sawSpace = true;
    else if (code === BACKSLASH || code === 94 || code === 95 || code === 61 || code === 123) sawMath = true;
  }
  function escaped(code) {
    if (code === null || markdownLineEnding(code)) return data(code);
    effects.consume(code);
    if (closer !== DOLLAR && code === closer) return finish;
    sawMore = true;
    last = code;
    return data;
  }
  function closingDollar(code) {
    if (size === 1 && (last === null || isSpace(last))) return nok(code);
    // "$5 up to 10$" is about money: figures with words between them and no sign of a formula.
    if (size === 1 && isDigit(first) && sawSpace && !sawMath) return nok(code);
    effects.consume(code);
    return size === 2 ? secondDollar : finish;
  }
  function secondDollar(code) {
    if (code !== DOLLAR) return nok(code);
    effects.consume(code);
    return finish;
  }
  function finish(code) {
    if (closer === DOLLAR && size === 1 && isDigit(code)) return nok(code);
    if (closer === 93 && !sawMore) return nok(code);
    effects.exit("mathTextData");
    effects.exit("mathText");
    return ok(code);
  }
}

function tokenizeBlock(effects, ok, nok) {
  const self = this;
  let dollars = false;
  let alone = true; // nothing but the delimiter on the first line: the block may hold blank lines and may still be open at the end
  let pending = false; // the first half of a closing delimiter was just read
  return start;

  function start(code) {
    dollars = code === DOLLAR;
    effects.enter("mathFlow");
    effects.enter("mathFlowFence");
    effects.consume(code);
    return second;
  }
  function second(code) {
    if (code !== (dollars ? DOLLAR : 91)) return nok(code);
    effects.consume(code);
    return afterOpen;
  }
  function afterOpen(code) {
    if (dollars && code === DOLLAR) return nok(code);
    if (markdownSpace(code)) {
      effects.consume(code);
      return afterOpen;
    }
    effects.exit("mathFlowFence");
    if (code !== null && !markdownLineEnding(code)) {
      alone = false;
      effects.enter("mathFlowValue");
      return value(code);
    }
    if (self.interrupt) return ok(code);
    return lineBreak(code);
  }
  function lineBreak(code) {
    if (code === null) return unclosed(code);
    return effects.check(nonLazy, nextLine, unclosed)(code);
  }
  function unclosed(code) {
    if (!alone) return nok(code);
    effects.exit("mathFlow");
    return ok(code);
  }
  function nextLine(code) {
    effects.enter("lineEnding");
    effects.consume(code);
    effects.exit("lineEnding");
    return lineStart;
  }
  function lineStart(code) {
    if (code === null || markdownLineEnding(code)) return alone ? lineBreak(code) : nok(code);
    effects.enter("mathFlowValue");
    return value(code);
  }
  function value(code) {
    if (code === null || markdownLineEnding(code)) {
      pending = false;
      effects.exit("mathFlowValue");
      return self.interrupt && !alone ? nok(code) : lineBreak(code);
    }
    const closes = pending && code === (dollars ? DOLLAR : 93);
    pending = !closes && code === (dollars ? DOLLAR : BACKSLASH);
    effects.consume(code);
    return closes ? afterClose : value;
  }
  function afterClose(code) {
    if (code === null || markdownLineEnding(code)) {
      effects.exit("mathFlowValue");
      effects.exit("mathFlow");
      return ok(code);
    }
    if (markdownSpace(code) || code === 46 || code === 44 || code === 59 || code === 58) {
      effects.consume(code);
      return afterClose;
    }
    return alone ? value(code) : nok(code);
  }
}

function tokenizeNonLazy(effects, ok, nok) {
  const self = this;
  return (code) => {
    effects.enter("lineEnding");
    effects.consume(code);
    effects.exit("lineEnding");
    return (next) => (self.parser.lazy[self.now().line] ? nok(next) : ok(next));
  };
}
