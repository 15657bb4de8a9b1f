import { useEffect, useRef, useState } from "react";
import { CheckIcon, CopyIcon } from "./icons.jsx";

const CONFIRMATION = 1200; // milliseconds

/** Copies `text` (a string, or a function that makes it). `compact` hides the word, not its name. */
export function CopyButton({ text, label = "", doneLabel = "", compact = false, className = "", testId }) {
  const [done, setDone] = useState(false);
  const timer = useRef(0);
  useEffect(() => () => clearTimeout(timer.current), []);
  const copy = async () => {
    if (!(await copyText(typeof text === "function" ? text() : (text ?? "")))) return;
    setDone(true);
    clearTimeout(timer.current);
    timer.current = setTimeout(() => setDone(false), CONFIRMATION);
  };
  const name = done ? doneLabel : label;
  return (
    <button type="button" className={`msg-action ${className}`} onClick={copy} title={compact ? name : undefined} aria-label={label} data-testid={testId} data-done={done || undefined}>
      {done ? <CheckIcon /> : <CopyIcon />}
      {compact ? null : <span aria-hidden="true">{name}</span>}
      <span className="msg-unseen" role="status">
        {done ? doneLabel : ""}
      </span>
    </button>
  );
}

/** The clipboard API wants https or localhost; in a home network over http the old command still works. @returns {Promise<boolean>} */
export async function copyText(text) {
  if (navigator.clipboard && window.isSecureContext) {
    try {
      await navigator.clipboard.writeText(text);
      return true;
    } catch {
      // Permission refused: try the command.
    }
  }
  return copyBySelection(text);
}

function copyBySelection(text) {
  const active = document.activeElement;
  const area = document.createElement("textarea");
  area.value = text;
  area.className = "msg-unseen";
  area.setAttribute("aria-hidden", "true");
  document.body.append(area);
  area.select();
  const copied = document.execCommand("copy");
  area.remove();
  active?.focus?.({ preventScroll: true });
  return copied;
}
