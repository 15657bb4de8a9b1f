// That something happened to documents, also in another tab or by somebody else: the server says so to the page, the page to its lists.
import { useEffect, useRef } from "react";

const listeners = new Set();

export const tellDocumentNews = () => listeners.forEach((notify) => notify());

/** `follow` runs whenever documents of the reader changed. */
export function useDocumentNews(follow) {
  const latest = useRef(follow);
  latest.current = follow;
  useEffect(() => {
    const notify = () => latest.current();
    listeners.add(notify);
    return () => listeners.delete(notify);
  }, []);
}
