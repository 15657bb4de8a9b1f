// A search of documents: what is found comes stage by stage, and the latest one counts.
import { useCallback, useEffect, useRef, useState } from "react";
import { ApiError } from "$/public/external/chat_app/components/ui/library/api.js";
import { readEvents } from "./events.js";

const NONE = { asked: "", stages: [], hits: null, answerable: true, busy: false, failed: "" };

/**
 * @returns `search({q, kind, folder_id, media, mode, limit})` and what it found: `hits` are null before the first search,
 *   `stages` are those that are done, `{stage, ms}` each.
 */
export function useKnowledgeSearch() {
  const [found, setFound] = useState(NONE);
  const going = useRef(null);
  const search = useCallback(async (wish) => {
    going.current?.abort();
    if (!wish.q) return setFound(NONE);
    const mine = new AbortController();
    going.current = mine;
    const tell = (change) => mine === going.current && setFound((before) => ({ ...before, ...change(before) }));
    tell(() => ({ ...NONE, asked: wish.q, busy: true }));
    const query = new URLSearchParams(Object.entries(wish).filter(([, value]) => value !== ""));
    const onEvent = (_, stage) =>
      tell((before) => ({
        stages: [...before.stages, { stage: stage.stage, ms: stage.ms }],
        hits: stage.hits.length || stage.stage === "done" ? stage.hits : before.hits,
        answerable: stage.stage === "done" ? stage.answerable : before.answerable,
        busy: stage.stage !== "done",
      }));
    try {
      await readEvents(`/knowledge/search?${query}`, { signal: mine.signal, onEvent });
      tell((before) => (before.busy ? { busy: false, failed: " " } : {}));
    } catch (error) {
      if (error.name !== "AbortError") tell(() => ({ busy: false, failed: (error instanceof ApiError && error.message) || " " }));
    }
  }, []);
  useEffect(() => () => going.current?.abort(), []);
  return { ...found, search };
}
