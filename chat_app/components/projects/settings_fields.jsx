// The model and the assistant that new chats begin with.
import { useRemote } from "$/public/external/chat_app/components/ui/library/remote.js";

export function ModelField({ folder, value, set, labels }) {
  const models = useRemote(`/models?folder_id=${folder.id}`).data?.items ?? [];
  const providers = [...new Set(models.map((model) => model.provider_label))];
  const isKnown = models.some(({ id }) => id === value.model_id);
  return (
    <label className="form-field">
      <span className="form-label">{labels.model}</span>
      <select className="form-input" value={value.model_id} data-testid="setting-model" onChange={(event) => set("model_id", event.target.value)}>
        <option value="">{labels.model_usual}</option>
        {value.model_id && !isKnown && <option value={value.model_id}>{value.model_id}</option>}
        {providers.map((provider) => (
          <optgroup key={provider} label={provider}>
            {models
              .filter((model) => model.provider_label === provider)
              .map(({ id, label }) => (
                <option key={id} value={id}>
                  {label}
                </option>
              ))}
          </optgroup>
        ))}
      </select>
      <span className="form-help">{labels.model_help}</span>
    </label>
  );
}

export function AssistantField({ value, set, labels }) {
  const assistants = useRemote("/assistants").data ?? [];
  const isOwn = assistants.some(({ id }) => id === value.assistant_id);
  if (!assistants.length && !value.assistant_id) return null;
  return (
    <label className="form-field">
      <span className="form-label">{labels.assistant}</span>
      <select className="form-input" value={value.assistant_id} data-testid="setting-assistant" onChange={(event) => set("assistant_id", event.target.value)}>
        <option value="">{labels.assistant_none}</option>
        {value.assistant_id && !isOwn && <option value={value.assistant_id}>{labels.assistant_other}</option>}
        {assistants.map(({ id, name }) => (
          <option key={id} value={id}>
            {name}
          </option>
        ))}
      </select>
      <span className="form-help">{labels.assistant_help}</span>
    </label>
  );
}
