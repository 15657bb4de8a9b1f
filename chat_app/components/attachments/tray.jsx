// The tray above the text: files dropped, pasted or chosen, on their way and ready; and the button that chooses them.
import { useEffect, useRef, useState } from "react";
import { CircleAlert, Paperclip, RotateCcw, Upload, X } from "lucide-react";
import { useAction } from "$/public/external/chat_app/components/ui/library/actions.js";
import { useFeature } from "$/public/external/chat_app/components/ui/library/features.js";
import { focusComposer, useContribution } from "$/public/external/chat_app/components/chat/library/composer_handle.js";
import { noteFileTokens } from "$/public/external/chat_app/components/models/library/typed_load.js";
import { FileFace, FileWords, figure, fill, sizeOf } from "./file_chip.jsx";
import { useFileDoors } from "./file_doors.js";
import { Preview } from "./preview.jsx";
import { addFiles, giveBackFiles, removeItem, retryItem, showTray, takeFiles, tokensOf, useTray, useTraySending, useTrayTokens } from "./tray_store.js";
import { NoSight } from "./no_sight.jsx";

const refuse = () => {};
const isImage = ({ kind }) => kind === "image";

export function AttachButton({ label }) {
  const input = useRef(null);
  const allowed = useFeature("files");
  useAction("composer.attach", () => input.current.click());
  const chosen = (event) => {
    addFiles([...event.target.files]);
    // The same file can be chosen once more.
    event.target.value = "";
    focusComposer();
  };
  if (!allowed) return null;
  return (
    <>
      <input ref={input} type="file" multiple hidden tabIndex={-1} aria-hidden data-testid="attach-input" onChange={chosen} />
      <button type="button" className="round attach" data-testid="attach" aria-label={label} title={label} onClick={() => input.current.click()}>
        <Paperclip size={18} strokeWidth={1.75} aria-hidden />
      </button>
    </>
  );
}

export function Tray({ conversationId, opened, modelId, modelLabel, labels, onChooseModel }) {
  const items = useTray();
  const tokens = useTrayTokens(modelId);
  const images = useTrayTokens(modelId, isImage);
  const sending = useTraySending();
  const allowed = useFeature("files");
  const dragging = useFileDoors(allowed ? addFiles : refuse);
  const [open, setOpen] = useState(null);
  useTrayOf(conversationId, opened);
  useContribution("files", takeFiles, giveBackFiles);
  useEffect(() => noteFileTokens("tray", tokens, images), [tokens, images]);
  const note = { uploading: labels.willSend, failed: labels.removeFailed }[sending];
  return (
    <>
      {dragging && allowed && (
        <div className="drop-area" data-testid="drop-area">
          <p>
            <Upload size={20} strokeWidth={1.75} aria-hidden />
            {labels.drop}
          </p>
        </div>
      )}
      {items.length > 0 && (
        <div className="tray">
          <ul className="tray-files" aria-label={labels.files} data-testid="tray">
            {items.map((item) => (
              <TrayItem key={item.key} item={item} modelId={modelId} labels={labels} onOpen={setOpen} />
            ))}
          </ul>
          <NoSight items={items} modelId={modelId} modelLabel={modelLabel} labels={labels} onChooseModel={onChooseModel} />
          {note && (
            <p className={`tray-note ${sending}`} role="status" data-testid="tray-note">
              {note}
            </p>
          )}
        </div>
      )}
      <Preview file={open} labels={labels} onClose={() => setOpen(null)} />
    </>
  );
}

// The new chat's tray goes along when its first message gives it an id.
function useTrayOf(conversationId, opened) {
  const before = useRef({ id: conversationId, opened: 0 });
  useEffect(() => {
    if (!opened) return;
    const born = before.current.opened === opened && before.current.id === "" && conversationId !== "";
    before.current = { id: conversationId, opened };
    showTray(conversationId, born);
  }, [conversationId, opened]);
}

function TrayItem({ item, modelId, labels, onOpen }) {
  const row = useRef(null);
  useEffect(() => {
    // Why a file was refused must not be hidden below the edge of a full tray.
    if (item.status === "failed") row.current.scrollIntoView({ block: "nearest" });
  }, [item.status]);
  const done = item.status === "done";
  const moving = item.status === "uploading" || item.status === "reading" || item.status === "waiting";
  const words = (
    <>
      <FileFace file={item} />
      <FileWords name={item.name}>
        <Facts item={item} modelId={modelId} labels={labels} />
      </FileWords>
    </>
  );
  const removeLabel = fill(moving ? labels.cancel : labels.remove, { name: item.name });
  return (
    <li ref={row} className={`file-chip ${item.status}`} data-testid="tray-item" data-status={item.status}>
      {done ? (
        <button type="button" className="file-open" title={labels.preview} aria-label={fill(labels.previewOf, { name: item.name })} onClick={() => onOpen({ ...item, tokens: tokensOf(item, modelId) })}>
          {words}
        </button>
      ) : (
        <div className="file-open">{words}</div>
      )}
      {item.retryable && item.status === "failed" && (
        <button type="button" className="chip-button" aria-label={fill(labels.retry, { name: item.name })} title={labels.retryShort} data-testid="tray-retry" onClick={() => retryItem(item.key)}>
          <RotateCcw size={14} strokeWidth={1.75} aria-hidden />
        </button>
      )}
      <button type="button" className="chip-button" aria-label={removeLabel} title={removeLabel} data-testid="tray-remove" onClick={() => removeItem(item.key)}>
        <X size={14} strokeWidth={1.75} aria-hidden />
      </button>
      {moving && <Progress item={item} label={fill(labels.progressOf, { name: item.name })} />}
    </li>
  );
}

const percentOf = (item) => Math.floor((100 * (item.sent ?? 0)) / (item.size || 1));

function Facts({ item, modelId, labels }) {
  if (item.status === "waiting") return labels.waiting;
  if (item.status === "uploading") return `${fill(labels.percent, { percent: figure(percentOf(item)) })} · ${sizeOf(item.size)}`;
  if (item.status === "reading") return labels.reading;
  if (item.status === "paused") return fill(labels.paused, { percent: figure(percentOf(item)) });
  if (item.status === "failed") {
    return (
      <span className="file-error" role="alert">
        <CircleAlert size={12} strokeWidth={2} aria-hidden />
        {item.error?.text ?? fill(labels[item.error?.label] ?? labels.network, { max: figure(item.error?.max ?? 0) })}
      </span>
    );
  }
  const facts = `${sizeOf(item.size)} · ${fill(labels.tokens, { tokens: figure(tokensOf(item, modelId)) })}`;
  return item.problem ? `${facts} · ${labels.cutShort}` : facts;
}

function Progress({ item, label }) {
  const reading = item.status === "reading";
  return (
    <progress className={reading ? "file-progress reading" : "file-progress"} aria-label={label} max={100} value={reading ? undefined : percentOf(item)} data-testid="tray-progress" />
  );
}
