// Before something that cannot be undone: what will be gone, by name. With `expect` the name has to be written.
import { useState } from "react";
import { Dialog } from "$/public/external/chat_app/components/ui/library/dialog.jsx";

export function ConfirmDialog({ title, text, expect, confirmLabel, expectLabel, cancelLabel, danger = true, onConfirm, onClose, children }) {
  const [written, setWritten] = useState("");
  const [missing, setMissing] = useState(false);
  const confirm = () => {
    if (expect && written.trim() !== expect) return setMissing(true);
    onClose();
    return onConfirm();
  };
  const footer = (
    <>
      <button type="button" className="button" onClick={onClose}>
        {cancelLabel}
      </button>
      <button type="button" className={danger ? "button danger" : "button primary"} data-testid="confirm" onClick={confirm}>
        {confirmLabel}
      </button>
    </>
  );
  return (
    <Dialog open onClose={onClose} title={title} closeLabel={cancelLabel} footer={footer} testid="confirm-dialog">
      <p className="admin-text">{text}</p>
      {children}
      {expect && (
        <label className="form-field">
          <span className="form-label">{expectLabel.replace("{name}", expect)}</span>
          <input className="form-input" value={written} autoComplete="off" aria-invalid={missing} data-testid="confirm-name" onChange={(event) => setWritten(event.target.value)} />
        </label>
      )}
    </Dialog>
  );
}

/** A button that asks first. */
export function ConfirmButton({ label, className = "button", testid, onConfirm, ...dialog }) {
  const [open, setOpen] = useState(false);
  return (
    <>
      <button type="button" className={className} data-testid={testid} onClick={() => setOpen(true)}>
        {label}
      </button>
      {open && <ConfirmDialog {...dialog} onConfirm={onConfirm} onClose={() => setOpen(false)} />}
    </>
  );
}
