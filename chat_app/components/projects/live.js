// What routes answer, asked anew whenever something happened in projects: also in another tab, by somebody else, or while one was away.
import { useCallback, useEffect, useRef, useState } from "react";
import { ApiError, api } from "$/public/external/chat_app/components/ui/library/api.js";
import { useRemote } from "$/public/external/chat_app/components/ui/library/remote.js";

/** News come in bunches: one look is enough for each. */
const TOGETHER = 150;
const listeners = new Set();

export const tellProjectNews = () => listeners.forEach((notify) => notify());

/** `follow` runs after changes, and when the reader comes back to the page. */
export function useProjectNews(follow) {
  const latest = useRef(follow);
  latest.current = follow;
  useEffect(() => {
    let timer = 0;
    const soon = () => {
      clearTimeout(timer);
      timer = setTimeout(() => latest.current(), TOGETHER);
    };
    const back = () => document.visibilityState === "visible" && soon();
    listeners.add(soon);
    document.addEventListener("visibilitychange", back);
    return () => {
      clearTimeout(timer);
      listeners.delete(soon);
      document.removeEventListener("visibilitychange", back);
    };
  }, []);
}

/** As `useRemote`, and follows the news. */
export function useLive(path) {
  const remote = useRemote(path);
  useProjectNews(remote.reload);
  return remote;
}

const NOTHING = { folder: null, gone: false, failed: "" };

/** One project. `gone`: it is not, or no longer, there for the reader; `folder` then still says what it was. */
export function useProject(id) {
  const [state, setState] = useState({ ...NOTHING, id });
  const reload = useCallback(async () => {
    try {
      const folder = await api(`/projects/${id}`);
      setState({ folder, gone: false, failed: "", id });
    } catch (error) {
      const status = error instanceof ApiError ? error.status : 0;
      const gone = status === 404 || status === 422;
      setState((before) => ({ ...(before.id === id ? before : NOTHING), id, gone, failed: gone ? "" : (status && error.message) || " " }));
    }
  }, [id]);
  useEffect(() => {
    reload();
  }, [reload]);
  useProjectNews(reload);
  return { ...(state.id === id ? state : NOTHING), reload };
}

/**
 * Sends something. @returns [busy, problem, send]; `send` resolves to the answer (true for none), or to undefined where it failed,
 * after `onRefused(error)`.
 */
export function useSending(failedText) {
  const [state, setState] = useState({ busy: false, problem: "" });
  const send = async (path, options, onRefused) => {
    setState({ busy: true, problem: "" });
    try {
      const answer = await api(path, options);
      setState({ busy: false, problem: "" });
      return answer ?? true;
    } catch (error) {
      setState({ busy: false, problem: (error instanceof ApiError && error.message) || failedText });
      await onRefused?.(error);
      return undefined;
    }
  };
  return [state.busy, state.problem, send];
}
