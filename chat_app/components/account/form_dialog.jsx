// A dialog with a form: Enter sends it, what was refused is said in it, nothing is sent twice.
import { useEffect, useId, useRef } from "react";
import { Dialog } from "$/public/external/chat_app/components/ui/library/dialog.jsx";
import { Problem } from "./parts.jsx";
import { useTask } from "./task.js";

/**
 * `onSubmit(values)` gets the form's fields by name and returns a promise; it throws `Missing` (task.js) where a field is not filled right.
 * `onClose(done)` hears whether it was sent.
 */
export function FormDialog({ title, submit, labels, testid, onSubmit, onClose, children }) {
  const id = useId();
  const { busy, problem, run, clear } = useTask(labels.failed);
  const wrong = useRef(null);
  useEffect(() => {
    // In a long form on a phone it would be said below what is on show.
    if (problem) wrong.current?.scrollIntoView({ block: "nearest" });
  }, [problem]);
  const sent = async (event) => {
    event.preventDefault();
    const values = Object.fromEntries(new FormData(event.currentTarget));
    if (await run(async () => onSubmit(values))) onClose(true);
  };
  return (
    <Dialog
      open
      onClose={() => onClose(false)}
      title={title}
      closeLabel={labels.close}
      testid={testid}
      footer={
        <>
          <button type="button" className="button quiet" onClick={() => onClose(false)}>
            {labels.cancel}
          </button>
          <button type="submit" form={id} className="button primary" aria-busy={busy} data-testid={`${testid}-submit`}>
            {submit}
          </button>
        </>
      }
    >
      <form id={id} className="account-form" onSubmit={sent} onInput={problem ? clear : undefined} noValidate>
        {children}
        {problem && (
          <div ref={wrong}>
            <Problem text={problem} />
          </div>
        )}
      </form>
    </Dialog>
  );
}
