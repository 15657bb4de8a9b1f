// An assistant: face, name, what it is told, its model, how one could begin.
import { useState } from "react";
import { SettingFit } from "$/public/external/chat_app/components/models/library/setting_fit.jsx";
import { Dialog } from "$/public/external/chat_app/components/ui/library/dialog.jsx";
import { COLORS, ICONS, parts } from "./avatar.jsx";
import { Labelled } from "./prompt_dialog.jsx";
import { useOnSaved } from "./saved.js";

const NEW = { id: "", name: "", description: "", avatar: "bot:teal", system_prompt: "", model_id: "", starters: [] };

export function AssistantDialog({ assistant, models, problem, saved, labels, onClose, onSaveAssistant, onDeleteAssistant }) {
  const [draft, setDraft] = useState(assistant ?? NEW);
  useOnSaved(saved, onClose);
  const set = (name) => (event) => setDraft({ ...draft, [name]: event.target.value });
  const face = parts(draft.avatar);
  const save = (event) => {
    event.preventDefault();
    onSaveAssistant(draft.id, draft.name, draft.description, draft.avatar, draft.system_prompt, draft.model_id, draft.starters.filter((text) => text.trim()));
  };
  const remove = () => {
    onClose();
    onDeleteAssistant(draft.id);
  };
  const footer = (
    <>
      {draft.id && (
        <button type="button" className="button quiet danger-text" data-testid="assistant-delete" onClick={remove}>
          {labels.delete}
        </button>
      )}
      {draft.id && (
        <a className="button" href={`/?assistant=${draft.id}`} data-testid="assistant-use">
          {labels.chatWith}
        </a>
      )}
      <button type="submit" form="assistant-writing" className="button primary" data-testid="assistant-save">
        {labels.save}
      </button>
    </>
  );
  return (
    <Dialog open onClose={onClose} title={draft.id ? assistant.name : labels.newAssistant} closeLabel={labels.close} footer={footer} className="library-dialog" testid="assistant-dialog">
      <form id="assistant-writing" className="form" noValidate onSubmit={save}>
        {problem && (
          <p className="form-problem" role="alert">
            {problem}
          </p>
        )}
        <Labelled label={labels.name}>
          <input className="form-input" autoFocus maxLength={100} value={draft.name} onChange={set("name")} data-testid="assistant-name" />
        </Labelled>
        <Labelled label={labels.description}>
          <input className="form-input" maxLength={500} value={draft.description} onChange={set("description")} />
        </Labelled>
        <Face face={face} labels={labels} onChange={(avatar) => setDraft({ ...draft, avatar })} />
        <Labelled label={labels.systemPrompt} help={labels.systemPromptHelp}>
          <textarea className="form-input" rows={8} value={draft.system_prompt} onChange={set("system_prompt")} data-testid="assistant-system-prompt" />
        </Labelled>
        <Labelled label={labels.model}>
          <select className="form-input" value={draft.model_id} onChange={set("model_id")} data-testid="assistant-model">
            <option value="">{labels.anyModel}</option>
            {draft.model_id && !models.some((each) => each.id === draft.model_id) && <option value={draft.model_id}>{draft.model_id}</option>}
            {models.map((each) => (
              <option key={each.id} value={each.id}>
                {each.label} ({each.provider})
              </option>
            ))}
          </select>
        </Labelled>
        <SettingFit
          modelId={draft.model_id}
          told={draft.system_prompt}
          parameters={draft.parameters}
          models={models}
          labels={labels}
          onChoose={(id) => setDraft({ ...draft, model_id: id })}
        />
        <Labelled label={labels.starters} help={labels.startersHelp}>
          <textarea
            className="form-input"
            rows={3}
            value={draft.starters.join("\n")}
            onChange={(event) => setDraft({ ...draft, starters: event.target.value.split("\n").slice(0, 8) })}
            data-testid="assistant-starters"
          />
        </Labelled>
      </form>
    </Dialog>
  );
}

function Face({ face, labels, onChange }) {
  return (
    <div className="assistant-face">
      <fieldset>
        <legend className="form-label">{labels.icon}</legend>
        {Object.entries(ICONS).map(([name, Icon]) => (
          <label key={name} className="face-choice" data-color={face.color}>
            <input type="radio" className="visually-hidden" name="assistant-icon" aria-label={name} checked={face.icon === name} onChange={() => onChange(`${name}:${face.color}`)} />
            <Icon size={18} strokeWidth={1.75} aria-hidden />
          </label>
        ))}
      </fieldset>
      <fieldset>
        <legend className="form-label">{labels.color}</legend>
        {COLORS.map((color) => (
          <label key={color} className="color-choice" data-color={color}>
            <input type="radio" className="visually-hidden" name="assistant-color" aria-label={labels[`color_${color}`]} checked={face.color === color} onChange={() => onChange(`${face.icon}:${color}`)} />
          </label>
        ))}
      </fieldset>
    </div>
  );
}
