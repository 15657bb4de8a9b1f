// What the page of local models asks the server, and downloads as they go on: by events, by asking where those do not come through.
import { useCallback, useEffect, useRef, useState } from "react";
import { api, ApiError } from "$/public/external/chat_app/components/ui/library/api.js";

export const BASE = "/admin/ollama";
export const icon = { size: 16, strokeWidth: 1.75, "aria-hidden": true };
const ASK_AGAIN = 2_000;

export const sentenceOf = (error, labels) => (error instanceof ApiError && error.message) || labels.failed;

/** @returns {{pulls: object[], finished: number, act: (call: () => Promise<any>) => Promise<any>}} `finished` grows whenever a download ends well */
export function usePulls() {
  const [pulls, setPulls] = useState([]);
  const [finished, setFinished] = useState(0);
  const known = useRef(null);
  const take = useCallback((items) => {
    // A small download may be done before the page has seen it run; what was done before the page came is no news.
    const news = items.filter(({ id, state }) => state === "done" && known.current && known.current.get(id) !== "done");
    known.current = new Map(items.map(({ id, state }) => [id, state]));
    setPulls(items);
    if (news.length) setFinished((count) => count + 1);
  }, []);
  useEffect(() => {
    const leaving = new AbortController();
    follow(take, leaving.signal);
    return () => leaving.abort();
  }, [take]);
  // After an act the page knows at once what the next event would say.
  const act = useCallback(
    async (call) => {
      const answer = await call();
      take((await api(`${BASE}/pulls`)).items);
      return answer;
    },
    [take],
  );
  return { pulls, finished, act };
}

async function follow(take, signal) {
  while (!signal.aborted) {
    try {
      await listen(take, signal);
    } catch {
      if (signal.aborted) return;
      await api(`${BASE}/pulls`, { signal })
        .then(({ items }) => take(items))
        .catch(() => {});
      await new Promise((resolve) => setTimeout(resolve, ASK_AGAIN));
    }
  }
}

/** Events are read by hand: an EventSource cannot say which language its reader has. */
async function listen(take, signal) {
  const headers = document.documentElement.lang ? { "Accept-Language": document.documentElement.lang } : {};
  const answer = await fetch(`/api/v1${BASE}/pulls/events`, { headers, signal, cache: "no-store" });
  if (!answer.ok || !answer.body) throw new Error(String(answer.status));
  const reader = answer.body.pipeThrough(new TextDecoderStream()).getReader();
  let rest = "";
  for (let piece = await reader.read(); !piece.done; piece = await reader.read()) {
    const events = (rest + piece.value).split("\n\n");
    rest = events.pop();
    const data = events.at(-1)?.split("\ndata: ")[1];
    if (data) take(JSON.parse(data).items);
  }
}

const UNITS = ["B", "kB", "MB", "GB", "TB"];

export function sizeText(bytes, language) {
  const step = bytes > 0 ? Math.min(UNITS.length - 1, Math.floor(Math.log10(bytes) / 3)) : 0;
  const amount = bytes / 1000 ** step;
  const digits = amount < 10 && step > 0 ? 1 : 0;
  return `${new Intl.NumberFormat(language, { minimumFractionDigits: digits, maximumFractionDigits: digits }).format(amount)}\u00a0${UNITS[step]}`;
}

export function timeText(seconds) {
  const minutes = Math.floor(seconds / 60);
  if (minutes >= 60) return `${Math.floor(minutes / 60)}\u00a0h\u00a0${minutes % 60}\u00a0min`;
  return minutes ? `${minutes}\u00a0min\u00a0${seconds % 60}\u00a0s` : `${seconds}\u00a0s`;
}
