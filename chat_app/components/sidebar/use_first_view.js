// The sidebar before the server's state is there. The head of the page (pages/head_plugin.py) asks for it while the
// scripts still load; the state takes over as soon as it arrives.
import { useLayoutEffect, useState } from "react";
import { asState } from "./first_view.js";

// Usually there before the page is hydrated: then the first frame of the hydrated page shows it.
let first = null;
const coming =
  typeof window !== "undefined" &&
  window.parleySidebar?.then((answer) => {
    first = answer && asState(answer);
  });

/** @returns what to show until the state is known: null for nothing yet, or nothing any more */
export function useFirstView(known) {
  const [view, setView] = useState(null);
  useLayoutEffect(() => {
    let gone = false;
    if (first) setView(first);
    else if (coming) coming.then(() => gone || setView(first));
    return () => {
      gone = true;
    };
  }, []);
  return known ? null : view;
}
