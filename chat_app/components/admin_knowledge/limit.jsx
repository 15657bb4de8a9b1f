// How many documents each person may have.
import { useId, useState } from "react";
import { useTask } from "$/public/external/chat_app/components/account/library/task.js";
import { api } from "$/public/external/chat_app/components/ui/library/api.js";

const MOST = 1_000_000;

export function Limit({ value, labels, onSaved }) {
  const id = useId();
  const [typed, setTyped] = useState(null);
  const [note, setNote] = useState("");
  const { busy, problem, run } = useTask(labels.failed);
  const count = Number(typed ?? value);
  const isWrong = !Number.isInteger(count) || count < 0 || count > MOST || typed === "";
  const save = async (event) => {
    event.preventDefault();
    setNote("");
    if (isWrong) return;
    const done = await run(() => api("/admin/knowledge/limit", { method: "PUT", body: { documents_per_person: count } }));
    if (!done) return;
    await onSaved();
    setTyped(null);
    setNote(labels.saved);
  };
  return (
    <form className="setting" noValidate onSubmit={save}>
      <label className="setting-label" htmlFor={id}>
        {labels.limit}
      </label>
      <div className="account-row">
        <input id={id} className="form-input knowledge-limit figure" type="number" min={0} max={MOST} value={typed ?? value} aria-invalid={isWrong || undefined} aria-describedby={`${id}-help`} data-testid="documents-per-person" onChange={(event) => setTyped(event.target.value)} />
        <button type="submit" className="button" disabled={typed === null} aria-busy={busy} data-testid="save-limit">
          {labels.save}
        </button>
        <span role="status" className="saved-note">
          {typed === null && note}
        </span>
      </div>
      {(isWrong || problem) && <p className="admin-field-problem">{isWrong ? labels.limit_wrong : problem}</p>}
      <p id={`${id}-help`} className="setting-help">
        {labels.limit_help}
      </p>
    </form>
  );
}
