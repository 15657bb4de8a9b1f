// The files of a message: pictures as pictures, everything else as chips.
import { useState } from "react";
import { Download, X } from "lucide-react";
import { FileFace, FileWords, figure, fill, sizeOf } from "./file_chip.jsx";
import { Preview } from "./preview.jsx";
import { sentFiles } from "./tray_store.js";

export function MessageFiles({ files, labels }) {
  const [open, setOpen] = useState(null);
  if (!files?.length) return null;
  return (
    <>
      <ul className="message-files" aria-label={labels.files} data-testid="message-files">
        {files.map((file) => (
          <MessageFile key={file.id} file={file} labels={labels} onOpen={setOpen} />
        ))}
      </ul>
      <Preview file={open} labels={labels} onClose={() => setOpen(null)} />
    </>
  );
}

function MessageFile({ file, labels, onOpen }) {
  const name = fill(labels.previewOf, { name: file.name });
  if (file.kind === "image") {
    const [width, height] = fitted(file);
    return (
      <li className="message-image">
        <button type="button" aria-label={name} title={file.name} data-testid="message-file" onClick={() => onOpen(file)}>
          <img src={file.preview ?? `/api/v1/files/${file.id}/thumbnail`} width={width} height={height} alt={file.name} />
        </button>
      </li>
    );
  }
  return (
    <li className="file-chip done">
      <button type="button" className="file-open" aria-label={name} title={labels.preview} data-testid="message-file" onClick={() => onOpen(file)}>
        <FileFace file={file} />
        <FileWords name={file.name}>{`${sizeOf(file.size)} · ${fill(labels.tokens, { tokens: figure(file.tokens) })}`}</FileWords>
      </button>
      <a className="chip-button" href={`/api/v1/files/${file.id}`} download={file.name} aria-label={fill(labels.downloadOf, { name: file.name })} title={labels.download} data-testid="message-file-download">
        <Download size={14} strokeWidth={1.75} aria-hidden />
      </a>
    </li>
  );
}

// The place is kept before the picture has come.
const fitted = ({ width, height }) => {
  const scale = Math.min(1, 240 / (width || 240), 180 / (height || 180));
  return [Math.max(44, Math.round((width || 240) * scale)), Math.max(44, Math.round((height || 180) * scale))];
};

/** Of a message that is on its way: as far as this page knows them. */
export function PendingFiles({ ids }) {
  const files = sentFiles(ids);
  if (!files.length) return null;
  return (
    <ul className="message-files">
      {files.map((file) =>
        file.kind === "image" ? (
          <li key={file.id} className="message-image">
            <img src={file.preview ?? `/api/v1/files/${file.id}/thumbnail`} width={fitted(file)[0]} height={fitted(file)[1]} alt="" />
          </li>
        ) : (
          <li key={file.id} className="file-chip done">
            <span className="file-open">
              <FileFace file={file} />
              <FileWords name={file.name}>{sizeOf(file.size)}</FileWords>
            </span>
          </li>
        ),
      )}
    </ul>
  );
}

/** While a message is rewritten: which of its files the new one keeps. */
export function EditedFiles({ files, removed, labels, onRemove }) {
  const kept = files.filter((file) => !removed.includes(file.id));
  if (!kept.length) return null;
  return (
    <ul className="tray-files edited" aria-label={labels.files} data-testid="edit-files">
      {kept.map((file) => (
        <li key={file.id} className="file-chip done">
          <span className="file-open">
            <FileFace file={file} />
            <FileWords name={file.name}>{sizeOf(file.size)}</FileWords>
          </span>
          <button type="button" className="chip-button" aria-label={fill(labels.remove, { name: file.name })} title={fill(labels.remove, { name: file.name })} data-testid="edit-file-remove" onClick={() => onRemove(file.id)}>
            <X size={14} strokeWidth={1.75} aria-hidden />
          </button>
        </li>
      ))}
    </ul>
  );
}
