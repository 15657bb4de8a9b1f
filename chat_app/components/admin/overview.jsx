// What an administrator should know at a glance: figures, and what wants to be done.
import { ArrowRight, CircleCheck, CircleAlert, TriangleAlert } from "lucide-react";
import { AdminLink } from "./frame.jsx";
import { Moment } from "./table.jsx";

const ICONS = { danger: CircleAlert, warning: TriangleAlert, good: CircleCheck };

/** `figures`: [{label, value, note, href}], `warnings`: [{key, tone, text, action, href}], `facts`: [{label, value, kind}]. */
export function Overview({ figures, warnings, facts, ready, labels }) {
  if (!ready) return <Outline />;
  return (
    <div data-testid="overview">
      <ul className="admin-figures">
        {figures.map((figure) => (
          <li key={figure.label}>
            <AdminLink href={figure.href}>
              <span>{figure.label}</span>
              <strong className="figure">{figure.value}</strong>
              <small>{figure.note}</small>
            </AdminLink>
          </li>
        ))}
      </ul>
      <section className="admin-section">
        <h2>{labels.attention}</h2>
        <ul className="admin-warnings">
          {warnings.map((warning) => (
            <Warning key={warning.key} {...warning} />
          ))}
          {!warnings.length && <Warning tone="good" text={labels.all_well} />}
        </ul>
      </section>
      <section className="admin-section">
        <h2>{labels.installation}</h2>
        <dl className="admin-facts">
          {facts.map((fact) => (
            <div key={fact.label}>
              <dt>{fact.label}</dt>
              <dd>{fact.kind === "time" ? <Moment time={fact.value} /> : fact.value}</dd>
            </div>
          ))}
        </dl>
      </section>
    </div>
  );
}

function Warning({ tone, text, action, href }) {
  const Icon = ICONS[tone] ?? TriangleAlert;
  return (
    <li className={tone}>
      <Icon size={18} strokeWidth={1.75} aria-hidden />
      <span>{text}</span>
      {href && (
        <AdminLink href={href} className="text-button">
          {action} <ArrowRight size={14} strokeWidth={2} aria-hidden />
        </AdminLink>
      )}
    </li>
  );
}

function Outline() {
  return (
    <ul className="admin-figures" aria-busy="true">
      {[0, 1, 2, 3].map((each) => (
        <li key={each}>
          <div>
            <span className="skeleton" />
            <span className="skeleton" />
          </div>
        </li>
      ))}
    </ul>
  );
}
