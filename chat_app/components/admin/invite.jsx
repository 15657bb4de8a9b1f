// Inviting people: addresses, role, groups. What was sent is said; what could not be sent is shown as a link to pass on.
import { useEffect, useRef, useState } from "react";
import { Check, Copy, Link, MailCheck, UserPlus } from "lucide-react";
import { Dialog } from "$/public/external/chat_app/components/ui/library/dialog.jsx";
import { fill } from "./words.js";

const icon = { size: 16, strokeWidth: 1.75, "aria-hidden": true };
const TWICE = 1_000;
const BETWEEN = /[\s,;]+/;

/** `chosen`: the group that is ticked to begin with. `result`: {serial, problem, invited: [{address, link, sent}]}. `onInvite(addresses, role, groupIds)`. */
export function Invite({ roles, groups, chosen, result, labels, onOpen, onInvite }) {
  const [open, setOpen] = useState(false);
  const show = () => {
    onOpen();
    setOpen(true);
  };
  return (
    <>
      <button type="button" className="button primary" data-testid="invite" onClick={show}>
        <UserPlus {...icon} />
        {labels.invite}
      </button>
      {open && <InviteDialog roles={roles} groups={groups} chosen={chosen} result={result} labels={labels} onInvite={onInvite} onClose={() => setOpen(false)} />}
    </>
  );
}

function InviteDialog({ roles, groups, chosen, result, labels, onInvite, onClose }) {
  const [first] = useState(result.serial);
  const sentAt = useRef(-TWICE);
  const [draft, setDraft] = useState({ text: "", role: roles[0].value, groups: chosen ? [chosen] : [] });
  const done = result.serial !== first && !result.problem;
  const send = (event) => {
    event.preventDefault();
    // A double click would send a second message, whose link ends that of the first.
    if (event.timeStamp - sentAt.current < TWICE) return;
    sentAt.current = event.timeStamp;
    onInvite(draft.text.split(BETWEEN).filter(Boolean), draft.role, draft.groups);
  };
  const footer = done ? (
    <button type="button" className="button primary" data-testid="invite-close" onClick={onClose}>
      {labels.done}
    </button>
  ) : (
    <button type="submit" form="invite-form" className="button primary" data-testid="invite-send">
      {labels.invite}
    </button>
  );
  return (
    <Dialog open onClose={onClose} title={labels.invite_title} closeLabel={labels.close} footer={footer} testid="invite-dialog">
      {done ? <Invited invited={result.invited} labels={labels} /> : <InviteForm draft={draft} setDraft={setDraft} roles={roles} groups={groups} problem={result.serial === first ? "" : result.problem} labels={labels} onSubmit={send} />}
    </Dialog>
  );
}

function InviteForm({ draft, setDraft, roles, groups, problem, labels, onSubmit }) {
  const toggle = (id) => setDraft({ ...draft, groups: draft.groups.includes(id) ? draft.groups.filter((each) => each !== id) : [...draft.groups, id] });
  return (
    <form id="invite-form" className="form" noValidate onSubmit={onSubmit}>
      {problem && (
        <p className="form-problem" role="alert">
          {problem}
        </p>
      )}
      <label className="form-field">
        <span className="form-label">{labels.addresses}</span>
        <textarea className="form-input" rows={3} value={draft.text} placeholder={labels.example} autoComplete="off" data-testid="invite-addresses" onChange={(event) => setDraft({ ...draft, text: event.target.value })} />
        <span className="form-help">{labels.addresses_help}</span>
      </label>
      {roles.length > 1 && (
        <label className="form-field">
          <span className="form-label">{labels.role}</span>
          <select className="form-input" value={draft.role} data-testid="invite-role" onChange={(event) => setDraft({ ...draft, role: event.target.value })}>
            {roles.map((role) => (
              <option key={role.value} value={role.value}>
                {role.label}
              </option>
            ))}
          </select>
        </label>
      )}
      {groups.length > 0 && (
        <fieldset className="form-part admin-checks">
          <legend className="form-label">{labels.groups}</legend>
          {groups.map((group) => (
            <label key={group.value} className="admin-check">
              <input type="checkbox" checked={draft.groups.includes(group.value)} onChange={() => toggle(group.value)} />
              <span>{group.label}</span>
            </label>
          ))}
        </fieldset>
      )}
    </form>
  );
}

function Invited({ invited, labels }) {
  const unsent = invited.some((each) => !each.sent);
  return (
    <div data-testid="invited">
      <p className="admin-text">{unsent ? labels.pass_on : labels.sent_all}</p>
      <ul className="admin-links">
        {invited.map((each) => (
          <li key={each.address || each.link}>
            {each.sent ? <MailCheck {...icon} /> : <Link {...icon} />}
            <span>{each.address || labels.anybody}</span>
            {each.sent ? <small>{labels.sent}</small> : <CopyLink link={each.link} labels={labels} />}
          </li>
        ))}
      </ul>
    </div>
  );
}

/** A link that is shown once, to be passed on by hand. */
export function CopyLink({ link, labels }) {
  const [copied, setCopied] = useState(false);
  useEffect(() => {
    if (!copied) return undefined;
    const timer = setTimeout(() => setCopied(false), 2_000);
    return () => clearTimeout(timer);
  }, [copied]);
  const copy = () => navigator.clipboard.writeText(link).then(() => setCopied(true), () => {});
  return (
    <span className="admin-link-line">
      <input className="form-input" readOnly value={link} aria-label={labels.link} data-testid="shown-link" onFocus={(event) => event.target.select()} />
      <button type="button" className="icon-button" aria-label={fill(labels.copy, {})} title={labels.copy} onClick={copy}>
        {copied ? <Check {...icon} /> : <Copy {...icon} />}
      </button>
    </span>
  );
}
