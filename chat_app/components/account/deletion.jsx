// The end of an account: what happens, what the law keeps, how long it can be undone.
import { useRef, useState } from "react";
import { Trash2 } from "lucide-react";
import { Dialog } from "$/public/external/chat_app/components/ui/library/dialog.jsx";
import { keepPage } from "$/public/external/chat_app/components/ui/library/api.js";
import { privacy } from "./calls.js";
import { ConfirmDialog } from "./confirm_dialog.jsx";
import { LeftCredit } from "./left_credit.jsx";
import { Block, icon, Moment } from "./parts.jsx";

export function AccountDeletion({ labels }) {
  const [asking, setAsking] = useState(false);
  const [closed, setClosed] = useState("");
  const close = async () => {
    keepPage(true);
    try {
      setClosed((await privacy.deleteAccount()).erased_from);
    } catch (refused) {
      keepPage(false);
      throw refused;
    }
  };
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
        <ConfirmDialog title={labels.deleteTitle} confirm={labels.delete} word={labels.deleteWord} labels={labels} act={close} onClose={() => setAsking(false)}>
          <ul className="account-points">
            <li>{labels.deleteGone}</li>
            <LeftCredit labels={labels} />
            <li>{labels.deleteStays}</li>
            <li>{labels.deleteUndo}</li>
          </ul>
        </ConfirmDialog>
      )}
      {closed && <Farewell erasedFrom={closed} labels={labels} />}
    </Block>
  );
}

// The sessions have ended by now: there is only one way on from here.
function Farewell({ erasedFrom, labels }) {
  const leave = useRef(null);
  const out = () => leave.current.submit();
  return (
    <Dialog
      open
      onClose={out}
      title={labels.deletedTitle}
      closeLabel={labels.close}
      testid="deleted-dialog"
      footer={
        <button type="button" className="button primary" data-testid="deleted-done" onClick={out}>
          {labels.done}
        </button>
      }
    >
      <p className="account-lead">
        <Moment at={erasedFrom} text={labels.deletedText} />
      </p>
      <form ref={leave} method="post" action="/auth/logout" hidden />
    </Dialog>
  );
}
