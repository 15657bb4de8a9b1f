// Fields of the forms of the own account.
import { useId, useState } from "react";
import { Eye, EyeOff } from "lucide-react";
import { icon, Problem } from "./parts.jsx";

/** Label above, help below, what is wrong under it. */
export function Field({ label, help, wrong, children }) {
  const id = useId();
  const described = [help && `${id}-help`, wrong && `${id}-wrong`].filter(Boolean).join(" ") || undefined;
  return (
    <div className="form-field">
      <label className="form-label" htmlFor={id}>
        {label}
      </label>
      {children({ id, "aria-describedby": described, "aria-invalid": Boolean(wrong) })}
      {help && (
        <p id={`${id}-help`} className="form-help">
          {help}
        </p>
      )}
      <Problem id={`${id}-wrong`} text={wrong} />
    </div>
  );
}

export function TextField({ label, help, wrong, ...input }) {
  return (
    <Field label={label} help={help} wrong={wrong}>
      {(props) => <input className="form-input" autoComplete="off" {...props} {...input} />}
    </Field>
  );
}

/** A password that can be looked at. It is read from the form when it is sent and kept nowhere else. */
export function PasswordField({ label, help, wrong, labels, ...input }) {
  const [shown, setShown] = useState(false);
  const Icon = shown ? EyeOff : Eye;
  const name = shown ? labels.hide : labels.show;
  return (
    <Field label={label} help={help} wrong={wrong}>
      {(props) => (
        <span className="password-line">
          <input className="form-input" type={shown ? "text" : "password"} autoCapitalize="off" spellCheck={false} {...props} {...input} />
          <button type="button" className="icon-button" aria-label={name} title={name} aria-pressed={shown} onClick={() => setShown(!shown)}>
            <Icon {...icon} />
          </button>
        </span>
      )}
    </Field>
  );
}

/** Six digits of an authenticator app, or a recovery code. */
export function CodeField({ label, help, wrong, digitsOnly = true, ...input }) {
  return (
    <Field label={label} help={help} wrong={wrong}>
      {(props) => (
        <input
          className="form-input code-input"
          inputMode={digitsOnly ? "numeric" : "text"}
          autoComplete="one-time-code"
          autoCapitalize="off"
          spellCheck={false}
          maxLength={digitsOnly ? 7 : 40}
          {...props}
          {...input}
        />
      )}
    </Field>
  );
}
