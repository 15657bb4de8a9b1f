// What is asked before something is done to documents, and the log of one.
import { useState } from "react";
import { ApiError, api } from "$/public/external/chat_app/components/ui/library/api.js";
import { Dialog } from "$/public/external/chat_app/components/ui/library/dialog.jsx";
import { useLanguage } from "$/public/external/chat_app/components/ui/library/language.js";
import { useRemote } from "$/public/external/chat_app/components/ui/library/remote.js";
import { ConfirmDialog } from "$/public/external/chat_app/components/admin/library/confirm.jsx";
import { fill } from "$/public/external/chat_app/components/admin/library/words.js";
import { Failed, Outline } from "$/public/external/chat_app/components/billing/library/card.jsx";

const DIALOGS = { rename: Rename, move: Move, purge: Purge, log: Log };

/** `dialog` is {name, documents, done?}; `done` is called when it was not merely closed. */
export function DocumentDialog({ dialog, ...rest }) {
  const Which = DIALOGS[dialog.name];
  return <Which documents={dialog.documents} done={dialog.done ?? (() => {})} {...rest} />;
}

function Rename({ documents: [document], labels, close, onDone }) {
  const [problem, setProblem] = useState("");
  const send = async (event) => {
    event.preventDefault();
    const name = new FormData(event.target).get("name").trim();
    if (!name) return setProblem(labels.missing);
    try {
      await api(`/documents/${document.id}`, { method: "PATCH", body: { name } });
      close();
      return onDone();
    } catch (error) {
      return setProblem((error instanceof ApiError && error.message) || labels.failed);
    }
  };
  return (
    <Dialog open onClose={close} title={labels.rename} closeLabel={labels.close} testid="rename-document">
      <form className="form" onSubmit={send} noValidate>
        <label className="form-field">
          <span className="form-label">{labels.name}</span>
          <input className="form-input" name="name" defaultValue={document.name} maxLength={200} aria-invalid={Boolean(problem)} data-testid="document-new-name" />
        </label>
        <p className="form-problem" role="status">
          {problem}
        </p>
        <div className="form-foot">
          <button type="button" className="button" onClick={close}>
            {labels.cancel}
          </button>
          <button type="submit" className="button primary" data-testid="save-document-name">
            {labels.save}
          </button>
        </div>
      </form>
    </Dialog>
  );
}

function Move({ documents, folders, labels, close, done, deeds }) {
  const [place, setPlace] = useState(documents.length === 1 ? documents[0].folder_id : "");
  const move = async () => {
    close();
    await deeds.run("move", documents, place);
    done();
  };
  const places = [{ id: "", path: labels.no_place }, ...folders.filter(({ writable }) => writable)];
  const footer = (
    <>
      <button type="button" className="button" onClick={close}>
        {labels.cancel}
      </button>
      <button type="button" className="button primary" data-testid="move-documents" onClick={move}>
        {labels.move}
      </button>
    </>
  );
  return (
    <Dialog open onClose={close} title={labels.move_to} closeLabel={labels.close} footer={footer} testid="move-dialog">
      <label className="form-field">
        <span className="form-label">{labels.place}</span>
        <select className="select" value={place} data-testid="move-place" onChange={(event) => setPlace(event.target.value)}>
          {places.map(({ id, path }) => (
            <option key={id} value={id}>
              {path}
            </option>
          ))}
        </select>
      </label>
    </Dialog>
  );
}

function Purge({ documents, labels, close, done, deeds }) {
  const text = documents.length === 1 ? fill(labels.purge_text, { name: documents[0].name }) : fill(labels.purge_many, { count: documents.length });
  const purge = () => deeds.run("purge", documents).then(done);
  return <ConfirmDialog title={labels.purge_title} text={text} confirmLabel={labels.purge} cancelLabel={labels.cancel} onConfirm={purge} onClose={close} />;
}

function Log({ documents: [document], labels, close }) {
  const { data, failed, reload } = useRemote(`/documents/${document.id}/log`);
  const language = useLanguage();
  const time = new Intl.DateTimeFormat(language, { dateStyle: "short", timeStyle: "medium" });
  return (
    <Dialog open onClose={close} title={fill(labels.log_of, { name: document.name })} closeLabel={labels.close} testid="document-log">
      {failed && <Failed text={failed} labels={labels} onRetry={reload} />}
      {!data && !failed && <Outline rows={4} />}
      {data?.length === 0 && <p>{labels.log_empty}</p>}
      {data?.length > 0 && (
        <ol className="document-log">
          {data.map((line, index) => (
            <li key={index}>
              <time dateTime={line.at}>{time.format(new Date(line.at))}</time>
              <span>{line.text}</span>
            </li>
          ))}
        </ol>
      )}
    </Dialog>
  );
}
