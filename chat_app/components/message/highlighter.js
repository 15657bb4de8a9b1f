/** Syntax colours by highlight.js, loaded when the first finished piece of code is on the page. */
import { useEffect, useMemo, useState } from "react";

const MOST = 60_000; // characters; colouring more costs a noticeable pause
const MOST_LINE = 5000;

let engine = null;
let loading = null;

function load() {
  loading ??= import("lowlight").then(({ common, createLowlight }) => {
    engine = createLowlight(common);
    return engine;
  });
  return loading;
}

/**
 * @param {string} code @param {string} language as the fence names it @param {boolean} ready false while the code still grows
 * @returns the tree of coloured parts (hast), or null: show the code as it is
 */
export function useHighlight(code, language, ready) {
  const wanted = ready && language !== "" && code.length <= MOST && !hasLongLine(code);
  const [loaded, setLoaded] = useState(engine !== null);
  useEffect(() => {
    if (!wanted || engine) return undefined;
    let here = true;
    load().then(() => here && setLoaded(true), () => undefined); // without colours the code is readable as well
    return () => {
      here = false;
    };
  }, [wanted]);
  return useMemo(() => (wanted && loaded ? colours(code, language) : null), [code, language, wanted, loaded]);
}

function colours(code, language) {
  const name = language.toLowerCase().replace(/^\{?\.?|[,}].*$/g, "");
  return engine.registered(name) ? engine.highlight(name, code).children : null;
}

function hasLongLine(code) {
  return code.length > MOST_LINE && code.split("\n").some((line) => line.length > MOST_LINE);
}
