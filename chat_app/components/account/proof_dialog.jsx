// "Confirm it's you": opened by whatever asks for a recent proof (proof.js); by password, code or passkey.
import { useEffect, useState } from "react";
import { Fingerprint } from "lucide-react";
import { proof } from "./calls.js";
import { CodeField, PasswordField } from "./fields.jsx";
import { FormDialog } from "./form_dialog.jsx";
import { icon, Problem } from "./parts.jsx";
import { setProofDialog } from "./proof.js";
import { useRemote } from "./remote.js";
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
    setAnswer((open) => {
      if (serial) return (proved) => proved && onProved();
      open?.(false);
      return null;
    });
  }, [serial]);
  if (!answer) return null;
  const close = (proved) => {
    setAnswer(null);
    answer(proved);
  };
  return <Proof labels={labels} onClose={close} />;
}

function Proof({ labels, onClose }) {
  const { data: ways, failed } = useRemote(proof.ways);
  const [chosen, setChosen] = useState("");
  const { problem, run } = useTask(labels.failed);
  const way = chosen || (ways && !ways.password && ways.totp ? "code" : "password");
  const passkey = async () => {
    if (await run(() => provePasskey(labels))) onClose(true);
  };
  const send = async (values) => {
    const value = values[way] ?? "";
    if (!value.trim()) throw new Missing(way === "password" ? labels.passwordMissing : labels.codeMissing);
    await (way === "password" ? proof.password(value) : proof.code(value.trim()));
  };
  return (
    <FormDialog title={labels.title} submit={labels.confirm} labels={labels} testid="proof-dialog" onSubmit={send} onClose={onClose}>
      <p className="account-lead">{labels.text}</p>
      {way === "password" ? (
        <PasswordField key="password" label={labels.password} name="password" autoComplete="current-password" maxLength={128} labels={labels} data-testid="proof-password" />
      ) : (
        <CodeField key="code" label={labels.code} name="code" digitsOnly={false} data-testid="proof-code" />
      )}
      <div className="account-row">
        {ways?.password && ways.totp && (
          <button type="button" className="button quiet" data-testid="proof-other" onClick={() => setChosen(way === "password" ? "code" : "password")}>
            {way === "password" ? labels.useCode : labels.usePassword}
          </button>
        )}
        {ways?.passkey && isSupported() && (
          <button type="button" className="button" data-testid="proof-passkey" onClick={passkey}>
            <Fingerprint {...icon} />
            {labels.usePasskey}
          </button>
        )}
      </div>
      <Problem text={problem || failed.trim()} />
    </FormDialog>
  );
}
