/**
 * Shows a growing answer at most once per animation frame and never more new text in one frame than the browser can take:
 * the amount follows what the last frame cost.
 */

const GOAL = 30; // milliseconds of script a frame may cost
const LEAST = 1000;
const MOST = 40_000; // characters

export class FramePainter {
  #shown = 0;
  #amount = 6000;
  #frame = 0;
  #restUntil = 0;
  #drained = null;

  /**
   * @param {import("./live_answer.js").LiveAnswer} answer
   * @param {(view: object) => void} paint renders synchronously, so that its cost can be measured
   */
  constructor(answer, paint) {
    this.answer = answer;
    this.paint = paint;
  }

  request() {
    if (!this.#frame) this.#frame = requestAnimationFrame(this.#draw);
  }

  stop() {
    cancelAnimationFrame(this.#frame);
    this.#frame = 0;
  }

  /** Resolves when everything that came is on the page; at once when nobody looks, since hidden pages draw no frames. */
  drained() {
    this.request();
    return document.hidden ? Promise.resolve() : new Promise((resolve) => (this.#drained = resolve));
  }

  #draw = (now) => {
    this.#frame = 0;
    if (now < this.#restUntil) return this.request();
    const { answer } = this;
    const whole = answer.text;
    this.#shown = Math.min(whole.length, cleanCut(whole, this.#shown + this.#amount));
    const began = performance.now();
    this.paint({
      text: whole.slice(0, this.#shown),
      reasoning: answer.reasoning,
      reasoningMs: answer.reasoningMs,
      done: answer.ended && this.#shown === whole.length,
    });
    this.#learn(performance.now() - began, now);
    if (this.#shown < whole.length) return this.request();
    this.#drained?.();
    return undefined;
  };

  /** A costly frame makes the next one smaller and later, so that typing and scrolling stay quick. */
  #learn(cost, now) {
    if (cost > GOAL) this.#amount = Math.max(LEAST, this.#amount / 2);
    else if (cost < GOAL / 2) this.#amount = Math.min(MOST, this.#amount * 1.5);
    this.#restUntil = cost > 8 ? now + 2 * cost : 0;
  }
}

/** Never between the halves of a surrogate pair. */
function cleanCut(text, at) {
  const end = Math.floor(at);
  const code = text.charCodeAt(end - 1);
  return code >= 0xd800 && code <= 0xdbff ? end + 1 : end;
}
