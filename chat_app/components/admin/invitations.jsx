// Invitations that nobody has taken yet. While there are none, nothing is here.
import { MailQuestion } from "lucide-react";
import { ConfirmButton } from "./confirm.jsx";
import { Moment } from "./table.jsx";
import { fill } from "./words.js";

const icon = { size: 16, strokeWidth: 1.75, "aria-hidden": true };

/** `invitations`: [{id, email, role, groups, until}], `groups`: [{value, label}]. */
export function Invitations({ invitations, hasMore, groups, labels, onWithdraw, onMore }) {
  if (!invitations.length) return null;
  const named = (ids) => groups.filter((group) => ids.includes(group.value)).map((group) => group.label);
  return (
    <section className="admin-section" data-testid="invitations">
      <h2>
        {labels.title}{" "}
        <small className="figure">
          {invitations.length}
          {hasMore && "+"}
        </small>
      </h2>
      <ul className="admin-lines-list">
        {invitations.map((each) => (
          <li key={each.id} data-testid="invitation">
            <MailQuestion {...icon} />
            <span>{each.email}</span>
            <small>{[each.role, ...named(each.groups)].join(" · ")}</small>
            <small>
              {labels.valid_until} <Moment time={each.until} />
            </small>
            <ConfirmButton
              className="text-button"
              testid="withdraw"
              label={labels.withdraw}
              confirmLabel={labels.withdraw}
              cancelLabel={labels.cancel}
              title={labels.withdraw_title}
              text={fill(labels.withdraw_ask, { address: each.email })}
              onConfirm={() => onWithdraw(each.id)}
            />
          </li>
        ))}
      </ul>
      {hasMore && (
        <button type="button" className="button quiet" onClick={onMore}>
          {labels.more}
        </button>
      )}
    </section>
  );
}
