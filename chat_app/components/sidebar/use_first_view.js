// The sidebar before the server's state is there. The head of the page (pages/head_plugin.py) asks for it while the
// scripts still load; the state takes over as soon as it arrives.
import { useEffect, useState } from "react";
import { asState } from "./first_view.js";

let first;
const read = () => (first ??= Promise.resolve(window.parleySidebar).then((answer) => answer && asState(answer)));

/** @returns what to show until the state is known: null for nothing yet, or nothing any more */
export function useFirstView(known) {
  const [view, setView] = useState(null);
  useEffect(() => {
    let gone = false;
    read().then((shown) => gone || setView(shown ?? null));
    return () => {
      gone = true;
    };
  }, []);
  return known ? null : view;
}
