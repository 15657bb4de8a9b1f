// A look into a file: the picture, or the beginning of the text that was read out of it.
import { useEffect, useState } from "react";
import { Download } from "lucide-react";
import { Dialog } from "$/public/external/chat_app/components/ui/library/dialog.jsx";
import { figure, fill, sizeOf } from "./file_chip.jsx";

export function Preview({ file, labels, onClose }) {
  const footer = file && (
    <>
      <span className="preview-facts">
        {sizeOf(file.size)}
        {file.kind === "image" && file.width ? ` · ${file.width} × ${file.height}` : ""}
        {file.tokens ? ` · ${fill(labels.tokens, { tokens: figure(file.tokens) })}` : ""}
      </span>
      <a className="button" href={`/api/v1/files/${file.id}`} download={file.name} data-testid="preview-download">
        <Download size={16} strokeWidth={1.75} aria-hidden />
        {labels.download}
      </a>
    </>
  );
  return (
    <Dialog open={Boolean(file)} onClose={onClose} title={file?.name ?? ""} closeLabel={labels.close} className="preview" testid="preview" footer={footer}>
      {file?.kind === "image" ? <img className="preview-image" src={`/api/v1/files/${file.id}`} alt={file.name} /> : file && <FileText file={file} labels={labels} />}
    </Dialog>
  );
}

function FileText({ file, labels }) {
  const [found, setFound] = useState(null);
  useEffect(() => {
    const control = new AbortController();
    fetch(`/api/v1/files/${file.id}/text`, { signal: control.signal, cache: "no-store" })
      .then((answer) => (answer.ok ? answer.json() : { text: "", length: 0, failed: true }))
      .then(setFound)
      .catch(() => control.signal.aborted || setFound({ text: "", length: 0, failed: true }));
    return () => control.abort();
  }, [file.id]);
  if (!found) return <div className="preview-text skeleton" role="status" aria-label={labels.loading} />;
  if (found.failed) return <p role="alert">{labels.previewFailed}</p>;
  return (
    <>
      <pre className={file.kind === "code" || /\.[ct]sv$/i.test(file.name) ? "preview-text code" : "preview-text"} tabIndex={0} data-testid="preview-text">
        {found.text}
      </pre>
      {found.length > found.text.length && <p className="preview-more">{fill(labels.goesOn, { length: figure(found.length) })}</p>}
      {file.problem && <p className="preview-more">{labels.cut}</p>}
    </>
  );
}
