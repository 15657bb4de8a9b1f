// A modal dialog on the browser's own <dialog>: focus, Escape and the inert page behind it need no code.
import { useEffect, useId, useInsertionEffect, useRef } from "react";
import { X } from "lucide-react";

const FIRST_FIELD = ".dialog-body :is(input:not([type=radio], [type=checkbox], [type=hidden], [type=file]), textarea, select):not(:disabled)";
const MAIN_BUTTON = ".dialog-foot .button.primary";

/** Mounted while `open`; `onClose` is called for Escape, a click outside and the cross. `footer` holds the buttons. */
export function Dialog({ open, onClose, title, closeLabel, footer, className = "", children, testid }) {
  const dialog = useRef(null);
  const heading = useId();
  const before = useRef(null);
  // Asked before anything inside takes the focus.
  useInsertionEffect(() => {
    if (open) before.current = document.activeElement;
  }, [open]);
  useEffect(() => {
    if (!open) return undefined;
    if (!dialog.current.open) dialog.current.showModal();
    // The browser takes the cross, the first thing there is; one came for the first field, or else for the main button.
    (dialog.current.querySelector(FIRST_FIELD) ?? dialog.current.querySelector(MAIN_BUTTON))?.focus();
    return () => {
      // It leaves the document without being closed, so that the browser does not bring the focus back.
      if (document.activeElement === document.body) before.current?.focus();
    };
  }, [open]);
  if (!open) return null;
  const outside = (event) => event.target === dialog.current && onClose();
  const cancelled = (event) => {
    // A popover inside closes first, and it closes by itself.
    if (event.target !== dialog.current) return;
    event.preventDefault();
    onClose();
  };
  return (
    <dialog ref={dialog} className={`dialog ${className}`} aria-labelledby={heading} data-testid={testid} onCancel={cancelled} onPointerDown={outside}>
      <header className="dialog-head">
        <h2 id={heading}>{title}</h2>
        <button type="button" className="icon-button" aria-label={closeLabel} title={closeLabel} onClick={onClose}>
          <X size={18} strokeWidth={1.75} aria-hidden />
        </button>
      </header>
      <div className="dialog-body">{children}</div>
      {footer && <footer className="dialog-foot">{footer}</footer>}
    </dialog>
  );
}
