// Parameters under a name: save, use, rename, delete.
import { useId, useRef, useState } from "react";
import { Check, Pencil, Trash2 } from "lucide-react";

const icon = { size: 16, strokeWidth: 1.75, "aria-hidden": true };

export function Presets({ presets, labels, on }) {
  const id = useId();
  const field = useRef(null);
  const save = (event) => {
    event.preventDefault();
    const name = field.current.value.trim();
    if (!name) return field.current.focus();
    field.current.value = "";
    return on.onSavePreset(name);
  };
  return (
    <section className="presets">
      <h3>{labels.presets}</h3>
      {presets.length === 0 && <p className="parameter-help">{labels.preset_none}</p>}
      <ul>
        {presets.map((preset) => (
          <Preset key={preset.id} preset={preset} labels={labels} on={on} />
        ))}
      </ul>
      <form className="parameter-add" onSubmit={save}>
        <input ref={field} id={id} type="text" maxLength={100} aria-label={labels.preset_name} placeholder={labels.preset_name} data-testid="preset-name" />
        <button type="submit" className="button" data-testid="preset-save">
          {labels.preset_save}
        </button>
      </form>
    </section>
  );
}

function Preset({ preset, labels, on }) {
  const [editing, setEditing] = useState(false);
  const name = (text) => text.replace("{name}", preset.name);
  if (editing) {
    return (
      <li>
        <RenameField
          name={preset.name}
          label={name(labels.preset_rename)}
          onDone={(next) => {
            setEditing(false);
            if (next && next !== preset.name) on.onRenamePreset(preset.id, next);
          }}
        />
      </li>
    );
  }
  return (
    <li data-testid="preset">
      <button type="button" className="preset-use" data-testid="preset-use" title={name(labels.preset_use)} onClick={() => on.onUsePreset(preset.id)}>
        {preset.name}
      </button>
      <button type="button" className="icon-button" aria-label={name(labels.preset_rename)} title={name(labels.preset_rename)} data-testid="preset-rename" onClick={() => setEditing(true)}>
        <Pencil {...icon} />
      </button>
      <button type="button" className="icon-button" aria-label={name(labels.preset_delete)} title={name(labels.preset_delete)} data-testid="preset-delete" onClick={() => on.onDeletePreset(preset.id)}>
        <Trash2 {...icon} />
      </button>
    </li>
  );
}

function RenameField({ name, label, onDone }) {
  const field = useRef(null);
  const done = (event) => {
    event.preventDefault();
    onDone(field.current.value.trim());
  };
  const pressed = (event) => {
    if (event.key !== "Escape") return;
    event.preventDefault();
    event.stopPropagation();
    onDone("");
  };
  return (
    <form className="parameter-add" onSubmit={done}>
      <input ref={field} autoFocus type="text" maxLength={100} defaultValue={name} aria-label={label} data-testid="preset-new-name" onKeyDown={pressed} />
      <button type="submit" className="icon-button" aria-label={label} title={label}>
        <Check {...icon} />
      </button>
    </form>
  );
}
