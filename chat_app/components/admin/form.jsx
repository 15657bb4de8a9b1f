// A form of settings of the site: one button saves all, what is wrong is said under its field and summed on top.
import { useEffect, useId, useRef, useState } from "react";
import { Check } from "lucide-react";

const TWICE = 1_000;

/**
 * `fields`: {name, label, help?, kind, options?, unit?, placeholder?, part?}; kind is "text", "email", "url", "number", "switch",
 * "choice", "select", "area", "lines" (one entry a line), "checks" (several of `options`), "secret" (empty leaves it), "datetime".
 * `values` and `problems` by name. `onSave(values)` gets all of them. A new `saved` shows what is stored.
 */
export function AdminForm({ fields, values, problems, saved, ready, labels, testid, onSave }) {
  const [own, setOwn] = useState({});
  const [isSaved, setSaved] = useState(false);
  const sentAt = useRef(-TWICE);
  useEffect(() => {
    if (!saved) return undefined;
    setOwn({});
    setSaved(true);
    const timer = setTimeout(() => setSaved(false), 2_500);
    return () => clearTimeout(timer);
  }, [saved]);
  const shown = { ...values, ...own };
  const changed = Object.keys(own).length > 0;
  const wrong = fields.filter((field) => problems[field.name]);
  const change = (name, value) => {
    setOwn({ ...own, [name]: value });
    sentAt.current = -TWICE;
  };
  const save = (event) => {
    event.preventDefault();
    // A double click would save twice, and make two of what is new.
    if (event.timeStamp - sentAt.current < TWICE) return;
    sentAt.current = event.timeStamp;
    onSave(Object.fromEntries(fields.map((field) => [field.name, shown[field.name] ?? (field.kind === "secret" ? "" : null)])));
  };
  if (!ready) return <Outline fields={fields} />;
  return (
    <form className="admin-form" noValidate onSubmit={save} data-testid={testid}>
      {(wrong.length > 0 || problems[""]) && (
        <div className="admin-problem" role="alert">
          {problems[""] || labels.wrong.replace("{fields}", wrong.map((field) => field.label).join(", "))}
        </div>
      )}
      {fields.map((field) => (
        <Field key={field.name} field={field} value={shown[field.name]} problem={problems[field.name]} onChange={(value) => change(field.name, value)} />
      ))}
      <div className="admin-save">
        <button type="submit" className="button primary" data-testid="admin-save">
          {labels.save}
        </button>
        {changed && (
          <button type="button" className="button quiet" onClick={() => setOwn({})}>
            {labels.discard}
          </button>
        )}
        <span role="status" className="saved-note" data-testid="saved">
          {isSaved ? (
            <span>
              <Check size={16} strokeWidth={1.75} aria-hidden /> {labels.saved}
            </span>
          ) : changed ? (
            <span className="admin-changed">{labels.changed}</span>
          ) : null}
        </span>
      </div>
    </form>
  );
}

/** One field with its label, help and problem. */
export function Field({ field, value, problem, onChange }) {
  const id = useId();
  const about = { id, "aria-invalid": problem ? true : undefined, "aria-describedby": `${id}-help ${id}-problem`, "data-testid": `field-${field.name}` };
  const grouped = field.kind === "choice" || field.kind === "checks";
  const Label = grouped ? "legend" : "label";
  const Frame = grouped ? "fieldset" : "div";
  if (field.kind === "switch") return <Switch field={field} value={value} about={about} problem={problem} onChange={onChange} />;
  return (
    <>
      {field.part && <h2 className="admin-part">{field.part}</h2>}
      <Frame className="setting">
        <Label className="setting-label" htmlFor={grouped ? undefined : id}>
          {field.label}
        </Label>
        <Control field={field} value={value} about={about} onChange={onChange} />
        <Notes id={id} help={field.help} problem={problem} />
      </Frame>
    </>
  );
}

function Notes({ id, help, problem }) {
  return (
    <>
      {problem && (
        <p id={`${id}-problem`} className="admin-field-problem">
          {problem}
        </p>
      )}
      {help && (
        <p id={`${id}-help`} className="setting-help">
          {help}
        </p>
      )}
    </>
  );
}

function Switch({ field, value, about, problem, onChange }) {
  return (
    <>
      {field.part && <h2 className="admin-part">{field.part}</h2>}
      <div className="setting">
        <label className="admin-switch">
          <input type="checkbox" role="switch" checked={Boolean(value)} {...about} onChange={(event) => onChange(event.target.checked)} />
          <span>{field.label}</span>
        </label>
        <Notes id={about.id} help={field.help} problem={problem} />
      </div>
    </>
  );
}

function Control({ field, value, about, onChange }) {
  const changed = (event) => onChange(event.target.value);
  if (field.kind === "area") return <textarea className={field.mono ? "form-input admin-lines" : "form-input"} rows={4} value={value ?? ""} placeholder={field.placeholder} {...about} onChange={changed} />;
  if (field.kind === "lines")
    return <textarea className="form-input admin-lines" rows={4} value={(value ?? []).join("\n")} placeholder={field.placeholder} {...about} onChange={(event) => onChange(event.target.value.split("\n"))} />;
  if (field.kind === "select")
    return (
      <select className="select" value={value ?? ""} {...about} onChange={changed}>
        {field.options.map((option) => (
          <option key={option.value} value={option.value}>
            {option.label}
          </option>
        ))}
      </select>
    );
  if (field.kind === "datetime")
    return <input className="form-input admin-time" type="datetime-local" value={localTime(value)} {...about} onChange={(event) => onChange(zonedTime(event.target.value))} />;
  if (field.kind === "choice") return <Segments field={field} value={value} about={about} onChange={onChange} />;
  if (field.kind === "checks") return <Checks field={field} value={value ?? []} onChange={onChange} />;
  return <Line field={field} value={value} about={about} onChange={onChange} />;
}

function Segments({ field, value, about, onChange }) {
  return (
    <div className="segments">
      {field.options.map((option) => (
        <label key={option.value} className="segment">
          <input type="radio" name={about.id} checked={option.value === value} data-testid={`${field.name}-${option.value}`} onChange={() => onChange(option.value)} />
          <span>{option.label}</span>
        </label>
      ))}
    </div>
  );
}

function Checks({ field, value, onChange }) {
  const toggle = (option) => onChange(value.includes(option) ? value.filter((each) => each !== option) : [...value, option]);
  return (
    <div className="admin-checks">
      {field.options.map((option) => (
        <label key={option.value} className="admin-check">
          <input type="checkbox" checked={value.includes(option.value)} data-testid={`${field.name}-${option.value}`} onChange={() => toggle(option.value)} />
          <span>
            {option.label}
            {option.help && <small>{option.help}</small>}
          </span>
        </label>
      ))}
    </div>
  );
}

// A moment travels as ISO with its zone, and is written in the reader's own.
const zonedTime = (text) => (text ? new Date(text).toISOString() : "");
const localTime = (iso) => {
  const at = Date.parse(iso || "");
  return Number.isNaN(at) ? "" : new Date(at - new Date(at).getTimezoneOffset() * 60_000).toISOString().slice(0, 16);
};

const TYPES = { number: "text", secret: "password", email: "email", url: "url", text: "text" };

// Numbers are kept as they are written until they are one: "" is none, else a whole number; what is neither the server refuses in words.
function Line({ field, value, about, onChange }) {
  const isNumber = field.kind === "number";
  const changed = ({ target }) => onChange(isNumber ? (target.value.trim() === "" ? null : /^\d{1,15}$/.test(target.value.trim()) ? Number(target.value) : target.value) : target.value);
  return (
    <span className="admin-line">
      <input
        className={isNumber ? "field" : "form-input"}
        type={TYPES[field.kind] ?? "text"}
        inputMode={isNumber ? "numeric" : undefined}
        autoComplete={field.kind === "secret" ? "new-password" : "off"}
        value={value ?? ""}
        placeholder={field.placeholder}
        {...about}
        onChange={changed}
      />
      {field.unit && <span className="admin-unit">{field.unit}</span>}
    </span>
  );
}

function Outline({ fields }) {
  return (
    <div className="admin-form" aria-busy="true">
      {fields.map((field) => (
        <div key={field.name} className="setting">
          <span className="skeleton admin-outline" />
          <span className="skeleton" />
        </div>
      ))}
    </div>
  );
}
