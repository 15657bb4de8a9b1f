// A person, as an administrator sees them: facts, role, groups, sessions, and what can be done. No content of theirs.
import { useState } from "react";
import { Laptop } from "lucide-react";
import { ConfirmButton } from "./confirm.jsx";
import { AdminLink, PageHead } from "./frame.jsx";
import { CopyLink } from "./invite.jsx";
import { OpenContent } from "./open_content.jsx";
import { Moment } from "./table.jsx";
import { fill } from "./words.js";

const icon = { size: 16, strokeWidth: 1.75, "aria-hidden": true };

export function PersonPage(props) {
  const { person, ready, missing, labels, onEndSessions, onKeep } = props;
  if (missing) return <Missing labels={labels} />;
  if (!ready) return <Outline labels={labels} />;
  const ask = { cancelLabel: labels.cancel, expectLabel: labels.write_name };
  const named = (text) => fill(text, { name: person.name });
  return (
    <div data-testid="person" data-id={person.id} data-state={person.state}>
      <PageHead title={person.name} text={person.email} back={{ href: "/admin/users", label: labels.people }}>
        <AdminLink href={`/admin/audit?subject=${person.id}`} className="button quiet">
          {labels.to_audit}
        </AdminLink>
      </PageHead>
      <dl className="admin-facts">
        {person.facts.map((fact) => (
          <div key={fact.label}>
            <dt>{fact.label}</dt>
            <dd>{fact.kind === "time" ? <Moment time={fact.value} /> : fact.tone ? <span className={`admin-badge ${fact.tone}`}>{fact.value}</span> : fact.value || "–"}</dd>
          </div>
        ))}
      </dl>
      <Role {...props} named={named} />
      <Groups {...props} />
      <Sessions {...props}>
        <ConfirmButton {...ask} testid="end-sessions" label={labels.end_sessions} confirmLabel={labels.end_sessions} title={labels.end_sessions} text={named(labels.end_sessions_text)} onConfirm={onEndSessions} />
      </Sessions>
      <div className="admin-section">{props.budgets}</div>
      {!person.is_me && <OpenContent {...props} />}
      <section className="admin-section">
        <h2>{labels.account}</h2>
        {person.state === "deleted" ? (
          <Deed text={labels.keep_text}>
            <button type="button" className="button" data-testid="keep" onClick={onKeep}>
              {labels.keep}
            </button>
          </Deed>
        ) : (
          <Deeds {...props} ask={ask} named={named} />
        )}
      </section>
    </div>
  );
}

function Deeds({ person, resetLink, labels, ask, named, onSuspend, onRestore, onReset, onDelete }) {
  return (
    <>
      <Deed text={labels.reset_text}>
        {resetLink ? <CopyLink link={resetLink} labels={labels} /> : <ConfirmButton {...ask} danger={false} testid="reset-link" label={labels.reset} confirmLabel={labels.reset} title={labels.reset} text={named(labels.reset_ask)} onConfirm={onReset} />}
      </Deed>
      {!person.is_me && (
        <>
          {person.state === "suspended" ? (
            <Deed text={labels.restore_text}>
              <button type="button" className="button" data-testid="restore" onClick={onRestore}>
                {labels.restore}
              </button>
            </Deed>
          ) : (
            <Deed text={labels.suspend_text}>
              <ConfirmButton {...ask} testid="suspend" label={labels.suspend} confirmLabel={labels.suspend} title={named(labels.suspend_title)} text={named(labels.suspend_ask)} onConfirm={onSuspend} />
            </Deed>
          )}
          <Deed text={labels.delete_text}>
            <ConfirmButton {...ask} className="button danger" testid="delete-person" label={labels.delete} confirmLabel={labels.delete} expect={person.name} title={named(labels.delete_title)} text={named(labels.delete_ask)} onConfirm={onDelete} />
          </Deed>
        </>
      )}
    </>
  );
}

function Deed({ text, children }) {
  return (
    <div className="admin-deed">
      <p>{text}</p>
      {children}
    </div>
  );
}

function Role({ person, roles, labels, named, onRole }) {
  const [wanted, setWanted] = useState(null);
  const now = wanted ?? person.role;
  const fixed = person.is_me ? labels.own_role : person.state === "deleted" ? labels.leaving_role : "";
  return (
    <section className="admin-section">
      <h2>{labels.role}</h2>
      <div className="admin-deed">
        <p>{roles.find((role) => role.value === now)?.help}</p>
        <span className="admin-line">
          <select className="select" value={now} aria-label={labels.role} aria-disabled={!!fixed} data-testid="role" onChange={(event) => !fixed && setWanted(event.target.value)}>
            {roles.map((role) => (
              <option key={role.value} value={role.value}>
                {role.label}
              </option>
            ))}
          </select>
          {now !== person.role && (
            <ConfirmButton
              className="button primary"
              testid="save-role"
              danger={false}
              label={labels.save}
              confirmLabel={labels.save}
              cancelLabel={labels.cancel}
              title={named(labels.role_title)}
              text={fill(labels.role_ask, { name: person.name, role: roles.find((role) => role.value === now).label })}
              onConfirm={() => {
                setWanted(null);
                onRole(now);
              }}
            />
          )}
        </span>
        {fixed && <small>{fixed}</small>}
      </div>
    </section>
  );
}

function Groups({ person, labels, onGroup }) {
  return (
    <section className="admin-section">
      <h2>{labels.groups}</h2>
      {!person.groups.length && (
        <p className="admin-text">
          {labels.no_groups} <AdminLink href="/admin/groups">{labels.to_groups}</AdminLink>
        </p>
      )}
      <div className="admin-checks">
        {person.groups.map((group) => (
          <label key={group.id} className="admin-check">
            <input type="checkbox" checked={group.member} data-testid={`group-${group.id}`} onChange={(event) => onGroup(group.id, event.target.checked)} />
            <span>{group.name}</span>
          </label>
        ))}
      </div>
    </section>
  );
}

function Sessions({ person, labels, onEndSession, children }) {
  return (
    <section className="admin-section">
      <h2>
        {labels.sessions} <small className="figure">{person.sessions.length}</small>
      </h2>
      {person.sessions.length ? (
        <>
          <ul className="admin-lines-list">
            {person.sessions.map((session) => (
              <li key={session.id}>
                <Laptop {...icon} />
                <span>{session.label}</span>
                <small>{session.network}</small>
                <small>
                  {labels.seen_word} <Moment time={session.seen} />
                </small>
                <button type="button" className="text-button" onClick={() => onEndSession(session.id)}>
                  {labels.end_session}
                </button>
              </li>
            ))}
          </ul>
          {children}
        </>
      ) : (
        <p className="admin-text">{labels.no_sessions}</p>
      )}
    </section>
  );
}

function Missing({ labels }) {
  return (
    <>
      <PageHead title={labels.people} back={{ href: "/admin/users", label: labels.people }} />
      <p className="admin-empty" data-testid="person-missing">
        {labels.missing}
      </p>
    </>
  );
}

function Outline({ labels }) {
  return (
    <div aria-busy="true">
      <PageHead title={<span className="skeleton admin-title-skeleton" />} back={{ href: "/admin/users", label: labels.people }} />
      <dl className="admin-facts">
        {[0, 1, 2, 3, 4, 5].map((each) => (
          <div key={each}>
            <dt>
              <span className="skeleton" />
            </dt>
            <dd>
              <span className="skeleton" />
            </dd>
          </div>
        ))}
      </dl>
    </div>
  );
}
