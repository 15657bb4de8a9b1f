import { memo, useEffect, useMemo, useRef, useState } from "react";
import { CopyButton } from "./copy_button.jsx";
import { useHighlight } from "./highlighter.js";
import { WrapIcon } from "./icons.jsx";
import { PanelButton } from "./panel_button.jsx";
import { useLabels } from "./labels.jsx";

const RECOLOUR = 250; // milliseconds between two colourings of code that grows
const MOST_RECOLOURED = 10_000; // characters; beyond, colours wait for the end
const CHUNK = 50; // lines that share one element while code grows: the browser lays out the last one only

/** Code with its language, a copy button and a switch for long lines. `open` while more of it is to come. */
export const CodeBlock = memo(function CodeBlock({ code, language = "", open = false }) {
  const labels = useLabels();
  const [wrap, setWrap] = useState(false);
  return (
    <figure className="msg-code" data-testid="code-block">
      <figcaption className="msg-code-bar">
        <span className="msg-code-language">{language || labels.code}</span>
        <button type="button" className="msg-action" aria-pressed={wrap} aria-label={labels.wrap} title={labels.wrap} onClick={() => setWrap(!wrap)}>
          <WrapIcon />
        </button>
        {open ? null : <PanelButton label={labels.open_panel} />}
        <CopyButton text={code} label={labels.copy_code} doneLabel={labels.copied} compact testId="copy-code" />
      </figcaption>
      <pre data-wrap={wrap || undefined} role="group" tabIndex={0} aria-label={language || labels.code}>
        <code>{open ? <GrowingCode code={code} language={language} /> : <FinishedCode code={code} language={language} />}</code>
      </pre>
    </figure>
  );
});

function FinishedCode({ code, language }) {
  const parts = useHighlight(code, language, true);
  return useMemo(() => (parts ? parts.map(coloured) : code), [parts, code]);
}

function coloured(node, index) {
  if (node.type === "text") return node.value;
  return (
    <span key={index} className={(node.properties.className ?? []).join(" ")}>
      {node.children.map(coloured)}
    </span>
  );
}

/** The beginning in colours, brought up to date now and then, and what came since. */
function GrowingCode({ code, language }) {
  const stable = useSlowly(code.length <= MOST_RECOLOURED ? code.slice(0, Math.max(0, code.lastIndexOf("\n"))) : null);
  const parts = useHighlight(stable, language, stable !== "");
  const beginning = useMemo(() => (parts ? <span className="msg-code-chunk">{parts.map(coloured)}</span> : null), [parts]); // one element: React skips it as a whole
  const lines = (beginning ? code.slice(stable.length + 1) : code).split("\n");
  const chunks = [];
  for (let at = 0; at < lines.length; at += CHUNK) chunks.push(lines.slice(at, at + CHUNK).join("\n"));
  return (
    <>
      {beginning}
      {chunks.map((chunk, index) => (
        <CodeChunk key={index} text={chunk} />
      ))}
    </>
  );
}

/** `value` as it was a moment ago: changes at most once per `RECOLOUR`; null keeps the one before. */
function useSlowly(value) {
  const [shown, setShown] = useState(value ?? "");
  const latest = useRef(value);
  const timer = useRef(0);
  useEffect(() => {
    latest.current = value ?? latest.current;
    if (timer.current || value === null) return;
    timer.current = window.setTimeout(() => {
      timer.current = 0;
      setShown(latest.current ?? "");
    }, RECOLOUR);
  }, [value]);
  useEffect(() => () => clearTimeout(timer.current), []);
  return shown;
}

const CodeChunk = memo(function CodeChunk({ text }) {
  return <span className="msg-code-chunk">{`${text}\n`}</span>;
});
