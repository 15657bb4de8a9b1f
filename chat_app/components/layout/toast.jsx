// One notice at a time, ten seconds long; reading it with the pointer or the focus on it stops the clock.
import { useEffect, useState } from "react";
import { CircleAlert, X } from "lucide-react";
import { end, renew, timeLeft } from "./toast_clock.js";

export function Toast({ text, tone, undo, serial, labels, onUndo }) {
  const [shown, setShown] = useState(0);
  const [held, setHeld] = useState(false);
  useEffect(() => setShown(text && timeLeft(serial) > 0 ? serial : 0), [serial, text]);
  useEffect(() => {
    if (held || !shown || shown !== serial) return undefined;
    const timer = setTimeout(() => setShown(0), timeLeft(serial));
    return () => clearTimeout(timer);
  }, [shown, serial, held]);
  const hide = () => {
    end(serial);
    setShown(0);
  };
  const start = () => setHeld(true);
  const stop = () => {
    renew(serial);
    setHeld(false);
  };
  return (
    <div className="toast-region" role={tone === "error" ? "alert" : "status"} aria-live={tone === "error" ? "assertive" : "polite"}>
      {text && shown !== 0 && shown === serial && (
        <div key={serial} className={`toast ${tone}`} data-testid="toast" onMouseEnter={start} onMouseLeave={stop} onFocus={start} onBlur={stop}>
          {tone === "error" && <CircleAlert size={18} strokeWidth={1.75} aria-hidden />}
          <p>{text}</p>
          {undo && (
            <button type="button" className="text-button" data-testid="undo" onClick={onUndo}>
              {labels.undo}
            </button>
          )}
          <button type="button" className="icon-button" aria-label={labels.close} title={labels.close} onClick={hide}>
            <X size={16} strokeWidth={1.75} aria-hidden />
          </button>
        </div>
      )}
    </div>
  );
}
