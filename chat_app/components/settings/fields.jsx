// Controls of the settings: what is chosen is shown and saved at once.
import { useId, useSyncExternalStore } from "react";
import { choose, looks, watchLooks } from "$/public/external/chat_app/components/layout/library/looks.js";
import { useSavedValue } from "./saved_value.js";

// The looks of the page are the document's own; nothing else needs to know them.
const LOOKS = { theme: "theme", language: "language", font_size: "fontSize", density: "density" };
const USUAL = { theme: "system", language: "en", fontSize: 100, density: "comfortable" };

function useLook(name) {
  const look = LOOKS[name];
  return useSyncExternalStore(watchLooks, () => (look ? looks()[look] : undefined), () => USUAL[look]);
}

export function Choice({ name, label, help, value, options, refused, onSave }) {
  const id = useId();
  const [stored, setStored] = useSavedValue(value, refused);
  const look = useLook(name);
  const now = look ?? stored;
  const pick = (next) => {
    if (look === undefined) setStored(next);
    else choose({ [LOOKS[name]]: next });
    onSave({ [name]: next });
  };
  return (
    <fieldset className="setting" aria-describedby={help ? `${id}-help` : undefined}>
      <legend>{label}</legend>
      <div className="segments">
        {options.map((option) => (
          <label key={String(option.value)} className="segment">
            <input type="radio" name={`${id}-${name}`} checked={option.value === now} data-testid={`${name}-${option.value}`} onChange={() => pick(option.value)} />
            <span>{option.label}</span>
          </label>
        ))}
      </div>
      {help && (
        <p id={`${id}-help`} className="setting-help">
          {help}
        </p>
      )}
    </fieldset>
  );
}

export function ModelSelect({ name, label, help, value, models, automatic, testid = "default-model", refused, onSave }) {
  const id = useId();
  const [now, setNow] = useSavedValue(value, refused);
  const providers = Map.groupBy ? Map.groupBy(models, (model) => model.provider) : groups(models);
  const picked = (event) => {
    setNow(event.target.value);
    onSave({ [name]: event.target.value });
  };
  return (
    <div className="setting">
      <label className="setting-label" htmlFor={id}>
        {label}
      </label>
      <select id={id} className="select" value={now} data-testid={testid} aria-describedby={`${id}-help`} onChange={picked}>
        <option value="">{automatic}</option>
        {/* A model that is chosen and gone is still named. */}
        {now && !models.some((model) => model.id === now) && <option value={now}>{now}</option>}
        {[...providers].map(([provider, list]) => (
          <optgroup key={provider} label={provider}>
            {list.map((model) => (
              <option key={model.id} value={model.id}>
                {model.label}
              </option>
            ))}
          </optgroup>
        ))}
      </select>
      <p id={`${id}-help`} className="setting-help">
        {help}
      </p>
    </div>
  );
}

const groups = (models) => {
  const found = new Map();
  models.forEach((model) => found.set(model.provider, [...(found.get(model.provider) ?? []), model]));
  return found;
};
