// One act at a time with what came of it: a second click does nothing, a refusal is said in the server's words.
import { useRef, useState } from "react";
import { ApiError } from "$/public/external/chat_app/components/ui/library/api.js";
import { CHANGED } from "./changed.js";
import { GivenUp, proved } from "./proof.js";

/** Something is missing in a form: the sentence that says what. */
export class Missing extends Error {}

/** @returns {{busy: boolean, problem: string, run: (act: () => Promise<any>) => Promise<boolean>, clear: () => void}} */
export function useTask(offline) {
  const [state, setState] = useState({ busy: false, problem: "" });
  const running = useRef(false);
  const run = async (act) => {
    if (running.current) return false;
    running.current = true;
    setState({ busy: true, problem: "" });
    let problem = "";
    let done = false;
    try {
      await proved(act);
      done = true;
      dispatchEvent(new Event(CHANGED));
    } catch (error) {
      if (!(error instanceof GivenUp)) problem = ((error instanceof ApiError || error instanceof Missing) && error.message) || offline;
    } finally {
      running.current = false;
      setState({ busy: false, problem });
    }
    return done;
  };
  return { ...state, run, clear: () => setState({ busy: false, problem: "" }) };
}
