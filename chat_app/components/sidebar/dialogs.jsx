// The sidebar's dialogs; one at a time.
import { Dialog } from "$/public/external/chat_app/components/ui/library/dialog.jsx";
import { FolderDialog } from "./folder_dialog.jsx";
import { MoveDialog } from "./move_dialog.jsx";
import { TagDialog } from "./tag_dialog.jsx";

const BY_NAME = { folder: FolderDialog, move: MoveDialog, tags: TagDialog, "delete-folder": DeleteFolder, purge: Purge, "empty-trash": EmptyTrash, rename: Rename };

export function Dialogs({ dialog, desk, ...rest }) {
  const Shown = dialog && BY_NAME[dialog.name];
  if (!Shown) return null;
  const close = () => desk.show(null);
  return <Shown {...rest} {...dialog} desk={desk} close={close} frame={{ open: true, onClose: close, closeLabel: rest.labels.close }} />;
}

function DeleteFolder({ folder, total, labels, frame, close, onDeleteFolder }) {
  const remove = (keep) => {
    close();
    onDeleteFolder(folder.id, keep);
  };
  const footer = (
    <>
      <button type="button" className="button danger" data-testid="delete-with-chats" onClick={() => remove(false)}>
        {labels.deleteWithChats}
      </button>
      <button type="button" className="button primary" data-testid="delete-keep-chats" autoFocus onClick={() => remove(true)}>
        {labels.deleteKeepChats}
      </button>
    </>
  );
  return (
    <Dialog {...frame} title={labels.deleteFolder.replace("{name}", folder.name)} footer={footer} testid="delete-folder-dialog">
      <p>{labels.deleteFolderText.replace("{count}", total)}</p>
    </Dialog>
  );
}

function Purge({ ids, labels, frame, close, desk, done }) {
  const purge = () => {
    close();
    desk.act("purge", ids);
    done?.();
  };
  return <Confirm {...{ frame, close, labels }} title={labels.purgeTitle} text={labels.purgeText.replace("{count}", ids.length)} yes={labels.purge} onYes={purge} />;
}

function EmptyTrash({ labels, frame, close, onEmptyTrash }) {
  const empty = () => {
    close();
    onEmptyTrash();
  };
  return <Confirm {...{ frame, close, labels }} title={labels.emptyTrashTitle} text={labels.emptyTrashText} yes={labels.emptyTrashAction} onYes={empty} />;
}

function Confirm({ frame, close, labels, title, text, yes, onYes }) {
  const footer = (
    <>
      <button type="button" className="button quiet" onClick={close}>
        {labels.cancel}
      </button>
      <button type="button" className="button danger" data-testid="confirm" onClick={onYes}>
        {yes}
      </button>
    </>
  );
  return (
    <Dialog {...frame} title={title} footer={footer} testid="confirm-dialog">
      <p>{text}</p>
    </Dialog>
  );
}

function Rename({ id, labels, frame, close, onRename, chatTitle }) {
  const send = (event) => {
    event.preventDefault();
    const title = new FormData(event.target).get("title").trim();
    close();
    if (title) onRename(id, title);
  };
  return (
    <Dialog {...frame} title={labels.renameChat} testid="rename-dialog">
      <form className="form" onSubmit={send}>
        <label className="form-field">
          <span className="form-label">{labels.title}</span>
          <input className="form-input" name="title" defaultValue={chatTitle} maxLength={200} autoFocus data-testid="rename-title" />
        </label>
        <div className="form-foot">
          <button type="submit" className="button primary">
            {labels.save}
          </button>
        </div>
      </form>
    </Dialog>
  );
}
