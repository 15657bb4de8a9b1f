// A new project: empty, or as a template says.
import { useState } from "react";
import { Dialog } from "$/public/external/chat_app/components/ui/library/dialog.jsx";
import { useRemote } from "$/public/external/chat_app/components/ui/library/remote.js";
import { useSending } from "./live.js";
import { Problem } from "./shared.jsx";

const FORM = "new-project";
const LONGEST_NAME = 100;

export function NewProject({ labels, template = "", onClose, onMade }) {
  const templates = useRemote("/projects/cards?templates=true").data ?? [];
  const [wish, setWish] = useState({ name: "", description: "", template_id: template });
  const [wrong, setWrong] = useState("");
  const [busy, problem, send] = useSending(labels.not_created);
  const change = (name) => (event) => {
    setWish({ ...wish, [name]: event.target.value });
    setWrong("");
  };
  const submit = async (event) => {
    event.preventDefault();
    if (!wish.name.trim()) return setWrong(labels.name_needed);
    if (busy) return undefined;
    const made = await send("/projects", { method: "POST", body: { ...wish, name: wish.name.trim() } });
    return made && onMade(made);
  };
  const footer = (
    <>
      <button type="button" className="button" onClick={onClose}>
        {labels.cancel}
      </button>
      <button type="submit" form={FORM} className="button primary" aria-disabled={busy} data-testid="project-create">
        {labels.create}
      </button>
    </>
  );
  return (
    <Dialog open onClose={onClose} title={labels.new} closeLabel={labels.close} footer={footer} testid="new-project-dialog">
      <form id={FORM} className="form" onSubmit={submit} noValidate>
        <label className="form-field">
          <span className="form-label">{labels.name}</span>
          <input className="form-input" value={wish.name} maxLength={LONGEST_NAME} autoComplete="off" aria-invalid={Boolean(wrong)} data-testid="project-name" onChange={change("name")} />
        </label>
        <Problem text={wrong} />
        <label className="form-field">
          <span className="form-label">{labels.description}</span>
          <textarea className="form-input" rows={3} value={wish.description} maxLength={2_000} data-testid="project-description" onChange={change("description")} />
          <span className="form-help">{labels.description_help}</span>
        </label>
        {templates.length > 0 && (
          <label className="form-field">
            <span className="form-label">{labels.begin_as}</span>
            <select className="form-input" value={wish.template_id} data-testid="project-template" onChange={change("template_id")}>
              <option value="">{labels.begin_empty}</option>
              {templates.map(({ folder }) => (
                <option key={folder.id} value={folder.id}>
                  {folder.name}
                </option>
              ))}
            </select>
            <span className="form-help">{labels.begin_help}</span>
          </label>
        )}
        <Problem text={problem} />
      </form>
    </Dialog>
  );
}
