// A prompt: read it, write it, look at what it said before, use it.
import { useEffect, useRef, useState } from "react";
import { Dialog } from "$/public/external/chat_app/components/ui/library/dialog.jsx";
import { useOnSaved } from "./saved.js";

const FIELDS = ["command", "title", "description", "folder", "text"];

export function PromptDialog({ opened, prompt, versions, prompts, problem, saved, labels, onClose, onSavePrompt, onCopyPrompt, onDeletePrompt, onRestoreVersion }) {
  const here = prompt.id === opened;
  const [draft, setDraft] = useState({});
  const shown = useRef(0);
  useEffect(() => {
    // Another version came on show: what was typed over the one before goes. A new prompt has nothing on the server.
    if (!opened || !here || shown.current === prompt.version) return;
    shown.current = prompt.version;
    setDraft({});
  }, [opened, here, prompt.version]);
  useOnSaved(saved, onClose);
  const value = (name) => draft[name] ?? (here ? prompt[name] : "");
  const field = (name) => ({ className: "form-input", value: value(name), readOnly: Boolean(opened) && (!here || prompt.builtin), "data-testid": `prompt-${name}`, onChange: (event) => setDraft({ ...draft, [name]: event.target.value }) });
  const folders = [...new Set(prompts.filter((each) => !each.builtin && each.folder).map((each) => each.folder))];
  const save = (event) => {
    event.preventDefault();
    onSavePrompt(opened, ...FIELDS.map(value));
  };
  const act = (run) => () => {
    onClose();
    run(opened);
  };
  const footer = (
    <>
      {opened && here && !prompt.builtin && (
        <button type="button" className="button quiet danger-text" data-testid="prompt-delete" onClick={act(onDeletePrompt)}>
          {labels.delete}
        </button>
      )}
      {opened && (
        <button type="button" className="button" data-testid="prompt-copy" onClick={act(onCopyPrompt)}>
          {labels.copy}
        </button>
      )}
      {opened && (
        <a className="button" href={`/?prompt=${encodeURIComponent(opened)}`} data-testid="prompt-use">
          {labels.use}
        </a>
      )}
      {!(opened && prompt.builtin) && (
        <button type="submit" form="prompt-writing" className="button primary" data-testid="prompt-save">
          {labels.save}
        </button>
      )}
    </>
  );
  return (
    <Dialog open onClose={onClose} title={opened ? value("title") || labels.prompt : labels.newPrompt} closeLabel={labels.close} footer={footer} className="library-dialog" testid="prompt-dialog">
      <form id="prompt-writing" className="form" noValidate onSubmit={save} aria-busy={!here}>
        {problem && (
          <p className="form-problem" role="alert" data-testid="prompt-problem">
            {problem}
          </p>
        )}
        <div className="form-row">
          <Labelled label={labels.titleField}>
            <input {...field("title")} autoFocus maxLength={200} />
          </Labelled>
          <Labelled label={labels.command}>
            <input {...field("command")} maxLength={61} />
          </Labelled>
        </div>
        <div className="form-row">
          <Labelled label={labels.description}>
            <input {...field("description")} maxLength={500} />
          </Labelled>
          <Labelled label={labels.folder}>
            <input {...field("folder")} maxLength={200} list="prompt-folders" />
          </Labelled>
        </div>
        <datalist id="prompt-folders">
          {folders.map((name) => (
            <option key={name} value={name} />
          ))}
        </datalist>
        <Labelled label={labels.text}>
          <textarea {...field("text")} rows={10} />
        </Labelled>
        {!(opened && prompt.builtin) && <p className="form-help">{labels.variablesHelp}</p>}
      </form>
      {versions.length > 1 && (
        <details className="prompt-versions">
          <summary>{labels.versions}</summary>
          <ul>
            {versions.map((version) => (
              <li key={version.number}>
                <details>
                  <summary>{version.label}</summary>
                  <pre>{version.text}</pre>
                </details>
                {version.number !== prompt.version && (
                  <button type="button" className="button quiet" data-testid="version-restore" onClick={() => onRestoreVersion(opened, version.number)}>
                    {labels.restore}
                  </button>
                )}
              </li>
            ))}
          </ul>
        </details>
      )}
    </Dialog>
  );
}

export function Labelled({ label, help, children }) {
  return (
    <label className="form-field">
      <span className="form-label">{label}</span>
      {children}
      {help && <span className="form-help">{help}</span>}
    </label>
  );
}
