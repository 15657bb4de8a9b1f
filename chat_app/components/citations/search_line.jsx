// What the search in documents is doing while an answer is on its way: searching, what came of it, or why there was none.
import { CircleAlert, FileSearch, SearchX } from "lucide-react";
import { documentsOf, lineOf } from "./search_state.js";
import { say, useWords } from "./words.js";

const icon = { size: 16, strokeWidth: 1.75, "aria-hidden": true };
const ICONS = { searching: FileSearch, found: FileSearch, nothing: SearchX, no_room: SearchX, search_failed: CircleAlert };

/** `knowledge` is what the turn told; `begun` once the answer has words. */
export function SearchLine({ knowledge, begun }) {
  const labels = useWords();
  const state = lineOf(knowledge, begun);
  if (!state || !labels.searching) return null;
  const Icon = ICONS[state];
  const values = { passages: knowledge.sources?.length ?? 0, documents: documentsOf(knowledge.sources ?? []) };
  return (
    <p className="search-line" data-state={state} role="status" data-testid="knowledge-state">
      <Icon {...icon} />
      {say(labels[state === "found" ? foundName(values) : state], values)}
    </p>
  );
}

const foundName = ({ passages, documents }) => (passages === 1 ? "found_one" : documents === 1 ? "found_in_one" : "found");
