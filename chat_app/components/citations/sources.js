// The sources of an answer: first as the running turn told them, then as they are stored, with what the reader may see today.
import { useEffect, useMemo, useRef, useState } from "react";
import { api } from "$/public/external/chat_app/components/ui/library/api.js";

const NOT_ASKED = { id: "", sources: null, failed: false };

/**
 * @param {{messageId: string, count: number, running: boolean, live: object[] | null, wanted: boolean}} answer
 *   `wanted` once somebody is about to see them: a long chat does not ask for all at once
 * @returns {{sources: object[] | null, stored: boolean, failed: boolean}} null until they have come
 */
export function useSources({ messageId, count, running, live, wanted }) {
  const kept = useKept(messageId, live);
  const [found, setFound] = useState(NOT_ASKED);
  // Whoever looks on is told the numbers alone, and asks what of the passages they may read.
  const told = running && kept !== null && !kept.some(({ pending }) => pending);
  const ask = wanted && !told && messageId !== "" && count > 0;
  useEffect(() => {
    if (!ask) return undefined;
    const control = new AbortController();
    api(`/messages/${encodeURIComponent(messageId)}/sources`, { signal: control.signal })
      .then((sources) => setFound({ id: messageId, sources, failed: false }))
      .catch(() => !control.signal.aborted && setFound({ id: messageId, sources: null, failed: true }));
    return () => control.abort();
  }, [ask, messageId, count, running]);
  const mine = found.id === messageId && !told ? found : NOT_ASKED;
  return { sources: mine.sources ?? kept, stored: mine.sources !== null, failed: mine.failed };
}

/** What the turn told stays until the stored ones have come, in the same element. */
function useKept(messageId, live) {
  const kept = useRef({ id: "", sources: null });
  const heard = useMemo(() => live?.map((source) => (source.hidden ? { number: source.number, pending: true } : source)), [live]);
  if (heard) kept.current = { id: messageId, sources: heard };
  return kept.current.id === messageId ? kept.current.sources : null;
}
