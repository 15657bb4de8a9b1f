// What a section shows comes from the REST interface, once the reader comes near it.
import { useEffect, useRef, useState } from "react";
import { CHANGED } from "./changed.js";
import { useAsked } from "$/public/external/chat_app/components/ui/library/remote.js";

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
  const { reload, ...state } = useAsked(useRef(load).current);
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
