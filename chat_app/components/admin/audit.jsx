// The audit log: one entry in full, and whether the chain of all is whole.
import { useEffect, useState } from "react";
import { Download, ShieldAlert, ShieldCheck } from "lucide-react";
import { Dialog } from "$/public/external/chat_app/components/ui/library/dialog.jsx";
import { AdminLink } from "./frame.jsx";
import { Moment } from "./table.jsx";

const icon = { size: 16, strokeWidth: 1.75, "aria-hidden": true };

const LONGEST = 120_000;

/** `result`: {state: "" | "whole" | "broken", text, serial}. */
export function VerifyChain({ result, jsonHref, labels, onVerify }) {
  const [running, setRunning] = useState(false);
  useEffect(() => setRunning(false), [result.serial]);
  useEffect(() => {
    const timer = running && setTimeout(() => setRunning(false), LONGEST);
    return () => clearTimeout(timer);
  }, [running]);
  const verify = () => {
    if (running) return;
    setRunning(true);
    onVerify();
  };
  const Icon = result.state === "broken" ? ShieldAlert : ShieldCheck;
  return (
    <>
      <a className="button quiet" href={jsonHref} download data-testid="audit-json">
        <Download {...icon} />
        JSON
      </a>
      <button type="button" className="button" aria-disabled={running} data-testid="verify" onClick={verify}>
        <ShieldCheck {...icon} />
        {running ? labels.verifying : labels.verify}
      </button>
      <p className={`admin-verdict ${result.state}`} role="status" data-testid="verdict" data-state={running ? "running" : result.state}>
        {result.text && !running && (
          <>
            <Icon {...icon} />
            {result.text}
          </>
        )}
      </p>
    </>
  );
}

/** `entry`: {seq, at, title, facts: [{label, value, href?}], details}; an empty `seq` is none. */
export function AuditEntry({ entry, labels, onClose }) {
  if (!entry.seq) return null;
  return (
    <Dialog open onClose={() => onClose("")} title={entry.title} closeLabel={labels.close} className="admin-drawer" testid="audit-entry">
      <dl className="admin-facts">
        <div>
          <dt>{labels.when}</dt>
          <dd>
            <Moment time={entry.at} />
          </dd>
        </div>
        {entry.facts.map((fact) => (
          <div key={fact.label}>
            <dt>{fact.label}</dt>
            <dd>{fact.href ? <AdminLink href={fact.href}>{fact.value}</AdminLink> : fact.value}</dd>
          </div>
        ))}
      </dl>
      <h3 className="admin-subhead">{labels.details}</h3>
      <pre className="admin-details" tabIndex={0}>
        {entry.details}
      </pre>
    </Dialog>
  );
}
