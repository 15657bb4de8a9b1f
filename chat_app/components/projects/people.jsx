// The people of a project: who is in it with which role, letting somebody in, taking them out, and leaving.
import { useState } from "react";
import { LogOut, UserRound, UserRoundMinus, UsersRound } from "lucide-react";
import { ConfirmDialog } from "$/public/external/chat_app/components/admin/library/confirm.jsx";
import { Moment } from "$/public/external/chat_app/components/admin/library/table.jsx";
import { fill } from "$/public/external/chat_app/components/admin/library/words.js";
import { Card, Failed, Outline } from "$/public/external/chat_app/components/billing/library/card.jsx";
import { goTo } from "$/public/external/chat_app/components/layout/library/navigation.js";
import { useFeature } from "$/public/external/chat_app/components/ui/library/features.js";
import { AddPerson } from "./add_person.jsx";
import { useLive, useSending } from "./live.js";
import { GRANTED, canChange } from "./roles.js";
import { icon, Problem } from "./shared.jsx";

export function People({ folder, rights, labels }) {
  const { data: members, failed, reload } = useLive(`/projects/${folder.id}/members`);
  const canShare = useFeature("sharing") && rights.manage;
  return (
    <Card title={labels.title} text={labels.text} action={!rights.own && <Leave folder={folder} labels={labels} />} testid="project-people">
      {canShare && <AddPerson folder={folder} labels={labels} onAdded={reload} />}
      {failed && <Failed text={failed} labels={labels} onRetry={reload} />}
      {!members && !failed && <Outline rows={2} />}
      <ul className="project-members">
        {members?.map((member) => (
          <MemberRow key={member.id || member.who_id} member={member} folder={folder} canChange={canShare && canChange(member, rights)} labels={labels} onChanged={reload} />
        ))}
      </ul>
      {members?.length === 1 && rights.own && <p className="project-none">{labels.alone}</p>}
    </Card>
  );
}

function MemberRow({ member, folder, canChange: mayChange, labels, onChanged }) {
  const Icon = member.kind === "group" ? UsersRound : UserRound;
  return (
    <li className="project-member" data-testid="member" data-role={member.role} data-kind={member.kind}>
      <Icon size={18} strokeWidth={1.75} aria-hidden />
      <div className="project-member-name">
        <strong>{member.name}</strong>
        <small>
          {member.kind === "group" && <span>{labels.group}</span>}
          {member.inherited && <span>{labels.inherited}</span>}
          {member.added_at && (
            <span>
              {labels.since} <Moment time={member.added_at} />
            </span>
          )}
        </small>
      </div>
      {mayChange ? <MemberTools {...{ member, folder, labels, onChanged }} /> : <span className="project-role">{labels[`role_${member.role}`]}</span>}
    </li>
  );
}

function MemberTools({ member, folder, labels, onChanged }) {
  const [asking, setAsking] = useState(false);
  const [, problem, send] = useSending(labels.not_done);
  const path = `/projects/${folder.id}/members/${member.id}`;
  const change = async (role) => {
    await send(path, { method: "PATCH", body: { role } });
    onChanged();
  };
  const remove = async () => {
    await send(path, { method: "DELETE" });
    onChanged();
  };
  const name = { name: member.name };
  return (
    <>
      <select className="form-input project-role" value={member.role} aria-label={fill(labels.role_of, name)} data-testid="member-role" onChange={(event) => change(event.target.value)}>
        {GRANTED.map((role) => (
          <option key={role} value={role}>
            {labels[`role_${role}`]}
          </option>
        ))}
      </select>
      <button type="button" className="icon-button" aria-label={fill(labels.remove_of, name)} title={labels.remove} data-testid="member-remove" onClick={() => setAsking(true)}>
        <UserRoundMinus {...icon} />
      </button>
      <Problem text={problem} />
      {asking && (
        <ConfirmDialog
          title={fill(labels.remove_title, name)}
          text={fill(member.kind === "group" ? labels.remove_group_text : labels.remove_text, name)}
          confirmLabel={labels.remove}
          cancelLabel={labels.cancel}
          onConfirm={remove}
          onClose={() => setAsking(false)}
        />
      )}
    </>
  );
}

function Leave({ folder, labels }) {
  const [asking, setAsking] = useState(false);
  const [busy, problem, send] = useSending(labels.not_done);
  const leave = async () => {
    if (await send(`/projects/${folder.id}/leave`, { method: "POST" })) goTo("/projects");
  };
  return (
    <div className="project-leave">
      <button type="button" className="button" aria-disabled={busy} data-testid="leave-project" onClick={() => busy || setAsking(true)}>
        <LogOut {...icon} />
        {labels.leave}
      </button>
      <Problem text={problem} />
      {asking && <ConfirmDialog title={labels.leave_title} text={labels.leave_text} confirmLabel={labels.leave} cancelLabel={labels.cancel} onConfirm={leave} onClose={() => setAsking(false)} />}
    </div>
  );
}
