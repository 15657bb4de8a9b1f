// The models that fit a wish, a page at a time.
import { useCallback, useEffect, useRef, useState } from "react";

const NOTHING = { status: "loading", items: [], cursor: "", total: 0, providers: [], problem: "" };

/** `wish` must stay the same object while nothing else is asked for. */
export function useModels(calls, wish, failed) {
  const [state, setState] = useState(NOTHING);
  const [round, setRound] = useState(0);
  const asking = useRef(false);
  const latest = useRef(wish);
  latest.current = wish;
  useEffect(() => {
    const control = new AbortController();
    calls.list(wish, "", control.signal).then(
      (page) => !control.signal.aborted && setState({ status: "ready", items: page.items, cursor: page.next_cursor, total: page.total, providers: page.providers, problem: "" }),
      (error) => !control.signal.aborted && setState((before) => ({ ...before, status: "failed", problem: error.message && error.status ? error.message : failed })),
    );
    // What was asked before must not come after what is asked now.
    return () => control.abort();
  }, [calls, wish, round]);
  const more = useCallback(async () => {
    if (asking.current || !state.cursor) return;
    asking.current = true;
    try {
      const page = await calls.list(wish, state.cursor);
      if (latest.current === wish) setState((before) => ({ ...before, items: [...before.items, ...page.items], cursor: page.next_cursor }));
    } catch {
      // The button below the list stays: it asks again.
    } finally {
      asking.current = false;
    }
  }, [calls, wish, state.cursor]);
  const put = useCallback((entry) => setState((before) => ({ ...before, items: before.items.map((each) => (each.id === entry.id ? { ...each, ...entry } : each)) })), []);
  return { ...state, more, put, reload: () => setRound((before) => before + 1) };
}
