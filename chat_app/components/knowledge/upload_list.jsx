// Files on their way, how far each is, and what was refused with the reason. Gone when all went well.
import { useEffect, useRef } from "react";
import { CircleAlert, CircleCheck, RotateCcw, X } from "lucide-react";
import { fill } from "$/public/external/chat_app/components/admin/library/words.js";
import { sizeOf } from "$/public/external/chat_app/components/attachments/library/file_chip.jsx";
import { icon } from "$/public/external/chat_app/components/billing/library/card.jsx";
import { clearUploads, stopUploads, summaryOf, uploadAgain, useUploads, whenAdded } from "./uploads.js";

const SHOWN = 40;
const GONE_AFTER = 4_000;
const ORDER = { failed: 0, sending: 1, waiting: 2, done: 3 };

export function Uploads({ labels, onAdded }) {
  const uploads = useUploads();
  const latest = useRef(onAdded);
  latest.current = onAdded;
  useEffect(() => {
    whenAdded(() => latest.current());
    return () => whenAdded(() => {});
  }, []);
  const { open, failed, text } = summaryOf(uploads, labels);
  useEffect(() => {
    if (!uploads.length || open || failed) return undefined;
    const timer = setTimeout(clearUploads, GONE_AFTER);
    return () => clearTimeout(timer);
  }, [uploads, open, failed]);
  if (!uploads.length) return null;
  const total = uploads.reduce((sum, { size }) => sum + size, 0);
  const sent = uploads.reduce((sum, { sent: bytes }) => sum + bytes, 0);
  const shown = [...uploads].sort((one, other) => ORDER[one.status] - ORDER[other.status]).slice(0, SHOWN);
  return (
    <section className="uploads" aria-label={labels.uploads} data-testid="uploads">
      <header>
        <p role="status">{text}</p>
        {open > 0 ? (
          <button type="button" className="text-button" data-testid="uploads-stop" onClick={stopUploads}>
            {labels.upload_stop}
          </button>
        ) : (
          <button type="button" className="icon-button" aria-label={labels.upload_clear} title={labels.upload_clear} data-testid="uploads-clear" onClick={clearUploads}>
            <X {...icon} />
          </button>
        )}
      </header>
      {open > 0 && <progress value={sent} max={Math.max(1, total)} aria-label={labels.uploads} />}
      <ul>
        {shown.map((each) => (
          <Upload key={each.id} upload={each} labels={labels} />
        ))}
      </ul>
    </section>
  );
}

function Upload({ upload, labels }) {
  const { name, size, sent, status, text, mayRetry, id } = upload;
  const share = size ? Math.round((100 * sent) / size) : 0;
  const said = { waiting: labels.upload_waiting, sending: `${fill(labels.percent, { percent: share })} · ${sizeOf(size)}`, done: labels.upload_done, failed: text || labels.upload_failed }[status];
  const Icon = { failed: CircleAlert, done: CircleCheck }[status];
  return (
    <li data-testid="upload" data-status={status}>
      <span className="upload-name" title={name}>
        {name}
      </span>
      <span className="upload-said">
        {Icon && <Icon {...icon} />}
        {said}
      </span>
      {status === "failed" && mayRetry && (
        <button type="button" className="icon-button" aria-label={`${labels.upload_again}: ${name}`} title={labels.upload_again} onClick={() => uploadAgain(id)}>
          <RotateCcw {...icon} />
        </button>
      )}
    </li>
  );
}
