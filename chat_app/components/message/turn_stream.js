/**
 * Follows a turn over server-sent events until it is over: reconnects where it stopped, rests while the page is hidden
 * (HTTP/1.1 gives a host six connections, all tabs together) and catches up afterwards.
 */
import { SseParser } from "./sse.js";

const FIRST_DELAY = 300;
const LAST_DELAY = 5000;
const SILENCE = 45_000; // the server pings every 15 s: three missed ones mean the line is dead
const HIDDEN_GRACE = 3000;

/**
 * @param {string} turnId
 * @param {import("./live_answer.js").LiveAnswer} answer takes the events
 * @param {{signal: AbortSignal, onChange: () => void, onLost: (lost: boolean) => void}} options
 */
export async function followTurn(turnId, answer, { signal, onChange, onLost }) {
  let failures = 0;
  while (!signal.aborted && !answer.ended) {
    await untilVisible(signal);
    if (signal.aborted) return;
    const before = answer.seq;
    const outcome = await readOnce(turnId, answer, signal, () => {
      if (failures) onLost(false);
      failures = 0;
      onChange();
    });
    if (answer.ended || signal.aborted) return;
    if (outcome === "refused") {
      answer.ended = true; // gone or not ours any more: the page asks the server what is true now
      return;
    }
    if (outcome === "hidden") continue;
    failures = answer.seq > before ? 1 : failures + 1;
    if (failures > 1) onLost(true);
    await pause(Math.min(LAST_DELAY, FIRST_DELAY * 2 ** (failures - 1)), signal);
  }
}

/** One connection. @returns {Promise<"closed" | "failed" | "refused" | "hidden">} */
async function readOnce(turnId, answer, signal, onChange) {
  const line = new AbortController();
  const close = () => line.abort();
  const unwatch = closeWhenHidden(close);
  signal.addEventListener("abort", close);
  let watchdog = setTimeout(close, SILENCE);
  try {
    const response = await fetch(`/api/v1/turns/${encodeURIComponent(turnId)}/events?after=${answer.seq}`, {
      signal: line.signal,
      cache: "no-store",
      headers: { Accept: "text/event-stream" },
    });
    if (!response.ok) return response.status >= 500 || response.status === 429 || response.status === 408 ? "failed" : "refused";
    const reader = response.body.getReader();
    const decoder = new TextDecoder();
    const parser = new SseParser();
    for (;;) {
      const { value, done } = await reader.read();
      if (done) return "closed";
      clearTimeout(watchdog);
      watchdog = setTimeout(close, SILENCE);
      let changed = false;
      for (const event of parser.push(decoder.decode(value, { stream: true }))) changed = answer.apply(event) || changed;
      if (changed) onChange();
      if (answer.ended) return "closed";
    }
  } catch {
    return document.hidden ? "hidden" : "failed";
  } finally {
    clearTimeout(watchdog);
    unwatch();
    signal.removeEventListener("abort", close);
    close();
  }
}

function closeWhenHidden(close) {
  let timer = 0;
  const watch = () => {
    clearTimeout(timer);
    if (document.hidden) timer = setTimeout(close, HIDDEN_GRACE);
  };
  watch();
  document.addEventListener("visibilitychange", watch);
  return () => {
    clearTimeout(timer);
    document.removeEventListener("visibilitychange", watch);
  };
}

function untilVisible(signal) {
  if (!document.hidden) return undefined;
  return new Promise((resolve) => {
    const look = () => {
      if (document.hidden && !signal.aborted) return;
      document.removeEventListener("visibilitychange", look);
      signal.removeEventListener("abort", look);
      resolve();
    };
    document.addEventListener("visibilitychange", look);
    signal.addEventListener("abort", look);
  });
}

function pause(delay, signal) {
  return new Promise((resolve) => {
    const done = () => {
      clearTimeout(timer);
      signal.removeEventListener("abort", done);
      resolve();
    };
    const timer = setTimeout(done, delay);
    signal.addEventListener("abort", done);
  });
}
