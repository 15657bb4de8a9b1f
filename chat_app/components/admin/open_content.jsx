// Looking into what belongs to somebody else: only for a stated reason, for a time, and that person sees it.
import { useState } from "react";
import { Eye } from "lucide-react";
import { Dialog } from "$/public/external/chat_app/components/ui/library/dialog.jsx";
import { AdminLink } from "./frame.jsx";
import { Moment } from "./table.jsx";
import { fill } from "./words.js";

const SHORTEST_REASON = 10;

export function OpenContent({ person, access, accessProblem, durations, labels, onOpen, onEnd }) {
  const [open, setOpen] = useState(false);
  const address = `/admin/users/${person.id}/chats`;
  return (
    <section className="admin-section">
      <h2>{labels.content}</h2>
      {access.id ? (
        <div className="admin-deed" data-testid="content-open">
          <p>
            {labels.open_until} <Moment time={access.until} />. {fill(labels.stated, { reason: access.reason })}
          </p>
          <span className="admin-line">
            <AdminLink href={address} className="button" testid="content-read">
              {labels.read_chats}
            </AdminLink>
            <button type="button" className="button" data-testid="content-end" onClick={onEnd}>
              {labels.end_access}
            </button>
          </span>
        </div>
      ) : (
        <div className="admin-deed">
          <p>{labels.content_text}</p>
          <button type="button" className="button" data-testid="content-ask" onClick={() => setOpen(true)}>
            <Eye size={16} strokeWidth={1.75} aria-hidden />
            {labels.open_content}
          </button>
        </div>
      )}
      {open && !access.id && <ReasonDialog person={person} refused={accessProblem} durations={durations} labels={labels} onOpen={onOpen} onClose={() => setOpen(false)} />}
    </section>
  );
}

function ReasonDialog({ person, refused, durations, labels, onOpen, onClose }) {
  const [reason, setReason] = useState("");
  const [minutes, setMinutes] = useState(durations[0].value);
  const [problem, setProblem] = useState("");
  const send = (event) => {
    event.preventDefault();
    if (reason.trim().length < SHORTEST_REASON) return setProblem(labels.reason_short);
    setProblem("");
    return onOpen(reason.trim(), Number(minutes));
  };
  const footer = (
    <>
      <button type="button" className="button" onClick={onClose}>
        {labels.cancel}
      </button>
      <button type="submit" form="reason-form" className="button primary" data-testid="content-confirm">
        {labels.open_content}
      </button>
    </>
  );
  return (
    <Dialog open onClose={onClose} title={fill(labels.content_title, { name: person.name })} closeLabel={labels.cancel} footer={footer} testid="content-dialog">
      <form id="reason-form" className="form" noValidate onSubmit={send}>
        <p className="admin-text">{fill(labels.content_warning, { name: person.name })}</p>
        {(problem || refused) && (
          <p className="form-problem" role="alert">
            {problem || refused}
          </p>
        )}
        <label className="form-field">
          <span className="form-label">{labels.reason}</span>
          <textarea className="form-input" rows={3} maxLength={500} value={reason} data-testid="content-reason" onChange={(event) => setReason(event.target.value)} />
          <span className="form-help">{labels.reason_help}</span>
        </label>
        <label className="form-field">
          <span className="form-label">{labels.duration}</span>
          <select className="form-input" value={minutes} data-testid="content-duration" onChange={(event) => setMinutes(event.target.value)}>
            {durations.map((each) => (
              <option key={each.value} value={each.value}>
                {each.label}
              </option>
            ))}
          </select>
        </label>
      </form>
    </Dialog>
  );
}
