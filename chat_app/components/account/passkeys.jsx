// Passkeys: the key stays on the person's device, the server knows its public half.
import { useState } from "react";
import { Fingerprint, Pencil, Plus, Trash2 } from "lucide-react";
import { passkeys } from "./calls.js";
import { ConfirmDialog } from "./confirm_dialog.jsx";
import { TextField } from "./fields.jsx";
import { FormDialog } from "./form_dialog.jsx";
import { Block, fill, icon, Moment, Problem, Remote, Things } from "./parts.jsx";
import { createPasskey, isSupported } from "./webauthn.js";
import { SecretDialog } from "./secret_dialog.jsx";
import { useTask } from "./task.js";

const FILE = "parley-recovery-codes.txt";

export function Passkeys({ labels }) {
  return (
    <Remote load={passkeys.list} labels={labels} rows={1}>
      {(list, reload) => <PasskeyList list={list} reload={reload} labels={labels} />}
    </Remote>
  );
}

function PasskeyList({ list, reload, labels }) {
  const [open, setOpen] = useState(null);
  const [codes, setCodes] = useState(null);
  const { busy, problem, run } = useTask(labels.failed);
  const add = () =>
    run(async () => {
      const made = await createPasskey(labels, deviceName(labels));
      if (made?.recovery_codes?.length) setCodes(made.recovery_codes);
      reload();
    });
  const closed = (done) => {
    setOpen(null);
    if (done) reload();
  };
  const items = list.map((one) => ({
    key: one.id,
    Icon: Fingerprint,
    title: one.name || labels.passkey,
    lines: [
      <>
        <Moment at={one.created_at} text={labels.added} />
        {" · "}
        {one.last_used_at ? <Moment at={one.last_used_at} text={labels.lastUsed} /> : labels.neverUsed}
      </>,
    ],
    actions: (
      <>
        <IconAction Icon={Pencil} label={fill(labels.renameOne, { name: one.name || labels.passkey })} testid="passkey-rename" onClick={() => setOpen({ act: "rename", one })} />
        <IconAction Icon={Trash2} label={fill(labels.removeOne, { name: one.name || labels.passkey })} testid="passkey-remove" onClick={() => setOpen({ act: "remove", one })} />
      </>
    ),
  }));
  const supported = isSupported();
  return (
    <Block
      title={labels.passkeys}
      help={supported ? labels.passkeysHelp : labels.passkeysMissing}
      action={
        supported && (
          <button type="button" className="button" aria-busy={busy} data-testid="passkey-add" onClick={add}>
            <Plus {...icon} />
            {labels.passkeyAdd}
          </button>
        )
      }
    >
      <Things items={items} empty={labels.passkeysEmpty} label={labels.passkeys} testid="passkeys" />
      <Problem text={problem} />
      {open?.act === "rename" && (
        <FormDialog title={labels.renameTitle} submit={labels.save} labels={labels} testid="passkey-dialog" onSubmit={({ name }) => passkeys.rename(open.one.id, name.trim())} onClose={closed}>
          <TextField label={labels.name} name="name" defaultValue={open.one.name} maxLength={100} />
        </FormDialog>
      )}
      {open?.act === "remove" && (
        <ConfirmDialog title={fill(labels.removeOne, { name: open.one.name || labels.passkey })} text={labels.passkeyRemoveText} confirm={labels.remove} labels={labels} act={() => passkeys.remove(open.one.id)} onClose={closed} />
      )}
      {codes && <SecretDialog title={labels.codesTitle} text={labels.codesText} lines={codes} file={FILE} labels={labels} onClose={() => setCodes(null)} testid="codes-dialog" />}
    </Block>
  );
}

// What most people would call it; it can be changed.
const deviceName = (labels) => {
  const system = navigator.userAgentData?.platform || /(iPhone|iPad|Android|Windows|Mac|Linux)/.exec(navigator.userAgent)?.[1];
  return system || labels.passkey;
};

export function IconAction({ Icon, label, testid, onClick }) {
  return (
    <button type="button" className="icon-button" aria-label={label} title={label} data-testid={testid} onClick={onClick}>
      <Icon {...icon} />
    </button>
  );
}
