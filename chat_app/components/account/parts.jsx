// What the sections of the own account are made of: a list of things with actions, notes, moments.
import { useRef } from "react";
import { CircleAlert, RotateCcw } from "lucide-react";
import { dateText, useHabits } from "$/public/external/chat_app/components/ui/library/habits.js";
import { useLanguage } from "$/public/external/chat_app/components/ui/library/language.js";
import { useNear, useRemote } from "./remote.js";

export const icon = { size: 16, strokeWidth: 1.75, "aria-hidden": true };

/** Puts values into a text of the catalogue. */
export const fill = (text, values) => text.replace(/\{(\w+)\}/g, (whole, name) => values[name] ?? whole);

/** A block of a section with its own small heading. `action` stands beside the heading; `level` 2 is for pages without sections. */
export function Block({ title, help, action, level = 3, children, testid }) {
  const Heading = level === 2 ? "h2" : "h3";
  return (
    <div className="account-block" data-testid={testid}>
      <div className="account-block-head">
        <div>
          <Heading>{title}</Heading>
          {help && <p className="setting-help">{help}</p>}
        </div>
        {action}
      </div>
      {children}
    </div>
  );
}

/** A list. Each item: `{ key, Icon, title, badge, lines: [text or element], actions: element }`. */
export function Things({ items, empty, label, testid }) {
  if (!items.length) return <p className="account-empty">{empty}</p>;
  return (
    <ul className="things" aria-label={label} data-testid={testid}>
      {items.map(({ key, Icon, title, badge, lines = [], actions }) => (
        <li key={key} className="thing" data-testid={`${testid}-item`}>
          {Icon && (
            <span className="thing-icon">
              <Icon size={18} strokeWidth={1.75} aria-hidden />
            </span>
          )}
          <div className="thing-text">
            <span className="thing-title">
              <span>{title}</span>
              {badge && <span className="thing-badge">{badge}</span>}
            </span>
            {lines.filter(Boolean).map((line, index) => (
              <span key={index} className="thing-line">
                {line}
              </span>
            ))}
          </div>
          {actions && <div className="thing-actions">{actions}</div>}
        </li>
      ))}
    </ul>
  );
}

/** What a server gives as an ISO moment, as the reader writes dates; the exact one in the tooltip. */
export function Moment({ at, text = "{when}" }) {
  const language = useLanguage();
  const { dateFormat } = useHabits();
  const ms = Date.parse(at);
  const [before, after = ""] = text.split("{when}");
  return (
    <>
      {before}
      <time dateTime={at} title={dateText(ms, language, "locale")}>
        {dateText(ms, language, dateFormat)}
      </time>
      {after}
    </>
  );
}

export function Problem({ text, id }) {
  if (!text) return null;
  return (
    <p id={id} className="account-problem" role="alert">
      <CircleAlert {...icon} />
      <span>{text}</span>
    </p>
  );
}

/** Loads with `load` once the reader comes near, then shows `children(data, reload)`. */
export function Remote({ load, labels, rows = 2, children }) {
  const place = useRef(null);
  const near = useNear(place);
  const { data, failed, reload } = useRemote(load, near);
  return (
    <div ref={place} className="account-remote" aria-busy={data === null && !failed}>
      {data === null && !failed && <Waiting rows={rows} />}
      {data !== null && children(data, reload)}
      {failed && (
        <div className="account-failed" role="alert">
          <Problem text={failed.trim() || labels.failed} />
          <button type="button" className="button" onClick={reload}>
            <RotateCcw {...icon} />
            {labels.retry}
          </button>
        </div>
      )}
    </div>
  );
}

function Waiting({ rows }) {
  return (
    <div className="account-waiting" aria-hidden>
      {Array.from({ length: rows }, (_, index) => (
        <span key={index} className="skeleton" style={{ width: `${70 - index * 12}%` }} />
      ))}
    </div>
  );
}
