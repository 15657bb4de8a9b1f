// The end of an account: what happens, what the law keeps, how long it can be undone.
import { useRef, useState } from "react";
import { Trash2 } from "lucide-react";
import { privacy } from "./calls.js";
import { ConfirmDialog } from "./confirm_dialog.jsx";
import { Block, icon } from "./parts.jsx";

export function AccountDeletion({ labels }) {
  const [asking, setAsking] = useState(false);
  const leave = useRef(null);
  return (
    <Block
      title={labels.delete}
      help={labels.deleteHelp}
      action={
        <button type="button" className="button danger" data-testid="delete-account" onClick={() => setAsking(true)}>
          <Trash2 {...icon} />
          {labels.delete}
        </button>
      }
    >
      {asking && (
        <ConfirmDialog title={labels.deleteTitle} confirm={labels.delete} word={labels.deleteWord} labels={labels} act={privacy.deleteAccount} onClose={(done) => (done ? leave.current.submit() : setAsking(false))}>
          <ul className="account-points">
            <li>{labels.deleteGone}</li>
            <li>{labels.deleteStays}</li>
            <li>{labels.deleteUndo}</li>
          </ul>
        </ConfirmDialog>
      )}
      <form ref={leave} method="post" action="/auth/logout" hidden />
    </Block>
  );
}
