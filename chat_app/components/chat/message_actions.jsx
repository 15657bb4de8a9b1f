// What one can do with a message, in one row below it.
import { useMemo, useRef } from "react";
import { ChevronDown, ChevronLeft, ChevronRight, Pencil, RotateCcw, Trash2 } from "lucide-react";
import { newKey, once } from "$/public/external/chat_app/components/ui/library/intent.js";
import { Popover } from "$/public/external/chat_app/components/ui/library/popover.jsx";
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

export function MessageActions({ message, models, labels, pickerLabels, onEdit, onRegenerate, onDelete, onModels }) {
  const { id, role, text } = message;
  const answer = role === "assistant";
  const again = useOnce((modelId) => onRegenerate(id, modelId, newKey()));
  const remove = useOnce(() => onDelete(id));
  return (
    <>
      {text && (
        <Action label={labels.edit} testid="edit" onClick={() => onEdit(id)}>
          <Pencil {...icon} />
        </Action>
      )}
      {answer && (
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
              />
            )}
          </Popover>
        </span>
      )}
      <Action label={labels.delete} testid="delete" onClick={() => remove()}>
        <Trash2 {...icon} />
      </Action>
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
