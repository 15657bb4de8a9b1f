/**
 * Follows the running turns of the page over server-sent events until they are over: all of them on one line, which reconnects
 * where it stopped and rests while the page is hidden. A turn that joins gets a new line with all that run; the old one is let
 * go once the new one stands, and what comes twice counts once (`LiveAnswer.seq`). A turn that ends or leaves tears nothing.
 */
import { pause, readLine, untilVisible } from "./event_line.js";

const FIRST_DELAY = 300;
const LAST_DELAY = 5000;
const MOST = 12; // what the server takes on one line; more wait until one of these has ended

/** @type {Set<{turnId: string, answer: import("./live_answer.js").LiveAnswer, onChange: () => void, onLost: (lost: boolean) => void, leave: () => void}>} */
const followers = new Set();
let line = null;
let arranging = false;

/**
 * Resolves when the turn is over or `signal` ends the interest in it.
 * @param {string} turnId
 * @param {import("./live_answer.js").LiveAnswer} answer takes the events
 * @param {{signal: AbortSignal, onChange: () => void, onLost: (lost: boolean) => void}} options
 */
export function followTurn(turnId, answer, { signal, onChange, onLost }) {
  return new Promise((resolve) => {
    const follower = { turnId, answer, onChange, onLost, lost: false, leave };
    function leave() {
      signal.removeEventListener("abort", leave);
      followers.delete(follower);
      arrange();
      resolve();
    }
    if (signal.aborted || answer.ended) return resolve();
    signal.addEventListener("abort", leave);
    followers.add(follower);
    return arrange();
  });
}

/** Once for all that join or leave together, as columns do. */
function arrange() {
  if (arranging) return;
  arranging = true;
  queueMicrotask(() => {
    arranging = false;
    const turnIds = new Set([...new Set([...followers].map(({ turnId }) => turnId))].slice(0, MOST));
    const wanted = [...followers].filter(({ turnId }) => turnIds.has(turnId));
    if (!wanted.length) {
      line?.close();
      line = null;
    } else if (!line || !wanted.every((follower) => line.serves(follower))) {
      line = new TurnLine(wanted, line);
    }
  });
}

/** The line for some followers, kept up over as many connections as it takes. */
class TurnLine {
  #control = new AbortController();
  #failures = 0;
  #members;
  #before;

  constructor(members, before) {
    this.#members = new Set(members);
    this.#before = before;
    before?.retire();
    this.#keep();
  }

  /** One that joined later has missed what came before. */
  serves(follower) {
    return this.#members.has(follower);
  }

  close() {
    this.#before?.close();
    this.#control.abort();
  }

  /** Another line takes over: read on, but do not connect again. */
  retire() {
    this.retired = true;
  }

  async #keep() {
    const { signal } = this.#control;
    for (;;) {
      await untilVisible(signal);
      const turns = this.#left();
      if (signal.aborted || this.retired || !turns.length) break;
      const outcome = await readLine(turns, { signal, onOpen: () => this.#open(), onEvents: (events) => this.#take(events) });
      if (signal.aborted || this.retired || !this.#left().length) break;
      if (outcome === "refused") await this.#weedOut(turns);
      if (outcome !== "hidden" && this.#left().length) await this.#rest(turns, signal);
    }
    if (line === this) {
      line = null;
      arrange();
    }
  }

  #following(turnId) {
    return [...this.#members].filter((follower) => follower.turnId === turnId && followers.has(follower));
  }

  /** The turns that are still followed, each with what all its followers have. */
  #left() {
    const turnIds = new Set([...this.#members].map(({ turnId }) => turnId));
    const turns = [...turnIds].map((turnId) => ({ turnId, after: Math.min(...this.#following(turnId).map(({ answer }) => answer.seq)) }));
    return turns.filter(({ after }) => after < Infinity);
  }

  #open() {
    this.#before?.close();
    this.#before = null;
  }

  #take(events) {
    const changed = new Set();
    for (const [turnId, event] of events) {
      for (const follower of this.#following(turnId)) {
        if (event.event === "turn.gone") follower.answer.ended = true;
        else if (follower.answer.apply(event)) changed.add(follower);
        if (follower.answer.ended) changed.add(follower);
      }
    }
    if (changed.size) this.#failures = 0;
    for (const follower of changed) {
      tell(follower, false);
      follower.onChange();
      if (follower.answer.ended) follower.leave();
    }
  }

  async #rest(turns, signal) {
    const came = turns.some(({ turnId, after }) => this.#following(turnId).some(({ answer }) => answer.seq > after));
    this.#failures = came ? 1 : this.#failures + 1;
    if (this.#failures > 1) for (const { turnId } of this.#left()) this.#following(turnId).forEach((follower) => tell(follower, true));
    await pause(Math.min(LAST_DELAY, FIRST_DELAY * 2 ** (this.#failures - 1)), signal);
  }

  /** Turns that are gone or not ours any more: the page asks the server what is true now. One of several has to be found first. */
  async #weedOut(turns) {
    for (const { turnId } of turns) {
      if (turns.length > 1 && !(await isGone(turnId))) continue;
      for (const follower of this.#following(turnId)) {
        follower.answer.ended = true;
        follower.leave();
      }
    }
  }
}

function tell(follower, lost) {
  if (follower.lost === lost) return;
  follower.lost = lost;
  follower.onLost(lost);
}

async function isGone(turnId) {
  try {
    const { status } = await fetch(`/api/v1/turns/${encodeURIComponent(turnId)}`, { cache: "no-store" });
    return status >= 400 && status < 500 && status !== 408 && status !== 429;
  } catch {
    return false;
  }
}
