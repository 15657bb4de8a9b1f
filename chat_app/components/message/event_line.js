/**
 * One connection that brings the events of one turn or of several: reads until it ends, is silent for too long, or the page
 * has been hidden for a while (HTTP/1.1 gives a host six connections, all tabs together).
 */
import { SseParser } from "./sse.js";

const SILENCE = 45_000; // the server pings every 15 s: three missed ones mean the line is dead
const HIDDEN_GRACE = 3000;

/**
 * @param {{turnId: string, after: number}[]} turns
 * @param {{signal: AbortSignal, onOpen: () => void, onEvents: (events: [string, object][]) => void}} options
 * @returns {Promise<"closed" | "failed" | "refused" | "hidden">}
 */
export async function readLine(turns, { signal, onOpen, onEvents }) {
  const line = new AbortController();
  const close = () => line.abort();
  const unwatch = closeWhenHidden(close);
  signal.addEventListener("abort", close);
  let watchdog = setTimeout(close, SILENCE);
  try {
    const response = await fetch(address(turns), { signal: line.signal, cache: "no-store", headers: { Accept: "text/event-stream" } });
    if (!response.ok) return response.status >= 500 || response.status === 429 || response.status === 408 ? "failed" : "refused";
    onOpen();
    const reader = response.body.getReader();
    const decoder = new TextDecoder();
    const parser = new SseParser();
    for (;;) {
      const { value, done } = await reader.read();
      if (done) return "closed";
      clearTimeout(watchdog);
      watchdog = setTimeout(close, SILENCE);
      const events = parser.push(decoder.decode(value, { stream: true }));
      if (events.length) onEvents(events.map((event) => [turns.length === 1 ? turns[0].turnId : event.id.split(":", 1)[0], event]));
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

/** A turn alone has an address of its own. "brief": the whole text comes with the page's state when the turn has ended. */
function address(turns) {
  if (turns.length === 1) return `/api/v1/turns/${encodeURIComponent(turns[0].turnId)}/events?brief=true&after=${turns[0].after}`;
  const asked = turns.map(({ turnId, after }) => `turn=${encodeURIComponent(turnId)}:${after}`);
  return `/api/v1/turns/events?brief=true&${asked.join("&")}`;
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

export function untilVisible(signal) {
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

export function pause(delay, signal) {
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
