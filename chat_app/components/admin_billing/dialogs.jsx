// A dialog with fields that are sent once: what was refused is said in it, and nothing that was written is lost.
import { useId, useState } from "react";
import { useTask } from "$/public/external/chat_app/components/account/library/task.js";
import { Field } from "$/public/external/chat_app/components/admin/library/form.jsx";
import { Dialog } from "$/public/external/chat_app/components/ui/library/dialog.jsx";

/** `fields` as in AdminForm; `onSend(values)` returns problems by field, or a promise of what is done; `danger` colours the button. */
export function FieldsDialog({ title, text, fields, first = {}, submit, danger = false, labels, testid, onSend, onClose, children }) {
  const id = useId();
  const [values, setValues] = useState(first);
  const [problems, setProblems] = useState({});
  const { busy, problem, run } = useTask(labels.failed);
  const change = (name, value) => {
    setValues({ ...values, [name]: value });
    setProblems({ ...problems, [name]: undefined });
  };
  const send = async (event) => {
    event.preventDefault();
    const wrong = onSend.check?.(values) ?? {};
    setProblems(wrong);
    if (Object.keys(wrong).length) return;
    if (await run(() => onSend.send(values))) onClose(true);
  };
  const footer = (
    <>
      <button type="button" className="button" onClick={() => onClose(false)}>
        {labels.cancel}
      </button>
      <button type="submit" form={id} className={danger ? "button danger" : "button primary"} aria-busy={busy} data-testid={`${testid}-send`}>
        {submit}
      </button>
    </>
  );
  return (
    <Dialog open onClose={() => onClose(false)} title={title} closeLabel={labels.close} footer={footer} testid={testid}>
      <form id={id} className="house-fields" noValidate onSubmit={send}>
        {text && <p className="admin-text">{text}</p>}
        {fields.map((field) => (
          <Field key={field.name} field={field} value={values[field.name]} problem={problems[field.name]} onChange={(value) => change(field.name, value)} />
        ))}
        {children}
        {problem && (
          <div className="admin-problem" role="alert">
            {problem}
          </div>
        )}
      </form>
    </Dialog>
  );
}
