// What Parley depends on: a sign, a word and a sentence for each, and where the room goes.
import { CircleAlert, CircleCheck, CircleMinus, TriangleAlert } from "lucide-react";

const ICONS = { good: CircleCheck, warning: TriangleAlert, failed: CircleAlert, unused: CircleMinus };

export function HealthList({ checks, storage, ready, labels }) {
  if (!ready) return <div className="admin-empty" aria-busy="true" />;
  return (
    <div className="health">
      <ul className="health-checks" data-testid="health">
        {checks.map((check) => {
          const Icon = ICONS[check.state];
          return (
            <li key={check.name} className="health-check" data-state={check.state} data-testid={`check-${check.name}`}>
              <Icon size={18} strokeWidth={1.75} aria-hidden />
              <div>
                <h2>
                  {check.label} <span>{labels[check.state]}</span>
                </h2>
                <p>{check.text}</p>
              </div>
              {check.took && <span className="figure health-took">{check.took}</span>}
            </li>
          );
        })}
      </ul>
      <h2 className="admin-part">{labels.storage}</h2>
      <dl className="health-storage" data-testid="storage">
        {["database", "files", "free", "total"].map((name) => (
          <div key={name}>
            <dt>{labels[name]}</dt>
            <dd className="figure">{storage[name]}</dd>
          </div>
        ))}
      </dl>
    </div>
  );
}
