// What another app shared with this one: its text goes into the composer of a new chat; its files wait there already.
import { useEffect, useRef, useState } from "react";
import { X } from "lucide-react";
import { composerArea, composerText, setComposerText } from "$/public/external/chat_app/components/chat/library/composer_handle.js";

const NAME = "shared";

export function SharedIn({ ready, labels }) {
  const id = useRef("");
  const [problems, setProblems] = useState([]);
  useEffect(() => {
    // At once: the address is written anew when the page knows its chat.
    id.current ||= new URLSearchParams(location.search).get(NAME) ?? "";
    if (!ready || !id.current) return;
    take(id.current).then(setProblems);
    id.current = "";
    history.replaceState(history.state, "", location.pathname);
  }, [ready]);
  if (!problems.length) return null;
  return (
    <div className="share-problems" role="alert" data-testid="share-problems">
      <ul>
        {problems.map((problem) => (
          <li key={problem}>{problem}</li>
        ))}
      </ul>
      <button type="button" className="icon-button" aria-label={labels.close} title={labels.close} onClick={() => setProblems([])}>
        <X size={16} strokeWidth={1.75} aria-hidden />
      </button>
    </div>
  );
}

async function take(id) {
  const answer = await fetch(`/api/v1/shared/${encodeURIComponent(id)}/take`, { method: "POST" });
  // A reload asks once more for what was handed out already.
  if (!answer.ok) return [];
  const { text, problems } = await answer.json();
  const typed = composerText();
  if (text) setComposerText(typed.trim() ? `${typed}\n\n${text}` : text);
  // As if typed: it becomes the draft.
  composerArea()?.dispatchEvent(new Event("input", { bubbles: true }));
  return problems ?? [];
}
