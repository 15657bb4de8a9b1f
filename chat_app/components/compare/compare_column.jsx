// One answer of a comparison: name, text, figures, and what can be done with it.
import { Check, ChevronLeft, ChevronRight, CornerDownRight, Merge, RotateCcw, Square, ThumbsUp, Trash2 } from "lucide-react";
import { newKey } from "$/public/external/chat_app/components/ui/library/intent.js";
import { MoneyCard } from "$/public/external/chat_app/components/billing/library/money_card.jsx";
import { UnfinishedLine, useOnce } from "$/public/external/chat_app/components/chat/library/message_actions.jsx";
import { MessageMeta } from "$/public/external/chat_app/components/chat/library/message_meta.jsx";
import { CopyButton } from "$/public/external/chat_app/components/message/source_files/copy_button.jsx";
import { MessageBody } from "$/public/external/chat_app/components/message/source_files/message_body.jsx";

const icon = { size: 16, strokeWidth: 1.75, "aria-hidden": true };
const small = { size: 14, strokeWidth: 2, "aria-hidden": true };

export function CompareColumn(props) {
  const { column, versions, label, labels, bodyLabels, metaLabel, actionLabels, moneyLabels, conversationId, onEnd, onRegenerate, onContinue } = props;
  const running = column.status === "running";
  return (
    <article
      className="compare-column"
      aria-label={label}
      data-testid="compare-column"
      data-id={column.id}
      data-status={column.status}
      data-chosen={column.chosen || undefined}
      data-goes-on={column.goes_on || undefined}
    >
      <Head {...props} running={running} />
      <div className="compare-body">
        <MessageBody
          key={column.id}
          text={column.text}
          reasoning={column.reasoning}
          reasoningMs={column.reasoning_ms}
          status={column.status}
          turnId={column.turn_id}
          messageId={column.id}
          sourceCount={column.source_count}
          searched={column.searched}
          labels={bodyLabels}
          onEnd={onEnd}
          modelId={column.model_id}
          quiet
        />
        {column.money && <MoneyCard message={column} conversationId={conversationId} labels={moneyLabels} onRegenerate={onRegenerate} onContinue={onContinue} />}
        {column.unfinished && !column.money && <UnfinishedLine message={column} labels={actionLabels} onRegenerate={onRegenerate} onContinue={onContinue} />}
      </div>
      {!running && <Foot {...props} metaLabel={metaLabel} versions={versions} />}
    </article>
  );
}

function Head({ column, versions, labels, running, onPick, onStop }) {
  const stop = useOnce(() => onStop(column.turn_id));
  const at = versions.indexOf(column);
  return (
    <header className="compare-column-head">
      <h2 className="compare-name" title={column.name}>
        {column.name}
      </h2>
      <Badges column={column} labels={labels} />
      {versions.length > 1 && (
        <span className="branches" role="group" aria-label={labels.versions}>
          <button type="button" className="icon-button" aria-label={labels.older} title={labels.older} aria-disabled={at === 0} onClick={() => at > 0 && onPick(versions[at - 1])}>
            <ChevronLeft {...icon} />
          </button>
          <span className="branch-place">
            {at + 1}/{versions.length}
          </span>
          <button
            type="button"
            className="icon-button"
            aria-label={labels.newer}
            title={labels.newer}
            aria-disabled={at === versions.length - 1}
            onClick={() => at < versions.length - 1 && onPick(versions[at + 1])}
          >
            <ChevronRight {...icon} />
          </button>
        </span>
      )}
      {running && (
        <button type="button" className="icon-button" data-testid="column-stop" aria-label={labels.stop} title={labels.stop} onClick={() => stop()}>
          <Square size={12} fill="currentColor" aria-hidden />
        </button>
      )}
    </header>
  );
}

function Badges({ column, labels }) {
  return (
    <span className="compare-badges">
      {column.merged && (
        <span className="compare-badge" title={column.merged}>
          <Merge {...small} />
          {labels.merged}
        </span>
      )}
      {column.goes_on && !column.chosen && <span className="compare-badge">{labels.goesOn}</span>}
      {column.voted && (
        <span className="compare-badge">
          <ThumbsUp {...small} />
          {labels.voted}
        </span>
      )}
      {column.chosen && !column.voted && (
        <span className="compare-badge chosen">
          <Check {...small} />
          {labels.chosen}
        </span>
      )}
    </span>
  );
}

function Foot(props) {
  const { comparison, column, labels, metaLabel, costLabels, cost, onCost, canVote, onRegenerate, onDelete, onChoose, onVote } = props;
  const again = useOnce(() => onRegenerate(column.id, "", newKey()));
  const remove = useOnce(() => onDelete(column.id));
  const choose = useOnce(() => onChoose(comparison.id, column.id));
  const vote = useOnce(() => onVote(comparison.id, column.id));
  const mayVote = canVote && column.status === "complete" && !column.merged;
  return (
    <footer className="compare-foot">
      {column.details ? <MessageMeta message={column} label={metaLabel} labels={costLabels} cost={cost} onOpen={onCost} /> : <Figures column={column} />}
      <span className="compare-actions">
        {column.text && <CopyButton text={column.text} label={labels.copy} doneLabel={labels.copied} compact testId="copy" />}
        <button type="button" className="icon-button" data-testid="column-retry" aria-label={labels.retry} title={labels.retry} onClick={() => again()}>
          <RotateCcw {...icon} />
        </button>
        <button type="button" className="icon-button" data-testid="column-delete" aria-label={labels.delete} title={labels.delete} onClick={() => remove()}>
          <Trash2 {...icon} />
        </button>
      </span>
      {mayVote && (
        <button type="button" className="compare-choose" data-testid="column-vote" aria-label={`${labels.vote}: ${column.name}`} onClick={() => vote()}>
          <ThumbsUp {...icon} />
          {labels.vote}
        </button>
      )}
      {!comparison.hidden && !column.chosen && column.text && (
        <button type="button" className="compare-choose" data-testid="column-choose" aria-label={`${labels.choose}: ${column.name}`} onClick={() => choose()}>
          <CornerDownRight {...icon} />
          {labels.choose}
        </button>
      )}
    </footer>
  );
}

// While names are hidden the cost stays away, too: it would tell them.
function Figures({ column }) {
  if (!column.tokens_label && !column.time_label) return null;
  return (
    <span className="meta">
      {column.tokens_label && <span className="meta-part">{column.tokens_label}</span>}
      {column.time_label && <span className="meta-part">{column.time_label}</span>}
    </span>
  );
}
