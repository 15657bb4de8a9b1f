// What a section shows comes from the REST interface, once the reader comes near it.
import { useCallback, useEffect, useRef, useState } from "react";
import { CHANGED } from "./changed.js";
import { ApiError } from "$/public/external/chat_app/components/ui/library/api.js";

const MARGIN = "600px";

/** Whether the element of `ref` is or was near the view. */
export function useNear(ref) {
  const [near, setNear] = useState(false);
  useEffect(() => {
    if (near) return undefined;
    // The margin counts only around the root itself, so that has to be what scrolls.
    const root = ref.current.closest("#settings-page");
    const observer = new IntersectionObserver((entries) => entries.some((entry) => entry.isIntersecting) && setNear(true), { root, rootMargin: MARGIN });
    observer.observe(ref.current);
    return () => observer.disconnect();
  }, [near]);
  return near;
}

/**
 * Load when `wanted`, again with `reload()`, after any act of the person here, and when they come back to the tab.
 * @returns {{data: any, failed: string, reload: () => Promise<void>}} `failed` is a sentence, or " " where there is none
 */
export function useRemote(load, wanted = true) {
  const [state, setState] = useState({ data: null, failed: "" });
  const latest = useRef(0);
  const reload = useCallback(async () => {
    latest.current += 1;
    const mine = latest.current;
    try {
      const data = await load();
      if (mine === latest.current) setState({ data, failed: "" });
    } catch (error) {
      if (mine === latest.current) setState((before) => ({ ...before, failed: (error instanceof ApiError && error.message) || " " }));
    }
  }, []);
  useEffect(() => {
    if (!wanted) return undefined;
    reload();
    const back = () => document.visibilityState === "visible" && reload();
    document.addEventListener("visibilitychange", back);
    addEventListener(CHANGED, reload);
    return () => {
      document.removeEventListener("visibilitychange", back);
      removeEventListener(CHANGED, reload);
    };
  }, [wanted]);
  return { ...state, reload };
}
