// A passage that was found: where it stands, what it says with the words marked, and why it stands here.
import { useId, useState } from "react";
import { ChevronDown, FileText } from "lucide-react";
import { useLanguage } from "$/public/external/chat_app/components/ui/library/language.js";
import { fill } from "$/public/external/chat_app/components/admin/library/words.js";
import { addressOf } from "$/public/external/chat_app/components/viewer/library/opening.js";
import { excerptOf, marked, stemsOf } from "./marking.js";

const SCORES = ["cosine", "coverage", "rerank"];

/** `chosen` and `onChoose` make it something to choose; `onOpen` shows the passage in its document, a tab of its own does without it. */
export function Hit({ hit, rank, question, labels, onOpen, chosen, onChoose }) {
  const stems = stemsOf(question);
  const { text, before, after } = excerptOf(hit.text, stems);
  const place = [hit.heading, hit.page > 0 && fill(labels.page, { page: hit.page })].filter(Boolean).join(" · ");
  return (
    <li className="knowledge-hit" data-testid="knowledge-hit" data-document={hit.document_id} data-chosen={chosen || undefined}>
      <div className="knowledge-hit-head">
        {onChoose ? (
          <input type="checkbox" checked={chosen} aria-label={fill(labels.choose, { name: hit.title, rank })} data-testid="choose-hit" onChange={onChoose} />
        ) : (
          <span className="knowledge-rank figure" aria-hidden>
            {rank}
          </span>
        )}
        <FileText size={16} strokeWidth={1.75} aria-hidden />
        {onOpen ? (
          <button type="button" className="knowledge-title" title={fill(labels.open, { name: hit.title })} data-testid="open-hit" onClick={onOpen}>
            {hit.title}
          </button>
        ) : (
          <a href={addressOf(hit.document_id, hit.chunk_id)} target="_blank" rel="noopener" className="knowledge-title" title={fill(labels.open, { name: hit.title })}>
            {hit.title}
          </a>
        )}
        {place && <span className="knowledge-place">{place}</span>}
      </div>
      <p className="knowledge-text">
        {before && "… "}
        {marked(text, stems).map((piece, index) => (piece.marked ? <mark key={index}>{piece.text}</mark> : piece.text))}
        {after && " …"}
      </p>
      <Why hit={hit} labels={labels} />
    </li>
  );
}

function Why({ hit, labels }) {
  const [open, setOpen] = useState(false);
  const id = useId();
  const language = useLanguage();
  const figure = (value) => new Intl.NumberFormat(language, { minimumFractionDigits: 2, maximumFractionDigits: 2 }).format(value);
  const scores = SCORES.filter((name) => typeof hit.scores?.[name] === "number");
  return (
    <div className="knowledge-why">
      <button type="button" aria-expanded={open} aria-controls={id} data-testid="why-hit" onClick={() => setOpen(!open)}>
        {labels.why} <span className="figure">{figure(hit.score)}</span>
        <ChevronDown size={14} strokeWidth={1.75} aria-hidden />
      </button>
      <dl id={id} hidden={!open}>
        {scores.length === 0 && <dd>{labels.no_scores}</dd>}
        {scores.map((name) => (
          <div key={name}>
            <dt>{labels[`score_${name}`]}</dt>
            <dd>
              <b className="figure">{figure(hit.scores[name])}</b> {labels[`score_${name}_text`]}
            </dd>
          </div>
        ))}
      </dl>
    </div>
  );
}
