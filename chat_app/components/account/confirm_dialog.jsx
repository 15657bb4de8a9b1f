// Asks before what cannot be taken back, naming what will be gone. With `word` that word has to be typed.
import { useId, useState } from "react";
import { Dialog } from "$/public/external/chat_app/components/ui/library/dialog.jsx";
import { fill, Problem } from "./parts.jsx";
import { useTask } from "./task.js";

/** `act` is what is asked about, a promise; `onClose(done)` hears whether it was done. */
export function ConfirmDialog({ title, text, confirm, word = "", labels, act, onClose, children }) {
  const id = useId();
  const { busy, problem, run } = useTask(labels.failed);
  const [typed, setTyped] = useState("");
  const [missing, setMissing] = useState(false);
  const submitted = async (event) => {
    event.preventDefault();
    if (word && typed.trim().toLowerCase() !== word.toLowerCase()) {
      setMissing(true);
      return;
    }
    if (await run(act)) onClose(true);
  };
  return (
    <Dialog
      open
      onClose={() => onClose(false)}
      title={title}
      closeLabel={labels.close}
      testid="confirm-dialog"
      footer={
        <>
          <button type="button" className="button quiet" data-testid="confirm-cancel" onClick={() => onClose(false)}>
            {labels.cancel}
          </button>
          <button type="submit" form={id} className="button danger" aria-busy={busy} data-testid="confirm">
            {confirm}
          </button>
        </>
      }
    >
      <form id={id} className="account-form" onSubmit={submitted} noValidate>
        {text && <p>{text}</p>}
        {children}
        {word && (
          <div className="form-field">
            <label className="form-label" htmlFor={`${id}-word`}>
              {fill(labels.typeWord, { word })}
            </label>
            <input
              id={`${id}-word`}
              className="form-input"
              autoComplete="off"
              autoCapitalize="off"
              spellCheck={false}
              value={typed}
              aria-invalid={missing}
              aria-describedby={missing ? `${id}-missing` : undefined}
              data-testid="confirm-word"
              onChange={(event) => {
                setTyped(event.target.value);
                setMissing(false);
              }}
            />
            {missing && <Problem id={`${id}-missing`} text={fill(labels.typeWord, { word })} />}
          </div>
        )}
        <Problem text={problem} />
      </form>
    </Dialog>
  );
}
