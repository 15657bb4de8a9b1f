import { memo, useEffect, useLayoutEffect, useRef, useState } from "react";

const LONGEST = 8000; // characters of one formula

let katex = null;
let loading = null;

function load() {
  loading ??= import("./katex_engine.js").then((module) => (katex = module.default));
  return loading;
}

/** A formula. Its source is shown until KaTeX is there, and for good when it is too long. */
export const MathView = memo(function MathView({ tex, display = false, inline = false }) {
  const [ready, setReady] = useState(katex !== null);
  useEffect(() => {
    if (ready) return undefined;
    let here = true;
    load().then(() => here && setReady(true), () => undefined);
    return () => {
      here = false;
    };
  }, [ready]);
  const Tag = inline ? "span" : "div"; // a display formula within a paragraph must not be a block element
  const name = display ? "msg-math" : "msg-math-inline";
  if (!ready || tex.length > LONGEST) return <Tag className={`${name} msg-math-source`}>{tex}</Tag>;
  return <Formula tex={tex} display={display} tag={Tag} className={name} />;
});

function Formula({ tex, display, tag: Tag, className }) {
  const place = useRef(null);
  useLayoutEffect(() => {
    // Built as DOM nodes, not as a string: works under a style policy that forbids style attributes in markup.
    try {
      katex.render(tex, place.current, { displayMode: display, throwOnError: false, errorColor: "var(--danger)", strict: "ignore", trust: false, maxExpand: 300, maxSize: 20 });
    } catch {
      place.current.textContent = tex;
    }
  }, [tex, display]);
  return <Tag ref={place} className={className} tabIndex={display ? 0 : undefined} />;
}
