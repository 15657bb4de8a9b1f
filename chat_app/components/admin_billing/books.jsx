// Whether wallets may be used: a banner over the page while they may not, and a card that says how the books are.
import { useEffect, useRef, useState } from "react";
import { Clock, OctagonX, RefreshCw, ShieldCheck, TriangleAlert } from "lucide-react";
import { useTask } from "$/public/external/chat_app/components/account/library/task.js";
import { Moment } from "$/public/external/chat_app/components/admin/library/table.jsx";
import { fill } from "$/public/external/chat_app/components/admin/library/words.js";
import { Card } from "$/public/external/chat_app/components/billing/library/card.jsx";
import { Dialog } from "$/public/external/chat_app/components/ui/library/dialog.jsx";
import { act, icon } from "./calls.js";

const SHOWN = 8;

export function StopBanner({ books, labels, onChanged }) {
  const { busy, problem, run } = useTask(labels.failed);
  const place = useSight(books.stopped);
  if (!books.stopped) return null;
  const start = (accept) => run(async () => onChanged(await act("/switch", { stopped: false, accept })));
  return (
    <section className="house-stop" role="alert" data-testid="stop-banner" ref={place}>
      <OctagonX size={20} strokeWidth={1.75} aria-hidden />
      <div>
        <h2>{labels.stopped}</h2>
        <p>{books.by_itself ? labels.stopped_by_itself : labels.stopped_by_hand}</p>
        {books.reason && <p className="house-reason">{fill(labels.stopped_reason, { reason: books.reason })}</p>}
        {books.since && (
          <p>
            <Moment time={books.since} />
          </p>
        )}
        <Violations books={books} labels={labels} />
        <div className="account-row">
          <button type="button" className="button primary" aria-busy={busy} data-testid="wallets-start" onClick={() => start(false)}>
            {labels.start}
          </button>
          {books.violations.length > 0 && (
            <button type="button" className="button" aria-busy={busy} data-testid="wallets-accept" onClick={() => start(true)}>
              {labels.accept}
            </button>
          )}
        </div>
        {problem && <p className="admin-field-problem">{problem}</p>}
      </div>
    </section>
  );
}

// The button that stops them stands far below the banner: whoever presses it should see what became of it.
function useSight(stopped) {
  const place = useRef(null);
  const before = useRef(stopped);
  useEffect(() => {
    if (stopped && !before.current) place.current.scrollIntoView({ block: "center" });
    before.current = stopped;
  }, [stopped]);
  return place;
}

export function BooksCard({ books, labels, onChanged }) {
  const { busy, problem, run } = useTask(labels.failed);
  const [stopping, setStopping] = useState(false);
  const check = () => run(async () => onChanged(await act("/check", {})));
  const odd = books.violations.length > 0;
  const Icon = odd ? TriangleAlert : books.checked_at ? ShieldCheck : Clock;
  const action = (
    <div className="account-row">
      <button type="button" className="button" aria-busy={busy} data-testid="books-check" onClick={check}>
        <RefreshCw {...icon} />
        {labels.check_now}
      </button>
      {!books.stopped && (
        <button type="button" className="button danger" data-testid="wallets-stop" onClick={() => setStopping(true)}>
          {labels.stop}
        </button>
      )}
    </div>
  );
  return (
    <Card title={labels.books} text={labels.books_text} action={action} testid="books">
      {books.stopped && (
        <p className="house-verdict danger" data-testid="books-stopped">
          <OctagonX {...icon} />
          <span>{labels.stopped}</span>
        </p>
      )}
      <p className={`house-verdict ${odd ? "warning" : books.checked_at ? "good" : ""}`} data-testid="books-verdict">
        <Icon {...icon} />
        <span>{books.checked_at ? fill(odd ? labels.books_odd : labels.books_right, { count: books.violations.length }) : labels.books_new}</span>
        {books.checked_at && <Moment time={books.checked_at} />}
      </p>
      {!books.stopped && <Violations books={books} labels={labels} />}
      {problem && <p className="admin-field-problem">{problem}</p>}
      {stopping && <StopDialog labels={labels} onClose={() => setStopping(false)} onChanged={onChanged} />}
    </Card>
  );
}

function Violations({ books, labels }) {
  if (!books.violations.length) return null;
  return (
    <ul className="house-violations" data-testid="violations">
      {books.violations.slice(0, SHOWN).map((each) => (
        <li key={`${each.rule}${each.where}${each.found}`}>
          <strong>{each.rule}</strong> <span>{labels[`rule_${each.rule}`]}</span> <code>{each.where}</code>
          <small className="figure">{fill(labels.expected_found, { expected: String(each.expected), found: String(each.found) })}</small>
        </li>
      ))}
      {books.violations.length > SHOWN && <li>{fill(labels.and_more, { count: books.violations.length - SHOWN })}</li>}
    </ul>
  );
}

function StopDialog({ labels, onClose, onChanged }) {
  const [reason, setReason] = useState("");
  const { busy, problem, run } = useTask(labels.failed);
  const stop = async () => {
    if (await run(async () => onChanged(await act("/switch", { stopped: true, reason })))) onClose();
  };
  const footer = (
    <>
      <button type="button" className="button" onClick={onClose}>
        {labels.cancel}
      </button>
      <button type="button" className="button danger" aria-busy={busy} data-testid="confirm-stop" onClick={stop}>
        {labels.stop}
      </button>
    </>
  );
  return (
    <Dialog open onClose={onClose} title={labels.stop_title} closeLabel={labels.close} footer={footer} testid="stop-dialog">
      <p className="admin-text">{labels.stop_text}</p>
      <label className="form-field">
        <span className="form-label">{labels.reason}</span>
        <input className="form-input" value={reason} maxLength={200} autoComplete="off" data-testid="stop-reason" onChange={(event) => setReason(event.target.value)} />
      </label>
      {problem && <p className="admin-field-problem">{problem}</p>}
    </Dialog>
  );
}
