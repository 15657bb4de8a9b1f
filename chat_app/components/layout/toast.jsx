// One notice at a time, ten seconds long; reading it with the pointer or the focus on it stops the clock.
import { useEffect, useState } from "react";
import { CircleAlert, X } from "lucide-react";

const SECONDS = 10;

export function Toast({ text, tone, undo, serial, labels, onUndo }) {
  const [hidden, setHidden] = useState(0);
  const [held, setHeld] = useState(false);
  useEffect(() => {
    if (!text || held) return undefined;
    const timer = setTimeout(() => setHidden(serial), SECONDS * 1000);
    return () => clearTimeout(timer);
  }, [serial, text, held]);
  const shown = text && hidden !== serial;
  const hold = { onMouseEnter: () => setHeld(true), onMouseLeave: () => setHeld(false), onFocus: () => setHeld(true), onBlur: () => setHeld(false) };
  return (
    <div className="toast-region" role={tone === "error" ? "alert" : "status"} aria-live={tone === "error" ? "assertive" : "polite"}>
      {shown && (
        <div key={serial} className={`toast ${tone}`} data-testid="toast" {...hold}>
          {tone === "error" && <CircleAlert size={18} strokeWidth={1.75} aria-hidden />}
          <p>{text}</p>
          {undo && (
            <button type="button" className="text-button" data-testid="undo" onClick={onUndo}>
              {labels.undo}
            </button>
          )}
          <button type="button" className="icon-button" aria-label={labels.close} title={labels.close} onClick={() => setHidden(serial)}>
            <X size={16} strokeWidth={1.75} aria-hidden />
          </button>
        </div>
      )}
    </div>
  );
}
