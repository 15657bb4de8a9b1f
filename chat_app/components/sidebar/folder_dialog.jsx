// A new folder, or the settings of one: name, colour, the model that its chats begin with, instructions for them.
import { useEffect, useState } from "react";
import { SettingFit } from "$/public/external/chat_app/components/models/library/setting_fit.jsx";
import { Dialog } from "$/public/external/chat_app/components/ui/library/dialog.jsx";
import { Colors } from "./colors.jsx";

const LONGEST_NAME = 100;

export function FolderDialog({ folder, parentId, suggested, labels, frame, close, formId, formModelId, formInstructions, formLocalOnly, formPayer, charging, models, folders, onReadFolder, onSaveFolder, onCreateFolder, onModels }) {
  const [name, setName] = useState(folder?.name ?? suggested ?? "");
  const [color, setColor] = useState(folder?.color ?? "");
  const [problem, setProblem] = useState("");
  const [touched, setTouched] = useState({});
  useEffect(() => {
    if (!folder) return;
    onReadFolder(folder.id);
    onModels();
  }, [folder?.id]);
  const here = folder && formId === folder.id;
  const model = touched.model ?? (here ? formModelId : "");
  const instructions = touched.instructions ?? (here ? formInstructions : "");
  const localOnly = touched.localOnly ?? (here ? formLocalOnly : "inherit");
  const payer = touched.payer ?? (here ? formPayer : "inherit");
  const parent = folders.find((each) => each.id === parentId);
  const send = (event) => {
    event.preventDefault();
    if (!name.trim()) {
      setProblem(labels.nameNeeded);
      return;
    }
    close();
    if (folder) onSaveFolder(folder.id, name.trim(), color, model, instructions, localOnly, payer);
    else onCreateFolder(name.trim(), parentId ?? "", color);
  };
  const title = folder ? labels.folderSettings : parent ? labels.newFolderIn.replace("{name}", parent.name) : labels.newFolder;
  return (
    <Dialog {...frame} title={title} testid="folder-dialog">
      <form className="form" onSubmit={send} noValidate>
        <label className="form-field">
          <span className="form-label">{labels.name}</span>
          <input
            className="form-input"
            data-testid="folder-name"
            autoFocus
            value={name}
            maxLength={LONGEST_NAME}
            aria-invalid={Boolean(problem)}
            aria-describedby={problem ? "folder-name-problem" : undefined}
            onChange={(event) => setName(event.target.value) || setProblem("")}
          />
        </label>
        {problem && (
          <p id="folder-name-problem" className="form-problem" role="alert">
            {problem}
          </p>
        )}
        <Colors name="folder-color" value={color} labels={labels} onChange={setColor} />
        {folder && (
          <fieldset className="form-part" disabled={!here}>
            <label className="form-field">
              <span className="form-label">{labels.startingModel}</span>
              <select className="form-input" data-testid="folder-model" value={model} onChange={(event) => setTouched({ ...touched, model: event.target.value })}>
                <option value="">{labels.inheritModel}</option>
                {model && !models.some((each) => each.id === model) && <option value={model}>{model}</option>}
                {byProvider(models).map(([provider, own]) => (
                  <optgroup key={provider} label={provider}>
                    {own.map((each) => (
                      <option key={each.id} value={each.id}>
                        {each.label}
                      </option>
                    ))}
                  </optgroup>
                ))}
              </select>
              <span className="form-help">{labels.startingModelHelp}</span>
            </label>
            <SettingFit modelId={model} told={instructions} models={models} labels={labels} onChoose={(id) => setTouched({ ...touched, model: id })} />
            <label className="form-field">
              <span className="form-label">{labels.instructions}</span>
              <textarea className="form-input" data-testid="folder-instructions" rows={5} value={instructions} maxLength={50_000} onChange={(event) => setTouched({ ...touched, instructions: event.target.value })} />
              <span className="form-help">{labels.instructionsHelp}</span>
            </label>
            <label className="form-field">
              <span className="form-label">{labels.localOnly}</span>
              <select className="form-input" data-testid="folder-local-only" value={localOnly} onChange={(event) => setTouched({ ...touched, localOnly: event.target.value })}>
                <option value="inherit">{labels.localInherit}</option>
                <option value="on">{labels.localOn}</option>
                <option value="off">{labels.localOff}</option>
              </select>
              <span className="form-help">{labels.localOnlyHelp}</span>
            </label>
            {charging && <Payer payer={payer} labels={labels} onChange={(value) => setTouched({ ...touched, payer: value })} />}
          </fieldset>
        )}
        <div className="form-foot">
          <button type="button" className="button quiet" onClick={close}>
            {labels.cancel}
          </button>
          <button type="submit" className="button primary" data-testid="folder-save">
            {folder ? labels.save : labels.create}
          </button>
        </div>
      </form>
    </Dialog>
  );
}

// Who pays for answers in the folder, and what that means.
function Payer({ payer, labels, onChange }) {
  return (
    <label className="form-field">
      <span className="form-label">{labels.payer}</span>
      <select className="form-input" data-testid="folder-payer" value={payer} onChange={(event) => onChange(event.target.value)}>
        <option value="inherit">{labels.payerInherit}</option>
        <option value="actor">{labels.payerActor}</option>
        <option value="owner">{labels.payerOwner}</option>
        <option value="budget">{labels.payerBudget}</option>
      </select>
      <span className="form-help">{payer === "budget" ? labels.payerBudgetHelp : labels.payerHelp}</span>
    </label>
  );
}

function byProvider(models) {
  const groups = new Map();
  for (const model of models) groups.set(model.provider, [...(groups.get(model.provider) ?? []), model]);
  return [...groups];
}
