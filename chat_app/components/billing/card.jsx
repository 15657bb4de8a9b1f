// What every section of the page looks like, and the states that each has.
import { useId } from "react";
import { CircleAlert, RotateCcw } from "lucide-react";

export const icon = { size: 16, strokeWidth: 1.75, "aria-hidden": true };

/** A section with its heading; `action` stands beside it. */
export function Card({ title, text, action, children, testid, className = "" }) {
  const heading = useId();
  return (
    <section className={`billing-card ${className}`} aria-labelledby={heading} data-testid={testid}>
      <header>
        <div>
          <h2 id={heading}>{title}</h2>
          {text && <p>{text}</p>}
        </div>
        {action}
      </header>
      {children}
    </section>
  );
}

/** The final shape while it loads. */
export function Outline({ rows = 3 }) {
  return (
    <div className="billing-outline" aria-hidden>
      {Array.from({ length: rows }, (_, index) => (
        <span key={index} className="skeleton" />
      ))}
    </div>
  );
}

/** What went wrong, and once more. `text` may be blank. */
export function Failed({ text, labels, onRetry }) {
  return (
    <div className="billing-failed" role="alert">
      <p>
        <CircleAlert {...icon} />
        <span>{text.trim() || labels.failed}</span>
      </p>
      <button type="button" className="button" onClick={onRetry}>
        <RotateCcw {...icon} />
        {labels.retry}
      </button>
    </div>
  );
}

/** One sentence where there is nothing, with what to do about it as children. */
export function Empty({ text, children }) {
  return (
    <div className="billing-empty">
      <p>{text}</p>
      {children}
    </div>
  );
}
