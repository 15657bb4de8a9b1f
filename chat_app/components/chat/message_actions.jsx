// What one can do with a message, in one row below it.
import { useMemo, useRef } from "react";
import { ChevronDown, ChevronLeft, ChevronRight, Ellipsis, EyeOff, Pencil, Pin, RotateCcw, ThumbsDown, ThumbsUp } from "lucide-react";
import { runAction } from "$/public/external/chat_app/components/ui/library/actions.js";
import { newKey, once } from "$/public/external/chat_app/components/ui/library/intent.js";
import { Popover } from "$/public/external/chat_app/components/ui/library/popover.jsx";
import { openMessageMenu } from "./message_menu.js";
import { ModelChoice } from "./model_choice.jsx";

const icon = { size: 16, strokeWidth: 1.75, "aria-hidden": true };

function Action({ label, testid, onClick, children, ...rest }) {
  return (
    <button type="button" className="icon-button" aria-label={label} title={label} data-testid={testid} onClick={onClick} {...rest}>
      {children}
    </button>
  );
}

// Keeps the newest handler behind a guard against double clicks.
export const useOnce = (action) => {
  const current = useRef(action);
  current.current = action;
  return useMemo(() => once((...args) => current.current(...args)), []);
};

export function BranchArrows({ place, previousId, nextId, labels, onShow }) {
  if (!place) return null;
  return (
    <span className="branches" role="group" aria-label={labels.versions}>
      <Action label={labels.previous} testid="branch-prev" aria-disabled={!previousId} onClick={() => previousId && onShow(previousId)}>
        <ChevronLeft {...icon} />
      </Action>
      <span className="branch-place">{place}</span>
      <Action label={labels.next} testid="branch-next" aria-disabled={!nextId} onClick={() => nextId && onShow(nextId)}>
        <ChevronRight {...icon} />
      </Action>
    </span>
  );
}

export function MessageActions({ message, models, labels, pickerLabels, onEdit, onRegenerate, onRate, onModels }) {
  const { id, role, text } = message;
  return (
    <>
      {role === "user" && (text || message.files?.length > 0) && (
        <Action label={labels.edit} testid="edit" onClick={() => onEdit(id)}>
          <Pencil {...icon} />
        </Action>
      )}
      {role === "assistant" && <Regenerate message={message} models={models} labels={labels} pickerLabels={pickerLabels} onRegenerate={onRegenerate} onModels={onModels} />}
      {role === "assistant" && text && <Rating id={id} rating={message.rating} labels={labels} onRate={onRate} />}
      <Action label={labels.more} testid="message-menu" aria-haspopup="menu" onClick={(event) => openMessageMenu(message, event.currentTarget)}>
        <Ellipsis {...icon} />
      </Action>
    </>
  );
}

function Regenerate({ message, models, labels, pickerLabels, onRegenerate, onModels }) {
  const again = useOnce((modelId) => onRegenerate(message.id, modelId, newKey()));
  return (
    <span className="split">
      <Action label={labels.regenerate} testid="regenerate" onClick={() => again("")}>
        <RotateCcw {...icon} />
      </Action>
      <Popover
        onOpen={onModels}
        className="picker"
        panelProps={{ role: "dialog", "aria-label": labels.regenerateWith }}
        button={(props) => (
          <Action label={labels.regenerateWith} testid="regenerate-with" {...props}>
            <ChevronDown {...icon} size={14} />
          </Action>
        )}
      >
        {(close) => (
          <ModelChoice
            models={models}
            chosenId={message.model_id}
            labels={pickerLabels}
            onChoose={(modelId) => {
              close();
              again(modelId);
            }}
            onCompare={(modelId) => {
              close();
              runAction("compare.answer", message.id, modelId);
            }}
          />
        )}
      </Popover>
    </span>
  );
}

// Two thumbs; the one that is down comes up with a second press.
function Rating({ id, rating, labels, onRate }) {
  const thumb = (value, label, testid, Icon) => (
    <Action label={label} testid={testid} aria-pressed={rating === value} onClick={() => onRate(id, rating === value ? 0 : value)}>
      <Icon {...icon} fill={rating === value ? "currentColor" : "none"} />
    </Action>
  );
  return (
    <span className="rating">
      {thumb(1, labels.good, "rate-up", ThumbsUp)}
      {thumb(-1, labels.bad, "rate-down", ThumbsDown)}
    </span>
  );
}

// What stands beside the actions for good: pinned, not read.
export function MessageFlags({ pinned, excluded, labels }) {
  return (
    <>
      {pinned && (
        <span className="flag" role="img" aria-label={labels.pinned} title={labels.pinned} data-testid="is-pinned">
          <Pin {...icon} size={14} />
        </span>
      )}
      {excluded && (
        <span className="flag" data-testid="is-excluded">
          <EyeOff {...icon} size={14} />
          {labels.excluded}
        </span>
      )}
    </>
  );
}

// The line below an answer that did not come to its end, with the way on.
export function UnfinishedLine({ message, labels, onRegenerate, onContinue }) {
  const again = useOnce(() => onRegenerate(message.id, "", newKey()));
  const goOn = useOnce(() => onContinue(message.id, newKey()));
  const failed = message.status === "failed";
  return (
    <div className={`unfinished ${message.status}`} role={failed ? "alert" : undefined} data-testid="message-status">
      <span>{message.unfinished}</span>
      {message.can_continue && (
        <button type="button" className="text-button" data-testid="continue" onClick={() => goOn()}>
          {labels.continue}
        </button>
      )}
      {(failed || !message.text) && (
        <button type="button" className="text-button" data-testid="retry" onClick={() => again()}>
          {labels.retry}
        </button>
      )}
    </div>
  );
}
