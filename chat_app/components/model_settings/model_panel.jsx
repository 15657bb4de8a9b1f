// Everything about one model: what was set for it, what it costs, what it takes.
import { useEffect, useId, useState } from "react";
import { Dialog } from "$/public/external/chat_app/components/ui/library/dialog.jsx";
import { useTask } from "$/public/external/chat_app/components/account/library/task.js";
import { fill, Problem } from "$/public/external/chat_app/components/account/library/parts.jsx";
import { ModelFacts, ParameterList, PriceTable } from "./model_facts.jsx";

const ABILITIES = ["vision", "tools", "reasoning", "json_mode"];
const SIZES = ["context_tokens", "max_output_tokens"];

const draftOf = ({ setting }) => ({ enabled: setting.enabled, label: setting.label, facts: { ...setting.facts }, groups: setting.group_ids });
const bodyOf = (draft, platform, own) => ({
  enabled: draft.enabled,
  label: draft.label,
  ...((platform || own) && { facts: Object.fromEntries(Object.entries(draft.facts).filter(([, value]) => value !== null)) }),
  ...(platform && { group_ids: draft.groups }),
});

export function ModelPanel({ id, calls, platform, labels, onChanged, onClose }) {
  const [found, setFound] = useState({ details: null, groups: [], problem: "" });
  const [draft, setDraft] = useState(null);
  const task = useTask(labels.failed);
  useEffect(() => {
    Promise.all([calls.get(id), calls.groups()]).then(
      ([details, groups]) => (setFound({ details, groups, problem: "" }), setDraft(draftOf(details))),
      (error) => setFound({ details: null, groups: [], problem: (error.status && error.message) || labels.failed }),
    );
  }, [id]);
  const { details, groups, problem } = found;
  const save = async (event) => {
    event.preventDefault();
    const done = await task.run(async () => onChanged((await calls.change(id, bodyOf(draft, platform, details.entry.own))).entry));
    if (done) onClose();
  };
  const footer = details && (
    <>
      <button type="button" className="button" onClick={onClose}>
        {labels.cancel}
      </button>
      <button type="submit" form="model-form" className="button primary" aria-busy={task.busy} data-testid="model-save">
        {labels.save}
      </button>
    </>
  );
  return (
    <Dialog open onClose={onClose} title={details?.entry.label ?? id.slice(id.indexOf("/") + 1)} closeLabel={labels.close} footer={footer} className="model-panel" testid="model-panel">
      <Problem text={problem || task.problem} />
      {!details && !problem && <span className="skeleton" />}
      {details && draft && (
        <form id="model-form" className="model-form" noValidate onSubmit={save}>
          <ModelFacts details={details} labels={labels} />
          <Wishes details={details} draft={draft} platform={platform} labels={labels} onChange={(changes) => setDraft({ ...draft, ...changes })} />
          {platform && <Groups groups={groups} chosen={draft.groups} labels={labels} onChange={(chosen) => setDraft({ ...draft, groups: chosen })} />}
          <PriceTable details={details} labels={labels} />
          <ParameterList parameters={details.parameters} labels={labels} />
        </form>
      )}
    </Dialog>
  );
}

function Wishes({ details, draft, platform, labels, onChange }) {
  const name = useId();
  const fact = (key) => (value) => onChange({ facts: { ...draft.facts, [key]: value } });
  return (
    <>
      <label className="admin-switch">
        <input type="checkbox" role="switch" checked={draft.enabled} data-testid="model-enabled" onChange={(event) => onChange({ enabled: event.target.checked })} />
        <span>{platform ? labels.forAll : labels.forMe}</span>
      </label>
      <div className="form-field">
        <label className="form-label" htmlFor={name}>
          {labels.name}
        </label>
        <input id={name} className="form-input" maxLength={100} value={draft.label} placeholder={details.listed_label} aria-describedby={`${name}-help`} data-testid="model-label" onChange={(event) => onChange({ label: event.target.value })} />
        <span id={`${name}-help`} className="form-help">
          {platform ? labels.nameHelp : labels.nameHelpOwn}
        </span>
      </div>
      {(platform || details.entry.own) && (
        <fieldset className="model-overrides">
          <legend className="form-label">{labels.overrides}</legend>
          <p className="form-help">{labels.overridesHelp}</p>
          <div className="model-grid">
            {SIZES.map((key) => (
              <Size key={key} name={key} label={labels[key]} value={draft.facts[key]} listed={details.listed[key]} labels={labels} onChange={fact(key)} />
            ))}
            {ABILITIES.map((key) => (
              <Ability key={key} name={key} value={draft.facts[key]} listed={details.listed[key]} labels={labels} onChange={fact(key)} />
            ))}
          </div>
        </fieldset>
      )}
    </>
  );
}

function Size({ name, label, value, listed, labels, onChange }) {
  const typed = (event) => {
    const digits = event.target.value.replace(/\D/g, "").slice(0, 9);
    onChange(digits && Number(digits) ? Number(digits) : null);
  };
  return (
    <label className="form-field">
      <span className="form-label">{label}</span>
      <input className="form-input" inputMode="numeric" value={value ?? ""} placeholder={listed ? String(listed) : labels.notKnown} data-testid={`model-${name}`} onChange={typed} />
    </label>
  );
}

function Ability({ name, value, listed, labels, onChange }) {
  return (
    <label className="form-field">
      <span className="form-label">{labels[name]}</span>
      <select className="select" value={value === null ? "" : String(value)} data-testid={`model-${name}`} onChange={(event) => onChange(event.target.value === "" ? null : event.target.value === "true")}>
        <option value="">{fill(labels.asListed, { value: listed ? labels.yes : labels.no })}</option>
        <option value="true">{labels.yes}</option>
        <option value="false">{labels.no}</option>
      </select>
    </label>
  );
}

function Groups({ groups, chosen, labels, onChange }) {
  const toggle = (id, on) => onChange(on ? [...chosen, id] : chosen.filter((each) => each !== id));
  const gone = chosen.filter((id) => !groups.some((group) => group.id === id));
  return (
    <fieldset className="model-overrides">
      <legend className="form-label">{labels.groups}</legend>
      <p className="form-help">{groups.length ? labels.groupsHelp : labels.noGroups}</p>
      <div className="admin-checks">
        {[...groups, ...gone.map((id) => ({ id, name: labels.goneGroup }))].map((group) => (
          <label key={group.id} className="admin-check">
            <input type="checkbox" checked={chosen.includes(group.id)} data-testid="model-group" onChange={(event) => toggle(group.id, event.target.checked)} />
            <span>{group.name}</span>
          </label>
        ))}
      </div>
    </fieldset>
  );
}
