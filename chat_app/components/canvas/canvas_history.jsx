// What a document said before, and what differs from now.
import { useEffect, useState } from "react";
import { RotateCcw } from "lucide-react";
import { api } from "$/public/external/chat_app/components/ui/library/api.js";
import { useLanguage } from "$/public/external/chat_app/components/ui/library/language.js";

export function CanvasHistory({ id, version, labels, onRestore }) {
  const [versions, setVersions] = useState(null);
  const [chosen, setChosen] = useState(0);
  const language = useLanguage();
  useEffect(() => {
    let here = true;
    api(`/canvases/${id}/versions`).then((found) => here && setVersions(found), () => here && setVersions([]));
    return () => {
      here = false;
    };
  }, [id, version]);
  if (!versions) return <div className="skeleton canvas-skeleton" aria-busy="true" />;
  const times = new Intl.DateTimeFormat(language, { dateStyle: "medium", timeStyle: "short" });
  return (
    <div className="canvas-history">
      <ol className="canvas-versions">
        {versions.map((each) => (
          <li key={each.number} data-chosen={each.number === chosen || undefined}>
            <button type="button" className="canvas-version" aria-expanded={each.number === chosen} data-testid="canvas-version" onClick={() => setChosen(each.number === chosen ? 0 : each.number)}>
              <strong>{each.number}</strong> {labels[each.change] ?? labels.instruction}
              <small>{times.format(new Date(each.created_at))}</small>
            </button>
            {each.number !== version && (
              <button type="button" className="icon-button" aria-label={labels.restore} title={labels.restore} data-testid="canvas-restore" onClick={() => onRestore(each.number)}>
                <RotateCcw size={16} strokeWidth={1.75} aria-hidden />
              </button>
            )}
            {each.number === chosen && <Diff id={id} before={Math.max(1, each.number - 1)} after={each.number} first={each.number === versions.at(-1).number} text={each.text} labels={labels} />}
          </li>
        ))}
      </ol>
    </div>
  );
}

function Diff({ id, before, after, first, text, labels }) {
  const [parts, setParts] = useState(first ? [{ kind: "same", text }] : null);
  useEffect(() => {
    if (first) return undefined;
    let here = true;
    api(`/canvases/${id}/diff?before=${before}&after=${after}`).then((found) => here && setParts(found), () => here && setParts([{ kind: "same", text }]));
    return () => {
      here = false;
    };
  }, [id, before, after, first, text]);
  if (!parts) return null;
  return (
    <pre className="canvas-diff" tabIndex={0} role="group" aria-label={labels.diff} data-testid="canvas-diff">
      {parts.map(({ kind, text: part }, index) => (kind === "added" ? <ins key={index}>{part}</ins> : kind === "removed" ? <del key={index}>{part}</del> : <span key={index}>{part}</span>))}
    </pre>
  );
}
