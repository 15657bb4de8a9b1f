// Codes of an authenticator app and recovery codes: set up, shown once, made anew, switched off.
import { useState } from "react";
import { LifeBuoy, Smartphone } from "lucide-react";
import { factors } from "./calls.js";
import { ConfirmDialog } from "./confirm_dialog.jsx";
import { CodeField } from "./fields.jsx";
import { FormDialog } from "./form_dialog.jsx";
import { fill, Problem, Remote, Things } from "./parts.jsx";
import { CopyButton, SecretDialog } from "./secret_dialog.jsx";
import { Missing, useTask } from "./task.js";

const FILE = "parley-recovery-codes.txt";
const SIX = /^\d{6}$/;
const FEW = 3;

export function SecondFactor({ labels }) {
  return (
    <Remote load={factors.get} labels={labels}>
      {(state, reload) => <Factors state={state} reload={reload} labels={labels} />}
    </Remote>
  );
}

function Factors({ state, reload, labels }) {
  const [open, setOpen] = useState("");
  const [setup, setSetup] = useState(null);
  const [codes, setCodes] = useState(null);
  const { busy, problem, run } = useTask(labels.failed);
  const begin = () => run(async () => setSetup(await factors.begin()));
  const confirmed = (made) => {
    setSetup(null);
    if (made?.length) setCodes(made);
    reload();
  };
  const rows = [
    {
      key: "totp",
      Icon: Smartphone,
      title: labels.totp,
      badge: state.totp ? labels.on : labels.off,
      lines: [state.required && !state.totp && !state.passkeys ? labels.totpRequired : labels.totpHelp],
      actions: state.totp ? (
        <button type="button" className="button" data-testid="totp-off" onClick={() => setOpen("off")}>
          {labels.switchOff}
        </button>
      ) : (
        <button type="button" className="button" aria-busy={busy} data-testid="totp-on" onClick={begin}>
          {labels.setUp}
        </button>
      ),
    },
    (state.totp || state.passkeys > 0) && {
      key: "codes",
      Icon: LifeBuoy,
      title: labels.codes,
      badge: state.recovery_codes <= FEW && labels.codesFew,
      lines: [fill(labels.codesLeft, { count: state.recovery_codes }), labels.codesHelp],
      actions: (
        <button type="button" className="button" data-testid="new-codes" onClick={() => setOpen("codes")}>
          {labels.codesNew}
        </button>
      ),
    },
  ].filter(Boolean);
  const closed = (done) => {
    setOpen("");
    if (done) reload();
  };
  return (
    <>
      <Things items={rows} label={labels.second} testid="factors" />
      <Problem text={problem} />
      {setup && <SetupDialog setup={setup} labels={labels} onDone={confirmed} onClose={() => setSetup(null)} />}
      {open === "off" && <ConfirmDialog title={labels.totpOffTitle} text={labels.totpOffText} confirm={labels.switchOff} labels={labels} act={factors.disable} onClose={closed} />}
      {open === "codes" && (
        <ConfirmDialog title={labels.codesNewTitle} text={labels.codesNewText} confirm={labels.codesNew} labels={labels} act={async () => setCodes((await factors.newCodes()).codes)} onClose={closed} />
      )}
      {codes && <SecretDialog title={labels.codesTitle} text={labels.codesText} lines={codes} file={FILE} labels={labels} onClose={() => setCodes(null)} testid="codes-dialog" />}
    </>
  );
}

function SetupDialog({ setup, labels, onDone, onClose }) {
  const confirm = async ({ code }) => {
    const digits = code.replace(/\s/g, "");
    if (!SIX.test(digits)) throw new Missing(labels.codeWrong);
    onDone((await factors.confirm(digits)).recovery_codes);
  };
  return (
    <FormDialog title={labels.totpTitle} submit={labels.totpConfirm} labels={labels} testid="totp-dialog" onSubmit={confirm} onClose={(done) => done || onClose()}>
      <ol className="steps">
        <li>
          <p>{labels.totpScan}</p>
          <img className="qr" src={setup.qr_svg} alt={labels.totpQr} width={176} height={176} />
          <details>
            <summary>{labels.totpManual}</summary>
            <div className="manual-key">
              <code data-testid="totp-secret">{setup.secret.replace(/(.{4})(?=.)/g, "$1 ")}</code>
              <CopyButton text={setup.secret} labels={labels} />
            </div>
          </details>
        </li>
        <li>
          <CodeField label={labels.totpCode} name="code" data-testid="totp-code" />
        </li>
      </ol>
    </FormDialog>
  );
}
