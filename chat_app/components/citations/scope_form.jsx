// What the documents of a chat can be: one of four, what goes along in full, and whether the model rewrites questions.
import { useId } from "react";
import { FolderSearch, Pin, X } from "lucide-react";
import { useLanguage } from "$/public/external/chat_app/components/ui/library/language.js";
import { useHabits } from "$/public/external/chat_app/components/ui/library/habits.js";
import { priceText } from "./pinned_price.js";
import { KINDS, pinnedWith } from "./scope.js";
import { say } from "./words.js";

const icon = { size: 16, strokeWidth: 1.75, "aria-hidden": true };

export function ScopeForm({ scope, failed, project, rates, labels, onChange, onChoose }) {
  return (
    <div className="scope-form">
      <h2 className="scope-title">{labels.title}</h2>
      {failed && (
        <p className="scope-problem" role="alert">
          {failed.trim() || labels.failed}
        </p>
      )}
      <Kinds scope={scope} project={project} labels={labels} onChange={onChange} onChoose={onChoose} />
      <Pinned scope={scope} rates={rates} labels={labels} onChange={onChange} onChoose={onChoose} />
      <label className="scope-rewrite">
        <input type="checkbox" checked={scope.rewrite} data-testid="scope-rewrite" onChange={(event) => onChange({ rewrite: event.target.checked })} />
        <span>
          <span className="scope-kind">{labels.rewrite}</span>
          <span className="scope-help">{labels.rewrite_help}</span>
        </span>
      </label>
    </div>
  );
}

function Kinds({ scope, project, labels, onChange, onChoose }) {
  const name = useId();
  return (
    <fieldset className="scope-kinds">
      <legend className="visually-hidden">{labels.title}</legend>
      {KINDS.map((kind) => (
        <div key={kind} className="scope-row">
          <label className="scope-choice">
            <input type="radio" name={name} value={kind} checked={scope.kind === kind} data-testid={`scope-${kind}`} onChange={() => choose(kind, scope, onChange, onChoose)} />
            <span>
              <span className="scope-kind">{kind === "project" && project ? say(labels.kind_project_name, { name: project }) : labels[`kind_${kind}`]}</span>
              <span className="scope-help">{helpOf(kind, scope, project, labels)}</span>
            </span>
          </label>
          {kind === "documents" && scope.kind === kind && (
            <button type="button" className="button small" data-testid="choose-documents" onClick={() => onChoose("search")}>
              {labels.choose}
            </button>
          )}
        </div>
      ))}
    </fieldset>
  );
}

// "Chosen documents" without one chosen would search nothing: they are chosen first.
function choose(kind, scope, onChange, onChoose) {
  if (kind === "documents" && !scope.document_ids.length) onChoose("search");
  else onChange({ kind });
}

function helpOf(kind, scope, project, labels) {
  const count = scope.kind === kind && scope.documents !== null ? scope.documents : null;
  if (kind === "project" && !project) return labels.help_no_project;
  if (kind === "documents") return scope.document_ids.length ? say(scope.document_ids.length === 1 ? labels.chosen_one : labels.chosen, { count: scope.document_ids.length }) : labels.help_documents;
  if (kind !== "none" && count !== null) return say(count === 1 ? labels.documents_one : labels.documents, { count });
  return labels[`help_${kind}`];
}

function Pinned({ scope, rates, labels, onChange, onChoose }) {
  const language = useLanguage();
  const reader = { ...useHabits(), language };
  const number = new Intl.NumberFormat(language);
  const tokens = scope.pinned.reduce((sum, document) => sum + document.tokens, 0);
  const price = priceText(tokens, rates, reader);
  return (
    <section className="scope-pinned" aria-label={labels.pinned}>
      <p className="scope-kind">{labels.pinned}</p>
      <p className="scope-help">{labels.pinned_help}</p>
      {scope.pinned.length > 0 && (
        <ul className="pinned-rows">
          {scope.pinned.map((document) => (
            <li key={document.id} className="pinned-row" data-testid="pinned-document">
              <Pin {...icon} size={14} />
              <span className="pinned-name">{document.name}</span>
              <span className="pinned-size">{[say(labels.tokens, { tokens: number.format(document.tokens) }), priceText(document.tokens, rates, reader)].filter(Boolean).join(" · ")}</span>
              <button type="button" className="icon-button" aria-label={say(labels.unpin, { name: document.name })} title={labels.unpin_short} onClick={() => onChange(pinnedWith(scope, document))}>
                <X {...icon} />
              </button>
            </li>
          ))}
        </ul>
      )}
      {scope.pinned.length > 0 && <p className="scope-sum" data-testid="pinned-price">{say(price ? labels.pinned_sum_price : labels.pinned_sum, { tokens: number.format(tokens), price })}</p>}
      <button type="button" className="text-button" data-testid="pin-documents" onClick={() => onChoose("pin")}>
        <FolderSearch {...icon} />
        {labels.pin_choose}
      </button>
    </section>
  );
}
