// "Confirm it's you": opened by whatever asks for a recent proof (proof.js); by password, code or passkey.
import { useEffect, useState } from "react";
import { Fingerprint } from "lucide-react";
import { proof } from "./calls.js";
import { CodeField, PasswordField } from "./fields.jsx";
import { FormDialog } from "./form_dialog.jsx";
import { icon, Problem, Remote } from "./parts.jsx";
import { setProofDialog } from "./proof.js";
import { Missing, useTask } from "./task.js";
import { isSupported, provePasskey } from "./webauthn.js";

/** `serial` counts the events that were refused for want of a proof; `onProved` runs the last of them again. */
export function ProofDialog({ serial, labels, onProved }) {
  const [answer, setAnswer] = useState(null);
  useEffect(() => {
    setProofDialog((resolve) => setAnswer(() => resolve));
    return () => setProofDialog(null);
  }, []);
  useEffect(() => {
    if (serial) setAnswer(() => (proved) => proved && onProved());
  }, [serial]);
  if (!answer) return null;
  const close = (proved) => {
    setAnswer(null);
    answer(proved);
  };
  return <Proof labels={labels} onClose={close} />;
}

function Proof({ labels, onClose }) {
  const [way, setWay] = useState("password");
  const { problem, run } = useTask(labels.failed);
  const passkey = async () => {
    if (await run(() => provePasskey(labels))) onClose(true);
  };
  const send = async (values) => {
    const value = (values[way] ?? "").trim();
    if (!value) throw new Missing(way === "password" ? labels.passwordMissing : labels.codeMissing);
    await (way === "password" ? proof.password(values.password) : proof.code(value));
  };
  return (
    <FormDialog title={labels.title} submit={labels.confirm} labels={labels} testid="proof-dialog" onSubmit={send} onClose={onClose}>
      <p className="account-lead">{labels.text}</p>
      <Remote load={proof.ways} labels={labels} rows={1}>
        {(ways) => (
          <>
            {way === "password" && ways.password && <PasswordField key="password" label={labels.password} name="password" autoComplete="current-password" maxLength={128} autoFocus labels={labels} data-testid="proof-password" />}
            {(way === "code" || !ways.password) && ways.totp && <CodeField key="code" label={labels.code} name="code" digitsOnly={false} autoFocus data-testid="proof-code" />}
            <div className="account-row">
              {ways.password && ways.totp && (
                <button type="button" className="button quiet" data-testid="proof-other" onClick={() => setWay(way === "password" ? "code" : "password")}>
                  {way === "password" ? labels.useCode : labels.usePassword}
                </button>
              )}
              {ways.passkey && isSupported() && (
                <button type="button" className="button" data-testid="proof-passkey" onClick={passkey}>
                  <Fingerprint {...icon} />
                  {labels.usePasskey}
                </button>
              )}
            </div>
          </>
        )}
      </Remote>
      <Problem text={problem} />
    </FormDialog>
  );
}
