// What the server says, asked for once more when it may have changed: what was asked for last counts, whichever answer comes first.
import { useCallback, useEffect, useRef, useState } from "react";
import { ApiError, api } from "./api.js";

/** `ask` as it is handed over when it should be asked anew. @returns as `useRemote`, but nothing is asked before `reload()` */
export function useAsked(ask) {
  const [state, setState] = useState({ data: null, failed: "" });
  const latest = useRef(0);
  const reload = useCallback(async () => {
    latest.current += 1;
    const mine = latest.current;
    try {
      const data = await ask();
      if (mine === latest.current) setState({ data, failed: "" });
    } catch (error) {
      if (mine === latest.current) setState((before) => ({ ...before, failed: (error instanceof ApiError && error.message) || " " }));
    }
  }, [ask]);
  return { ...state, reload };
}

/**
 * What a route answers; `data` stays while it is asked again, also at another address.
 * @returns {{data: any, failed: string, reload: () => Promise<void>}} `failed` is a sentence, or " " where there is none
 */
export function useRemote(path) {
  const asked = useAsked(useCallback(() => api(path), [path]));
  useEffect(() => {
    asked.reload();
  }, [asked.reload]);
  return asked;
}
