/**
 * Shows growing answers at most once per animation frame and never more new text in one frame than the browser can take:
 * the amount follows what the last frame cost. All answers of the page share the frame and its budget.
 */

const GOAL = 30; // milliseconds of script a frame may cost, all answers together
const LEAST = 1000;
const MOST = 40_000; // characters
const BEGINNING = 400; // … of the first frame: the first words are not to wait for the rest

/** The painters that have something to show, the one that has waited longest first. */
const waiting = new Set();
let frame = 0;
let restUntil = 0;

function requestFrame() {
  if (!frame && waiting.size) frame = requestAnimationFrame(drawAll);
}

function drawAll(now) {
  frame = 0;
  if (now >= restUntil) {
    const began = performance.now();
    const share = GOAL / waiting.size;
    for (const painter of [...waiting]) {
      waiting.delete(painter);
      painter.draw(share);
      if (performance.now() - began > GOAL) break;
    }
    const cost = performance.now() - began;
    // A costly frame makes the next one later, so that typing and scrolling stay quick.
    restUntil = cost > 8 ? now + 2 * cost : 0;
  }
  requestFrame();
}

export class FramePainter {
  #shown = 0;
  #amount = 6000;
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
    waiting.add(this);
    requestFrame();
  }

  stop() {
    waiting.delete(this);
  }

  /** Resolves when everything that came is on the page; at once when nobody looks, since hidden pages draw no frames. */
  drained() {
    this.request();
    return document.hidden ? Promise.resolve() : new Promise((resolve) => (this.#drained = resolve));
  }

  /** For the shared frame: show more of the answer; `goal` are the milliseconds that this may cost. */
  draw(goal) {
    const { answer } = this;
    const whole = answer.text;
    this.#shown = Math.min(whole.length, cleanCut(whole, this.#shown + (this.#shown ? this.#amount : BEGINNING)));
    const began = performance.now();
    this.paint({
      text: whole.slice(0, this.#shown),
      reasoning: answer.reasoning,
      reasoningMs: answer.reasoningMs,
      anew: answer.anew,
      notice: answer.notice,
      knowledge: answer.knowledge,
      done: answer.ended && this.#shown === whole.length,
    });
    this.#learn(performance.now() - began, goal);
    if (this.#shown < whole.length) this.request();
    else this.#drained?.();
  }

  /** A costly piece makes the next one smaller. */
  #learn(cost, goal) {
    if (cost > goal) this.#amount = Math.max(LEAST, this.#amount / 2);
    else if (cost < goal / 2) this.#amount = Math.min(MOST, this.#amount * 1.5);
  }
}

/** Never between the halves of a surrogate pair. */
function cleanCut(text, at) {
  const end = Math.floor(at);
  const code = text.charCodeAt(end - 1);
  return code >= 0xd800 && code <= 0xdbff ? end + 1 : end;
}
