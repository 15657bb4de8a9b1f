// The document on show, and the place in it; both may be gone by now.
import { useCallback, useEffect, useMemo, useRef, useState } from "react";
import { ApiError, api } from "$/public/external/chat_app/components/ui/library/api.js";
import { isIncomplete, passagesOf } from "./places.js";

const PAUSE = 2_000;
const NOTHING = { document: null, view: null, gone: false, failed: "" };
export const sentenceOf = (error) => (error instanceof ApiError && error.message) || " ";

/** @returns {{document, view, gone: boolean, failed: string, reload: () => void}} asked again while it is being read */
export function useDocument(id) {
  const [state, setState] = useState(NOTHING);
  const load = useCallback(async () => {
    try {
      const [document, view] = await Promise.all([api(`/documents/${id}`), api(`/documents/${id}/pages`)]);
      setState({ document, view, gone: false, failed: "" });
    } catch (error) {
      const gone = error.status === 404;
      setState((before) => (gone ? { ...NOTHING, gone } : { ...before, failed: sentenceOf(error) }));
    }
  }, [id]);
  useEffect(() => {
    load();
  }, [load]);
  const isBusy = ["waiting", "working"].includes(state.document?.state);
  useEffect(() => {
    if (!isBusy) return undefined;
    const timer = setInterval(load, PAUSE);
    return () => clearInterval(timer);
  }, [isBusy, load]);
  return { ...state, isBusy, reload: load };
}

/**
 * The passage to show, of those that were asked for.
 * @returns {{place, count, at, go: (step) => void, show: (passage) => void, missing: boolean}} `place.serial` is new for each jump
 */
export function usePlace(asked) {
  const first = useMemo(() => passagesOf(asked), [asked]);
  const [{ passages, at }, setPassages] = useState(first);
  const [place, setPlace] = useState(null);
  const [missing, setMissing] = useState(false);
  const serial = useRef(0);
  useEffect(() => setPassages(first), [first]);
  const passage = passages[at];
  useEffect(() => {
    let isLate = false;
    const found = (where) => {
      if (isLate) return;
      serial.current += 1;
      setPlace(where && { ...where, serial: serial.current });
    };
    setMissing(false);
    if (!isIncomplete(passage)) found(passage ?? null);
    else
      api(`/chunks/${passage.chunkId}`)
        .then(({ page, start, end, boxes }) => found({ ...passage, page, start, end, boxes }))
        .catch((error) => {
          if (isLate) return;
          setMissing(error.status === 404);
          found(passage);
        });
    return () => {
      isLate = true;
    };
  }, [passage]);
  const go = (step) => setPassages((before) => ({ ...before, at: (before.at + step + before.passages.length) % before.passages.length }));
  const show = (where) => setPassages({ passages: [where], at: 0 });
  return { place, count: passages.length, at, go, show, missing };
}
