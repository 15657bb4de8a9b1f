// Changing the password. What is typed goes from the form straight to the server.
import { useState } from "react";
import { KeyRound } from "lucide-react";
import { profile } from "./calls.js";
import { PasswordField } from "./fields.jsx";
import { FormDialog } from "./form_dialog.jsx";
import { Remote, Things } from "./parts.jsx";
import { Missing } from "./task.js";

const MIN = 12;

export function Password({ labels }) {
  return (
    <Remote load={profile.get} labels={labels} rows={1}>
      {(me, reload) => <PasswordRow me={me} reload={reload} labels={labels} />}
    </Remote>
  );
}

function PasswordRow({ me, reload, labels }) {
  const [open, setOpen] = useState(false);
  const [changed, setChanged] = useState(false);
  const row = {
    key: "password",
    Icon: KeyRound,
    title: labels.password,
    lines: [changed ? labels.passwordChanged : me.has_password ? labels.passwordHelp : labels.passwordNone],
    actions: (
      <button type="button" className="button" data-testid="change-password" onClick={() => setOpen(true)}>
        {me.has_password ? labels.change : labels.passwordSet}
      </button>
    ),
  };
  const closed = (done) => {
    setOpen(false);
    if (!done) return;
    setChanged(true);
    reload();
  };
  return (
    <>
      <Things items={[row]} label={labels.password} testid="password" />
      {open && <PasswordDialog asksCurrent={me.has_password} labels={labels} onClose={closed} />}
    </>
  );
}

function PasswordDialog({ asksCurrent, labels, onClose }) {
  const send = async ({ current = "", password, again }) => {
    if (asksCurrent && !current) throw new Missing(labels.passwordCurrentMissing);
    if ([...password].length < MIN) throw new Missing(labels.passwordShort);
    if (password !== again) throw new Missing(labels.passwordDiffers);
    await profile.changePassword(current, password);
  };
  return (
    <FormDialog title={labels.passwordTitle} submit={labels.save} labels={labels} testid="password-dialog" onSubmit={send} onClose={onClose}>
      {asksCurrent && <PasswordField label={labels.passwordCurrent} name="current" autoComplete="current-password" maxLength={128} labels={labels} data-testid="current-password" />}
      <PasswordField label={labels.passwordNew} help={labels.passwordRule} name="password" autoComplete="new-password" maxLength={128} labels={labels} data-testid="new-password" />
      <PasswordField label={labels.passwordAgain} name="again" autoComplete="new-password" maxLength={128} labels={labels} data-testid="new-password-again" />
      <p className="form-help">{labels.passwordEffect}</p>
    </FormDialog>
  );
}
