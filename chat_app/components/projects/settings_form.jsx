// Name, look, and what holds in the chats of a project. What was touched is kept while others change the rest.
import { useState } from "react";
import { Check } from "lucide-react";
import { Card } from "$/public/external/chat_app/components/billing/library/card.jsx";
import { Colors } from "$/public/external/chat_app/components/sidebar/library/colors.jsx";
import { useSending } from "./live.js";
import { AssistantField, ModelField } from "./settings_fields.jsx";
import { icon, Problem } from "./shared.jsx";

/** Two routes, one form: colours, who pays and where it is answered are set for every folder. */
const OF_FOLDERS = ["color", "local_only", "payer"];

const split = (touched) => {
  const entries = Object.entries(touched);
  return [Object.fromEntries(entries.filter(([name]) => !OF_FOLDERS.includes(name))), Object.fromEntries(entries.filter(([name]) => OF_FOLDERS.includes(name)))];
};

export function SettingsForm({ folder, rights, charging, labels, onChanged }) {
  const [touched, setTouched] = useState({});
  const [wrong, setWrong] = useState("");
  const [saved, setSaved] = useState(false);
  const [busy, problem, send] = useSending(labels.not_saved);
  const value = { ...folder, ...touched };
  const set = (name, next) => {
    setTouched({ ...touched, [name]: next });
    setSaved(false);
    setWrong("");
  };
  const submit = async (event) => {
    event.preventDefault();
    if (!value.name.trim()) return setWrong(labels.name_needed);
    if (busy) return undefined;
    const [project, place] = split(touched);
    const done = async (path, body) => !Object.keys(body).length || Boolean(await send(path, { method: "PATCH", body }));
    if (!(await done(`/projects/${folder.id}`, project)) || !(await done(`/folders/${folder.id}`, place))) return undefined;
    await onChanged();
    setTouched({});
    return setSaved(true);
  };
  const field = { value, set, labels };
  return (
    <form className="project-form" onSubmit={submit} noValidate data-testid="settings-form">
      <Card title={labels.about}>
        <div className="form">
          <Text name="name" {...field} maxLength={100} invalid={Boolean(wrong)} />
          <Problem text={wrong} />
          <Text name="description" {...field} rows={3} maxLength={2_000} />
          <Colors name="project-color" value={value.color} labels={labels} onChange={(color) => set("color", color)} />
        </div>
      </Card>
      <Card title={labels.inside}>
        <div className="form">
          <Text name="instructions" {...field} rows={6} maxLength={50_000} help={labels.instructions_help} />
          <ModelField folder={folder} {...field} />
          <AssistantField {...field} />
          <Choice name="local_only" {...field} options={{ inherit: labels.local_inherit, on: labels.local_on, off: labels.local_off }} />
          {charging && rights.own && <Payer {...field} />}
          <label className="project-check">
            <input type="checkbox" checked={value.is_template} data-testid="setting-template" onChange={(event) => set("is_template", event.target.checked)} />
            <span>
              {labels.template}
              <small>{labels.template_help}</small>
            </span>
          </label>
        </div>
      </Card>
      <div className="project-save">
        <Problem text={problem} />
        <span role="status">
          {saved && (
            <span className="project-saved">
              <Check {...icon} />
              {labels.saved}
            </span>
          )}
        </span>
        <button type="submit" className="button primary" aria-disabled={busy} data-testid="save-settings">
          {labels.save}
        </button>
      </div>
    </form>
  );
}

function Text({ name, value, set, labels, rows, maxLength, help, invalid }) {
  const Field = rows ? "textarea" : "input";
  return (
    <label className="form-field">
      <span className="form-label">{labels[name]}</span>
      <Field className="form-input" rows={rows} value={value[name]} maxLength={maxLength} autoComplete="off" aria-invalid={invalid} data-testid={`setting-${name}`} onChange={(event) => set(name, event.target.value)} />
      {help && <span className="form-help">{help}</span>}
    </label>
  );
}

/** One of a few: {value: text}. */
export function Choice({ name, value, set, labels, options, help }) {
  return (
    <label className="form-field">
      <span className="form-label">{labels[name]}</span>
      <select className="form-input" value={value[name]} data-testid={`setting-${name}`} onChange={(event) => set(name, event.target.value)}>
        {Object.entries(options).map(([key, text]) => (
          <option key={key} value={key}>
            {text}
          </option>
        ))}
      </select>
      {help && <span className="form-help">{help}</span>}
    </label>
  );
}

function Payer(field) {
  const { labels, value } = field;
  const options = { inherit: labels.payer_inherit, actor: labels.payer_actor, owner: labels.payer_owner, budget: labels.payer_budget };
  return <Choice name="payer" {...field} options={options} help={value.payer === "budget" ? labels.payer_budget_help : labels.payer_help} />;
}
