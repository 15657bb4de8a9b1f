// The variables of a prompt as a form; Tab goes from one to the next, Enter in a line puts the prompt into the composer.
import { useId, useState } from "react";
import { createPortal } from "react-dom";
import { Dialog } from "$/public/external/chat_app/components/ui/library/dialog.jsx";

export function PromptFormDialog({ prompt, labels, onClose, onFill }) {
  const [values, setValues] = useState(() => Object.fromEntries(prompt.variables.map((each) => [each.name, firstValue(each)])));
  const [missing, setMissing] = useState([]);
  const id = useId();
  const send = (event) => {
    event.preventDefault();
    // The composer is a form, too, and must not take this for its own sending.
    event.stopPropagation();
    const empty = prompt.variables.filter((each) => each.required && !values[each.name].trim()).map((each) => each.name);
    setMissing(empty);
    if (empty.length) document.getElementById(`${id}-${empty[0]}`)?.focus();
    else onFill(values);
  };
  const footer = (
    <>
      <button type="button" className="button quiet" onClick={onClose}>
        {labels.cancel}
      </button>
      <button type="submit" form={id} className="button primary" data-testid="prompt-insert">
        {labels.insert}
      </button>
    </>
  );
  return createPortal(
    <Dialog open onClose={onClose} title={prompt.title} closeLabel={labels.close} footer={footer} testid="prompt-form">
      <form id={id} className="form" noValidate onSubmit={send}>
        {prompt.variables.map((each, index) => (
          <label key={each.name} className="form-field">
            <span className="form-label">
              {each.label}
              {each.required && <span aria-hidden> *</span>}
            </span>
            <Field
              variable={each}
              value={values[each.name]}
              onChange={(value) => setValues({ ...values, [each.name]: value })}
              props={{ id: `${id}-${each.name}`, name: each.name, autoFocus: index === 0, required: each.required, "aria-invalid": missing.includes(each.name) || undefined }}
            />
            {missing.includes(each.name) && (
              <span className="form-problem" role="alert">
                {labels.valueMissing}
              </span>
            )}
          </label>
        ))}
      </form>
    </Dialog>,
    document.body,
  );
}

const firstValue = ({ kind, default: value, choices }) => value || (kind === "choice" ? choices[0] : kind === "date" ? new Date().toLocaleDateString("sv-SE") : "");

function Field({ variable, value, onChange, props }) {
  const shared = { ...props, className: "form-input", value, onChange: (event) => onChange(event.target.value) };
  if (variable.kind === "long") return <textarea rows={5} {...shared} />;
  if (variable.kind === "choice") {
    return (
      <select {...shared}>
        {variable.choices.map((choice) => (
          <option key={choice}>{choice}</option>
        ))}
      </select>
    );
  }
  if (variable.kind === "number") return <input type="number" min={variable.minimum || undefined} max={variable.maximum || undefined} step="any" {...shared} />;
  return <input type={variable.kind === "date" ? "date" : "text"} {...shared} />;
}
