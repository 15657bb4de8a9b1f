// A group: its name, what its policy allows, who is in it.
import { useEffect, useMemo, useRef, useState } from "react";
import { Plus, UserMinus } from "lucide-react";
import { Dialog } from "$/public/external/chat_app/components/ui/library/dialog.jsx";
import { goTo } from "$/public/external/chat_app/components/layout/library/navigation.js";
import { ConfirmButton } from "./confirm.jsx";
import { Field } from "./form.jsx";
import { AdminLink, PageHead } from "./frame.jsx";
import { SearchField } from "./table.jsx";
import { fill } from "./words.js";

const icon = { size: 16, strokeWidth: 1.75, "aria-hidden": true };
const TYPING = 300;

export function NewGroup({ createdId, problem, labels, onCreate }) {
  const [open, setOpen] = useState(false);
  const [name, setName] = useState("");
  useEffect(() => {
    if (open && createdId) goTo(`/admin/groups/${createdId}`);
  }, [createdId, open]);
  const send = (event) => {
    event.preventDefault();
    onCreate(name.trim());
  };
  const footer = (
    <button type="submit" form="group-form" className="button primary" data-testid="group-create">
      {labels.create}
    </button>
  );
  return (
    <>
      <button type="button" className="button primary" data-testid="new-group" onClick={() => (setName(""), setOpen(true))}>
        <Plus {...icon} />
        {labels.new_group}
      </button>
      {open && (
        <Dialog open onClose={() => setOpen(false)} title={labels.new_group} closeLabel={labels.cancel} footer={footer} testid="group-dialog">
          <form id="group-form" className="form" noValidate onSubmit={send}>
            {problem && (
              <p className="form-problem" role="alert">
                {problem}
              </p>
            )}
            <label className="form-field">
              <span className="form-label">{labels.name}</span>
              <input className="form-input" maxLength={100} value={name} data-testid="group-name" onChange={(event) => setName(event.target.value)} />
              <span className="form-help">{labels.new_help}</span>
            </label>
          </form>
        </Dialog>
      )}
    </>
  );
}

export function GroupPage(props) {
  const { group, ready, gone, labels, budgets, onDelete } = props;
  useEffect(() => {
    if (gone === "deleted") goTo("/admin/groups");
  }, [gone]);
  if (gone) return <Missing labels={labels} />;
  if (!ready) return <PageHead title={<span className="skeleton admin-title-skeleton" />} back={{ href: "/admin/groups", label: labels.groups }} />;
  return (
    <div data-testid="group" data-id={group.id}>
      <PageHead title={group.name} text={group.description} back={{ href: "/admin/groups", label: labels.groups }}>
        <ConfirmButton
          className="button danger"
          testid="delete-group"
          label={labels.delete}
          confirmLabel={labels.delete}
          cancelLabel={labels.cancel}
          title={fill(labels.delete_title, { name: group.name })}
          text={fill(labels.delete_ask, { count: group.member_count })}
          onConfirm={onDelete}
        />
      </PageHead>
      <Policy key={group.id} {...props} />
      <div className="admin-section">{budgets}</div>
      <Members {...props} />
    </div>
  );
}

function Missing({ labels }) {
  return (
    <>
      <PageHead title={labels.groups} back={{ href: "/admin/groups", label: labels.groups }} />
      <p className="admin-empty">{labels.missing}</p>
    </>
  );
}

const linesOf = (text) => text.split("\n").map((line) => line.trim()).filter(Boolean);
const draftOf = (group) => ({
  name: group.name,
  description: group.description,
  models: group.models.join("\n"),
  off: group.features_off,
  limits: group.limits,
});

function Policy({ group, features, limits, preview, saved, problem, labels, onSave, onPreview }) {
  const [draft, setDraft] = useState(() => draftOf(group));
  const stored = useMemo(() => draftOf(group), [group]);
  useEffect(() => setDraft(stored), [saved]);
  const changed = JSON.stringify(draft) !== JSON.stringify(stored);
  const set = (name) => (value) => setDraft({ ...draft, [name]: value });
  const save = (event) => {
    event.preventDefault();
    onSave({ name: draft.name, description: draft.description, models: linesOf(draft.models), features_off: draft.off, limits: draft.limits });
  };
  return (
    <form className="admin-form" noValidate onSubmit={save}>
      {problem && (
        <div className="admin-problem" role="alert">
          {problem}
        </div>
      )}
      <Field field={{ name: "name", kind: "text", label: labels.name }} value={draft.name} onChange={set("name")} />
      <Field field={{ name: "description", kind: "text", label: labels.description }} value={draft.description} onChange={set("description")} />
      <Models text={draft.models} preview={preview} labels={labels} onChange={set("models")} onPreview={onPreview} />
      <Features features={features} off={draft.off} labels={labels} onChange={set("off")} />
      <Limits limits={limits} values={draft.limits} labels={labels} onChange={set("limits")} />
      <div className="admin-save">
        <button type="submit" className="button primary" data-testid="group-save">
          {labels.save}
        </button>
        {changed && (
          <button type="button" className="button quiet" onClick={() => setDraft(stored)}>
            {labels.discard}
          </button>
        )}
        <span role="status" className="saved-note" data-testid="saved" data-serial={saved}>
          {changed ? <span className="admin-changed">{labels.changed}</span> : saved > 0 ? labels.saved : ""}
        </span>
      </div>
    </form>
  );
}

function Models({ text, preview, labels, onChange, onPreview }) {
  const ask = useRef(onPreview);
  ask.current = onPreview;
  useEffect(() => {
    const timer = setTimeout(() => ask.current(linesOf(text)), TYPING);
    return () => clearTimeout(timer);
  }, [text]);
  const all = !linesOf(text).length;
  return (
    <>
      <Field field={{ name: "models", kind: "area", mono: true, label: labels.models_label, part: labels.policy, help: labels.models_help, placeholder: "openai/*" }} value={text} onChange={onChange} />
      <p className="admin-preview" role="status" data-testid="models-preview">
        {all ? fill(labels.models_all, { total: preview.total }) : fill(labels.models_some, { count: preview.count, total: preview.total })}
        {preview.examples.length > 0 && !all && <code>{preview.examples.join(", ")}</code>}
      </p>
    </>
  );
}

function Features({ features, off, labels, onChange }) {
  const toggle = (name, on) => onChange(on ? off.filter((each) => each !== name) : [...off, name].sort());
  return (
    <fieldset className="setting">
      <legend>{labels.features}</legend>
      <div className="admin-features">
        {features.map((feature) => (
          <label key={feature.name} className="admin-switch">
            <input type="checkbox" role="switch" checked={!off.includes(feature.name)} data-testid={`feature-${feature.name}`} onChange={(event) => toggle(feature.name, event.target.checked)} />
            <span>{feature.label}</span>
          </label>
        ))}
      </div>
      <p className="setting-help">{labels.features_help}</p>
    </fieldset>
  );
}

function Limits({ limits, values, labels, onChange }) {
  return (
    <fieldset className="setting">
      <legend>{labels.limits}</legend>
      <div className="admin-limits">
        {limits.map((limit) => (
          <label key={limit.name}>
            <span>{limit.label}</span>
            <span className="admin-line">
              <input className="field" inputMode={limit.name.startsWith("budget") ? "decimal" : "numeric"} value={values[limit.name] ?? ""} placeholder={labels.unlimited} data-testid={`limit-${limit.name}`} onChange={(event) => onChange({ ...values, [limit.name]: event.target.value })} />
              <span className="admin-unit">{limit.unit}</span>
            </span>
          </label>
        ))}
      </div>
      <p className="setting-help">{labels.limits_help}</p>
    </fieldset>
  );
}

function Members({ group, members, candidates, labels, onMembers, onCandidates, onAdd, onRemove, onLeads }) {
  return (
    <section className="admin-section">
      <h2>
        {labels.members} <small className="figure">{group.member_count}</small>
      </h2>
      <AddMember candidates={candidates} labels={labels} onCandidates={onCandidates} onAdd={onAdd} />
      {group.member_count > 0 && <SearchField value={members.search} label={labels.search_members} onChange={(text) => onMembers(text, "")} />}
      <ul className="admin-lines-list" data-testid="members">
        {members.rows.map((member) => (
          <li key={member.id}>
            <AdminLink href={`/admin/users/${member.id}`}>{member.name}</AdminLink>
            <small>{member.email}</small>
            {member.may_lead && (
              <label className="admin-check">
                <input type="checkbox" checked={member.leads} onChange={(event) => onLeads(member.id, event.target.checked)} />
                <span>{labels.leads}</span>
              </label>
            )}
            <button type="button" className="icon-button" aria-label={fill(labels.remove_member, { name: member.name })} title={fill(labels.remove_member, { name: member.name })} onClick={() => onRemove(member.id)}>
              <UserMinus {...icon} />
            </button>
          </li>
        ))}
      </ul>
      {!members.rows.length && <p className="admin-text">{members.search ? labels.no_match : labels.no_members}</p>}
      {members.cursor && (
        <button type="button" className="button" data-testid="more-members" onClick={() => onMembers(members.search, members.cursor)}>
          {labels.more}
        </button>
      )}
    </section>
  );
}

function AddMember({ candidates, labels, onCandidates, onAdd }) {
  const [query, setQuery] = useState("");
  const add = (id) => {
    setQuery("");
    onAdd(id);
  };
  const search = (text) => {
    setQuery(text);
    onCandidates(text);
  };
  return (
    <div className="admin-add" data-testid="add-member">
      <SearchField value={query} label={labels.add_member} onChange={search} />
      {query && (
        <ul className="admin-lines-list">
          {candidates.map((each) => (
            <li key={each.id}>
              <span>{each.name}</span>
              <small>{each.email}</small>
              <button type="button" className="text-button" data-testid="candidate" onClick={() => add(each.id)}>
                {labels.add}
              </button>
            </li>
          ))}
          {!candidates.length && <li className="admin-none">{labels.no_match}</li>}
        </ul>
      )}
    </div>
  );
}
